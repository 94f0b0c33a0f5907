"""A page as a PDF with its typefaces inside, drawn by WeasyPrint with the system's Pango.

Where Pango is missing the platform works all the same: whoever asks for a PDF reads one sentence,
and the print page and the docx remain.
"""

import base64
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import segno
from django.template.loader import render_to_string
from PIL import ImageFile

from changlai.kernel.documents.papers import Grid, Paper, spoken_date
from changlai.kernel.errors import RuleBroken

STYLES: Final = Path(__file__).parent / "styles"


class NoPdf(RuleBroken):
    """This machine cannot draw a PDF: a library of the system is missing."""

    sentence = "这台服务器还不能生成PDF，请先用打印页，或下载docx文件。"


@cache
def _printer() -> Any:
    """Return the printing library; raises NoPdf where the system's part of it is missing."""
    try:
        import weasyprint
    except OSError as error:
        raise NoPdf from error
    # The library makes the whole process forgive half a picture; uploads must not be forgiven.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


def can_print() -> bool:
    """Say whether this machine can draw a PDF."""
    try:
        _printer()
    except NoPdf:
        return False
    return True


def as_pdf(html: str, *, style: str = "paper") -> bytes:
    """Return a page as PDF, in one of the styles beside this file; the same page, the same bytes.

    Nothing is fetched from anywhere: pictures come inside the page (`inline_picture`). Raises NoPdf
    where the system cannot.
    """
    printer = _printer()
    inside = printer.urls.URLFetcher(allowed_protocols={"data"})
    page = printer.HTML(string=html, url_fetcher=inside)
    sheet = printer.CSS(string=(STYLES / f"{style}.css").read_text(), url_fetcher=inside)
    body: bytes = page.write_pdf(stylesheets=[sheet], pdf_identifier=b"changlai")
    return body


def inline_picture(body: bytes, content_type: str) -> str:
    """Return a picture as an address that carries it."""
    return f"data:{content_type};base64,{base64.b64encode(body).decode()}"


def inline_qr(text: str) -> str:
    """Return a QR code as an address that carries its drawing."""
    drawing = segno.make_qr(text, error="m").svg_inline(border=2, scale=4)
    if "xmlns" not in drawing:
        drawing = re.sub("^<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', drawing)
    return inline_picture(drawing.encode(), "image/svg+xml")


def paper_pdf(paper: Paper) -> bytes:
    """Return a paper as PDF: the same words as its docx."""
    blocks: list[dict[str, object]] = [
        {"grid": one} if isinstance(one, Grid) else {"text": one} for one in paper.body
    ]
    context = {
        "paper": paper,
        "blocks": blocks,
        "day": spoken_date(paper.made_on),
        "qr": inline_qr(paper.address) if paper.address else "",
    }
    return as_pdf(render_to_string("documents/paper.html", context))


def poster_pdf(
    *,
    title: str,
    lines: list[str],
    issuer: str,
    summary: str = "",
    address: str = "",
    call: str = "扫一扫，看详情",
    foot: str = "",
) -> bytes:
    """Return an A4 poster: what, when and where in large type, and a QR to its page."""
    context = {
        "title": title,
        "lines": lines,
        "issuer": issuer,
        "summary": summary,
        "qr": inline_qr(address) if address else "",
        "call": call,
        "foot": foot,
        "is_long": len(title) > 12,
    }
    return as_pdf(render_to_string("documents/poster.html", context), style="poster")
