"""The template tags of the design system: one for each piece that looks the same everywhere."""

from datetime import date, datetime
from typing import Any

import segno
from django import forms, template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from changlai.kernel.pages import icons, words
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.pages.widgets import FACES, Faces
from changlai.kernel.richtext import plain, rendered

register = template.Library()

TONES = {"done", "waiting", "hand", "late", "plain"}


@register.simple_tag
def icon(name: str, more: str = "") -> SafeString:
    """Draw an outline icon; put its word beside it."""
    return icons.drawn(name, more)


@register.filter
def rich(text: str) -> SafeString:
    """Show Markdown as clean HTML; put it into `<div class="prose rich">`."""
    return rendered(text)


@register.filter
def unmarked(text: str) -> str:
    """Show Markdown as plain words, for a line of a list."""
    return plain(text)


@register.simple_tag(takes_context=True)
def centre_url(context: Context, name: str, **kwargs: Any) -> str:
    """Return the address of a page of this request's centre (`centre=other` names another)."""
    centre = kwargs.pop("centre", None) or context.get("centre")
    if centre is None:
        return reverse(name, kwargs=kwargs)
    return centre_reverse(centre, name, **kwargs)


@register.inclusion_tag("pages/parts/beside.html", takes_context=True)
def beside(context: Context, place: str) -> dict[str, Any]:
    """Show the links that other parts of the house put beside the list `place`; none, nothing."""
    shell = context.get("shell")
    return {"entries": shell.beside(place) if shell else []}


@register.simple_tag(takes_context=True)
def absolute_url(context: Context, path: str) -> str:
    """Return a path with scheme and host, as a QR code or a printed sheet needs it."""
    request: HttpRequest | None = context.get("request")
    return request.build_absolute_uri(path) if request else path


@register.inclusion_tag("pages/parts/tag.html")
def tag(tone: str, label: str) -> dict[str, Any]:
    """Show a state as text on a tint: done, waiting, hand, late (with an icon) or plain."""
    return {"tone": tone if tone in TONES else "plain", "label": label}


@register.simple_tag
def when(at: datetime | date | None) -> str:
    """Say a moment (or a day) as people do: 11月26日(周四)下午3:00; nothing for None."""
    if at is None:
        return ""
    today = timezone.localdate()
    if isinstance(at, datetime):
        return words.spoken_moment(at, today)
    return words.spoken_day(at, today)


@register.simple_tag
def day(at: datetime | date | None) -> str:
    """Say only the day: 11月26日(周四)."""
    if at is None:
        return ""
    local = timezone.localtime(at).date() if isinstance(at, datetime) else at
    return words.spoken_day(local, timezone.localdate())


@register.simple_tag
def hours(starts: datetime, ends: datetime) -> str:
    """Say from when to when: 11月26日(周四)下午2:00到4:00."""
    return words.spoken_hours(starts, ends, timezone.localdate())


@register.simple_tag
def clocks(starts: datetime, ends: datetime) -> str:
    """Say only the times of day: 下午2:00到4:00."""
    begin, end = timezone.localtime(starts), timezone.localtime(ends)
    return f"{words.spoken_clock(begin.hour, begin.minute)}到{words.spoken_clock_after(begin, end)}"


@register.simple_tag
def left(due: datetime | None, now: datetime | None = None) -> str:
    """Say how long until `due`: 还剩2天, or 超时3小时."""
    return words.time_left(due, now or timezone.now()) if due else ""


@register.inclusion_tag("pages/parts/timeline.html")
def timeline(items: Any) -> dict[str, Any]:
    """Show what happened, in the order given; items have title, at, perhaps text, who, tone."""
    return {"items": items}


@register.inclusion_tag("pages/parts/empty.html")
def empty(title: str, hint: str = "", url: str = "", label: str = "") -> dict[str, Any]:
    """Say what will be in this list, and how to start."""
    return {"title": title, "hint": hint, "url": url, "label": label}


@register.inclusion_tag("pages/parts/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Show the total and the way to the pages beside this one; filters in the address are kept."""
    return {"page": page, "request": context.get("request")}


@register.inclusion_tag("pages/parts/steps.html")
def steps(now: int, total: int, name: str) -> dict[str, Any]:
    """Name the step of a long form: 第1步，共3步."""
    return {"now": now, "total": total, "name": name, "range": range(1, total + 1)}


@register.inclusion_tag("pages/parts/figure.html")
def figure(
    title: str, value: Any, unit: str = "", note: str = "", url: str = "", tone: str = ""
) -> dict[str, Any]:
    """Show one number with what it counts; `note` carries numerator and denominator."""
    return {"title": title, "value": value, "unit": unit, "note": note, "url": url, "tone": tone}


@register.inclusion_tag("pages/parts/meter.html")
def meter(label: str, part: int, whole: int) -> dict[str, Any]:
    """Show how much of a whole is done, in words and as a bar."""
    return {"label": label, "part": part, "whole": whole}


@register.inclusion_tag("pages/parts/back.html")
def back(url: str, label: str = "返回") -> dict[str, Any]:
    """Lead one level up."""
    return {"url": url, "label": label}


@register.simple_tag
def qr(text: str, label: str = "二维码，用手机扫一扫打开") -> SafeString:
    """Draw a QR code as svg; `text` is a full address (see absolute_url)."""
    drawing = segno.make_qr(text, error="m").svg_inline(
        omitsize=True, border=2, svgclass="qr", lineclass=None, title=label
    )
    return mark_safe(drawing.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 -- segno escapes the title


@register.inclusion_tag("pages/parts/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """Sum up on top what must be mended, each line leading to its field."""
    lines = [{"url": "", "text": text} for text in form.non_field_errors()]
    for bound in form:
        lines += [
            {"url": f"#{_first_id(bound)}", "text": f"{bound.label}:{text}"}
            for text in bound.errors
        ]
    return {"lines": lines}


def _first_id(bound: BoundField) -> str:
    """Return the id a link can jump to; a group of choices has it on its first row."""
    if _kind(bound.field.widget) in {"choices", "faces"}:
        return f"{bound.auto_id}_0"
    return bound.id_for_label or str(bound.auto_id)


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, Faces):
        return "faces"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.FileInput):
        return "file"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    if isinstance(widget, forms.Select):
        return "select"
    return "input"


@register.inclusion_tag("pages/parts/field.html")
def field(bound: BoundField, label: str = "", hint: str = "", big: bool = False) -> dict[str, Any]:
    """Show one field: label above, hint below it, error beside it, and the value kept.

    A choice worded 咨询：想问一件事 shows what follows the colon small, under the word.
    """
    kind = _kind(bound.field.widget)
    hint = hint or str(bound.help_text)
    attrs: dict[str, Any] = {}
    described = [f"{bound.auto_id}_helptext"] if hint else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    if described:
        attrs["aria-describedby"] = " ".join(described)
    facts: dict[str, Any] = {
        "bound": bound,
        "kind": kind,
        "label": label or bound.label,
        "hint": hint,
        "big": big,
        "described": attrs.get("aria-describedby", ""),
        "is_hidden": bound.is_hidden,
    }
    if kind in {"choices", "faces"}:
        faces = (
            {value: (word, picture) for value, word, picture in FACES} if kind == "faces" else {}
        )
        facts["rows"] = []
        for row in bound.subwidgets:
            word, picture = faces.get(str(row.data["value"]), (row.choice_label, None))
            word, _, note = str(word).partition("：")
            one = {"input": row.tag(), "label": word, "note": note, "picture": picture}
            facts["rows"].append(one)
        return facts
    longest = bound.field.widget.attrs.get("maxlength")
    facts["longest"] = longest if kind == "textarea" else None
    facts["control"] = bound.as_widget(attrs=attrs)
    return facts
