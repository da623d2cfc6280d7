"""Components show plain values and never colour alone, inline style or inline script."""

import re

import pytest
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from yinling.design.gallery import FOLDER, component_names, gallery_data
from yinling.design.templatetags.design import chart_rows, grouped, percent_of, truth_tone, truth_word, yuan, yuan_plain


def render(text, **values):
    with translation.override("zh-hans"):
        return Template(CottonCompiler().process(text)).render(Context(values)).strip()


@pytest.mark.parametrize("name", component_names())
def test_show_an_example_without_inline_style_or_script(name, rf):
    with translation.override("zh-hans"):
        html = get_template(f"design/{name}/example.html").render(gallery_data(), rf.get("/"))
    assert html.strip()
    assert not re.search(r'\sstyle="|\son\w+="|<style', html)
    assert not re.search(r"<script(?![^>]*(application/json|src=))", html)


def test_give_every_component_folder_an_example():
    folders = {path.parent.name for path in FOLDER.glob("*/index.html")}
    assert folders - set(component_names()) == set()


def test_show_a_missing_amount_as_a_dash_and_zero_as_zero():
    assert yuan(None) == "—"
    assert yuan(0) == "0.00 元"
    assert yuan(350000) == "3,500.00 元"
    assert yuan_plain(350050) == "3500.50"
    assert yuan_plain(None) == ""
    assert "—" in render('<c-money :fen="fen" />', fen=None)
    assert "0.00 元" in render('<c-money :fen="fen" />', fen=0)


@pytest.mark.parametrize(
    ("truth", "word", "tone"),
    [(True, "符合", "good"), (False, "不符合", "bad"), (None, "未知", "wait"), ("unknown", "未知", "wait")],
)
def test_say_each_of_three_truths_in_words(truth, word, tone):
    with translation.override("zh-hans"):
        assert truth_word(truth) == word
    assert truth_tone(truth) == tone


def test_put_an_icon_and_words_into_a_badge():
    html = render('<c-badge tone="bad">不予批准</c-badge>')
    assert "y-icon-circle-x" in html
    assert "不予批准" in html


def test_pass_extra_attributes_to_the_button():
    html = render('<c-button name="verdict" value="yes" hx-post="/x/">批准</c-button>')
    assert 'name="verdict"' in html
    assert 'hx-post="/x/"' in html
    assert html.startswith("<button")


def test_make_a_link_of_a_button_with_an_address():
    assert render('<c-button href="{{ to }}">看</c-button>', to="/a/?b=1&c=2").startswith('<a href="/a/?b=1&amp;c=2"')


def test_escape_values_of_people():
    html = render('<c-facts :items="items" />', items=[("姓名", "<b>王</b>")])
    assert "<b>王" not in html
    assert "&lt;b&gt;王" in html


def test_keep_json_of_a_chart_from_ending_its_script():
    data = {"labels": ["</script><b>"], "bars": [{"name": "户", "values": [1]}]}
    html = render('<c-chart id="a" :data="data" title="图" />', data=data)
    assert "</script><b>" not in html
    assert 'id="a-data"' in html


def test_write_missing_figures_of_a_chart_as_a_dash():
    data = {"labels": ["甲"], "unit": "户", "bars": [{"name": "完成", "values": [None]}], "lines": []}
    assert chart_rows(data) == [("甲", [("完成", "—")])]


def test_mark_the_current_stage_for_screen_readers():
    html = render('<c-steps :items="stages" />', stages=gallery_data()["stages"])
    assert html.count('aria-current="step"') == 1
    assert "当前步骤" in html


@pytest.mark.parametrize(("value", "maximum", "percent"), [(0, 0, 0), (1, 3, 33), (9, 3, 100), (None, 3, 0)])
def test_keep_percent_between_nought_and_hundred(value, maximum, percent):
    assert percent_of(value, maximum) == percent


def test_group_thousands_of_counts_only():
    assert grouped(32000) == "32,000"
    assert grouped("约 3 万") == "约 3 万"
