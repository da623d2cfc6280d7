import pytest
from django import forms

from yinling.design.choices import offer


class Wish(forms.Form):
    town = forms.ChoiceField()
    name = forms.CharField()


def test_offer_what_only_this_form_knows() -> None:
    first, second = Wish({"town": "1", "name": "x"}), Wish({"town": "1", "name": "x"})
    offer(first, "town", [("1", "东"), ("2", "西")])
    offer(second, "town", [("2", "西")])
    assert first.is_valid()
    assert not second.is_valid()


def test_refuse_to_offer_choices_in_a_field_without() -> None:
    with pytest.raises(TypeError, match="name"):
        offer(Wish(), "name", [("1", "东")])
