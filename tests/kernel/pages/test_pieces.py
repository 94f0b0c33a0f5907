"""Template tags: each piece says what it must, with and without a request."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from changlai.kernel.pages.icons import NoSuchIcon, drawn, strokes
from changlai.kernel.pages.widgets import Code, Faces


def drawn_as(text: str, **facts: Any) -> str:
    return Template("{% load pages %}" + text).render(Context(facts))


class SayForm(forms.Form):
    text = forms.CharField(label="什么事", max_length=20, help_text="一句话。")
    more = forms.CharField(label="详细说", required=False, widget=forms.Textarea, max_length=200)
    urgency = forms.ChoiceField(
        label="急不急", choices=[("n", "不急"), ("u", "急")], widget=forms.RadioSelect
    )
    rating = forms.ChoiceField(label="满意吗", choices=[(n, n) for n in "4321"], widget=Faces)
    agree = forms.BooleanField(label="同意公开")
    photo = forms.FileField(label="照片", required=False)


def test_an_icon_is_hidden_from_readers_of_the_screen() -> None:
    assert 'aria-hidden="true"' in drawn("phone")


def test_an_unknown_icon_leaves_the_word_alone() -> None:
    assert drawn("no-such-icon") == ""
    with pytest.raises(NoSuchIcon):
        strokes("../package")


def test_late_is_told_by_an_icon_and_a_word_too() -> None:
    shown = drawn_as('{% tag "late" "超时" %}')
    assert "<svg" in shown
    assert "超时" in shown


def test_an_unknown_tone_is_plain() -> None:
    assert "is-plain" in drawn_as('{% tag "shiny" "已撤回" %}')


@time_machine.travel(datetime(2026, 11, 24, 2, 0, tzinfo=UTC))
def test_moments_are_said() -> None:
    at = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
    assert drawn_as("{% when at %}|{% day at %}|{% left at %}", at=at) == (
        "11月26日(周四)下午3:00|11月26日(周四)|还剩2天"
    )
    assert drawn_as("{% when at %}{% day at %}{% left at %}", at=None) == ""


def test_a_field_has_label_hint_and_error_tied_to_it() -> None:
    form = SayForm({"text": ""})
    shown = drawn_as("{% field form.text %}", form=form)
    assert '<label for="id_text">什么事' in shown
    assert 'aria-describedby="id_text_helptext id_text_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert "请填写。" in shown


def test_a_field_keeps_what_was_typed() -> None:
    form = SayForm({"text": "<b>路灯</b>", "urgency": "u", "more": "坏了"})
    shown = drawn_as(
        "{% field form.text %}{% field form.urgency %}{% field form.more %}", form=form
    )
    assert 'value="&lt;b&gt;路灯&lt;/b&gt;"' in shown
    assert re.search(r'value="u"[^>]*checked', shown)
    assert ">\n坏了</textarea>" in shown


def test_a_long_text_says_how_long_it_may_be_without_a_script() -> None:
    assert "最多200字" in drawn_as("{% field form.more %}", form=SayForm())


def test_choices_stand_in_a_group_with_a_name() -> None:
    shown = drawn_as("{% field form.urgency %}", form=SayForm())
    assert "<fieldset" in shown
    assert shown.count('class="choice"') == 2


def test_faces_carry_their_words_whatever_the_form_calls_them() -> None:
    shown = drawn_as("{% field form.rating %}", form=SayForm())
    for word in ("很满意", "满意", "基本满意", "不满意"):
        assert f"<span>{word}</span>" in shown


def test_optional_fields_say_so() -> None:
    form = SayForm()
    assert "选填" in drawn_as("{% field form.photo %}", form=form)
    assert "选填" not in drawn_as("{% field form.text %}", form=form)


def test_the_summary_leads_to_each_wrong_field() -> None:
    form = SayForm({"text": ""})
    form.add_error(None, "这件事已经有人说过。")
    shown = drawn_as("{% form_errors form %}", form=form)
    assert "有5处要改" in shown
    for target in ("#id_text", "#id_urgency_0", "#id_rating_0", "#id_agree"):
        assert f'href="{target}"' in shown
    assert "这件事已经有人说过。" in shown


def test_a_good_form_has_no_summary() -> None:
    assert drawn_as("{% form_errors form %}", form=SayForm()).strip() == ""


def test_the_pager_keeps_the_filters() -> None:
    page = Paginator(range(120), 50).get_page(2)
    request = RequestFactory().get("/", {"state": "open", "page": "2"})
    shown = drawn_as("{% pager page %}", page=page, request=request)
    assert "第2页，共3页，120条" in shown
    assert "state=open&amp;page=1" in shown
    assert "state=open&amp;page=3" in shown


def test_a_qr_code_is_a_picture_with_a_name() -> None:
    shown = drawn_as('{% qr "https://example.org/c/yunxi/" %}')
    assert 'role="img"' in shown
    assert "<title>" in shown


def test_a_code_is_never_kept_as_a_draft() -> None:
    assert "data-private" in Code().render("code", "")


def test_long_and_hostile_words_are_said_plainly() -> None:
    form = SayForm({"text": "长" * 21, "more": "a\x00b"})
    assert form.errors["text"] == ["最多20个字，现在有21个。"]
    assert form.errors["more"] == ["内容里有看不见的特殊字符，请删掉后再提交。"]
    assert form.errors["urgency"] == ["请选一项。"]
