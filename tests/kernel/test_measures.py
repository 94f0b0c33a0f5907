"""What halls say of themselves in numbers: each has a code of its own, and says its formula."""

import re

from django.urls import NoReverseMatch, reverse

from changlai.kernel.registry.public import Measure, collect, measure

CODE = re.compile(r"^[a-z]+\.[a-z_]+$")


def test_each_measure_has_a_code_a_formula_in_words_and_a_page() -> None:
    found = collect("measures")
    codes = [one.code for one in found]
    assert found
    assert len(codes) == len(set(codes))
    for one in found:
        assert isinstance(one, Measure)
        assert CODE.match(one.code), one
        assert all((one.title, one.words, one.unit)), one.code
        if one.url_name:
            try:
                assert reverse(one.url_name, kwargs={"code": "x"})
            except NoReverseMatch as error:
                raise AssertionError(f"{one.code} leads nowhere") from error


def test_a_measure_is_found_by_its_code_and_gone_with_its_part() -> None:
    one = collect("measures")[0]
    part = one.value.__module__.split(".")[2]
    assert measure(one.code) is one
    assert measure(one.code, frozenset({part})) is None
    assert measure("nobody.counts_this") is None
