"""A form sent twice is one; a number that is none is a new form and nobody's mistake."""

from django import forms

from changlai.kernel.pages.once import OnceForm


class Said(OnceForm):
    """One word, and the number of the form."""

    word = forms.CharField()


def test_the_number_travels_with_the_form_and_comes_back() -> None:
    fresh = Said()
    number = fresh["form_id"].value()
    assert str(Said({"word": "好", "form_id": str(number)}).once) == str(number)
    # Also where something else does not hold, and before anybody asked.
    assert str(Said({"word": "", "form_id": str(number)}).once) == str(number)


def test_what_is_no_number_is_a_new_form() -> None:
    for typed in ("", "x", "'; --"):
        form = Said({"word": "好", "form_id": typed})
        assert form.is_valid()
        assert form.once.version == 4
