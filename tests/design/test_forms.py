"""Forms say in HTML what a screen reader needs."""

import datetime

import pytest
from django import forms

from yinling.design.gallery import GalleryForm


def test_tie_help_and_error_to_the_field():
    html = str(GalleryForm({"birth_date": "五月"}))
    assert 'aria-describedby="id_birth_date_helptext id_birth_date_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_birth_date_error"' in html


def test_link_each_error_of_the_summary_to_its_field():
    html = str(GalleryForm({}))
    assert html.index("data-error-summary") < html.index('for="id_name"')
    assert 'href="#id_name"' in html
    assert 'href="#id_living_0"' in html
    assert 'id="id_living_0"' in html


def test_show_no_summary_before_anything_was_sent():
    assert "data-error-summary" not in str(GalleryForm())


def test_show_an_error_of_the_whole_form():
    class Pair(forms.Form):
        first = forms.CharField(required=False)

        def clean(self):
            raise forms.ValidationError("两次填写不一致")

    assert "<li>两次填写不一致</li>" in str(Pair({"first": "1"}))


def test_say_in_words_what_is_required():
    html = str(GalleryForm())
    assert "必填" in html
    assert "选填" in html


@pytest.mark.parametrize("value", [datetime.date(1941, 5, 20), "1941-05-20"])
def test_write_dates_as_the_browser_reads_them(value):
    html = str(GalleryForm(initial={"birth_date": value})["birth_date"])
    assert 'type="date"' in html
    assert 'value="1941-05-20"' in html


def test_group_radio_buttons_under_a_legend():
    html = str(GalleryForm())
    assert html.count("<fieldset") == 2
    assert "<legend>居住情况" in html


def test_label_a_file_field_directly():
    html = str(GalleryForm())
    assert '<label for="id_paper">' in html
    assert 'aria-describedby="id_paper_helptext"' in html


def test_escape_what_a_person_typed():
    assert "<script>" not in str(GalleryForm({"name": "<script>alert(1)</script>"}))


def test_leave_out_the_word_optional_where_nothing_is_required():
    class Filter(forms.Form):
        name = forms.CharField(label="姓名", required=False)

    assert "选填" not in str(Filter())
