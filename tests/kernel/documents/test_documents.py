"""Papers: the same words as docx and PDF, the same bytes each time, nothing fetched."""

import io
import re
import subprocess
import sys
import zlib
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from changlai.kernel.documents import pdf
from changlai.kernel.documents.public import (
    Grid,
    NoPdf,
    Paper,
    as_docx,
    as_pdf,
    can_print,
    document_answer,
    paper_pdf,
    poster_pdf,
)
from changlai.kernel.errors import BadInput
from changlai.kernel.files.kinds import IMAGES, check
from tests.kernel.files import uploads

PAPER = Paper(
    title="参加学习证明",
    number="XS-260328-4711",
    issuer="云溪村党群服务中心",
    made_on=date(2026, 3, 28),
    body=("周春生参加了“剪纸课”。", Grid(("日期", "时长"), (("3月28日", "2小时"),), (2, 1))),
    note="凭编号可以向中心核对。",
    address="https://example.org/c/yunxi/",
)
MAKE = """
import hashlib, django
django.setup()
from tests.kernel.documents.test_documents import PAPER, POSTER
from changlai.kernel.documents.public import as_docx, paper_pdf, poster_pdf
for body in (as_docx(PAPER), paper_pdf(PAPER), poster_pdf(**POSTER)):
    print(hashlib.sha256(body).hexdigest())
"""
POSTER = {
    "title": "端午包粽子",
    "lines": ["6月19日（周五）上午9:00", "大礼堂"],
    "issuer": "云溪村党群服务中心",
    "address": "https://example.org/c/yunxi/",
}


def text_of(body: bytes) -> str:
    document = Document(io.BytesIO(body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def unpacked(body: bytes) -> bytes:
    """Return a PDF with its streams unpacked."""
    found = [body]
    for stream in re.findall(rb"stream\n(.*?)\nendstream", body, re.DOTALL):
        with suppress(zlib.error):
            found.append(zlib.decompress(stream))
    return b"\n".join(found)


def test_a_docx_says_what_the_paper_says() -> None:
    text = text_of(as_docx(PAPER))
    for words in ("参加学习证明", "XS-260328-4711", "周春生", "2小时", "2026年3月28日", "盖章"):
        assert words in text


def test_what_people_are_called_is_never_markup() -> None:
    nasty = replace(PAPER, body=("<b>&amp;{{ x }}{% y %}</b>",))
    assert "<b>&amp;{{ x }}{% y %}</b>" in text_of(as_docx(nasty))
    assert paper_pdf(nasty).startswith(b"%PDF-")


def test_the_same_paper_is_the_same_bytes_in_another_process() -> None:
    told = [
        subprocess.run([sys.executable, "-c", MAKE], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert told[0].stdout == told[1].stdout
    assert len(told[0].stdout.split()) == 3


def test_a_docx_names_its_typefaces_and_what_to_take_instead() -> None:
    body = as_docx(PAPER)
    part = Document(io.BytesIO(body)).part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable"
    )
    assert "仿宋_GB2312".encode() in part.blob
    assert 'altName w:val="仿宋"'.encode() in part.blob


def test_pdf_pages_carry_their_typefaces_and_fetch_nothing() -> None:
    assert can_print()
    assert b"/FontFile" in unpacked(paper_pdf(PAPER))
    assert poster_pdf(**POSTER).startswith(b"%PDF-")  # type: ignore[arg-type]
    told = as_pdf('<img src="http://127.0.0.1:9/x.png"><img src="file:///etc/hostname">')
    assert told.startswith(b"%PDF-")


def test_a_process_that_has_made_a_pdf_still_refuses_half_a_picture() -> None:
    assert poster_pdf(**POSTER).startswith(b"%PDF-")  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="打不开"):
        check(io.BytesIO(uploads.picture()[:900]), "a.jpg", IMAGES)


def test_without_the_library_of_the_system_a_sentence_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The import of WeasyPrint raises OSError where Pango is missing."""
    pdf._printer.cache_clear()
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    monkeypatch.setattr("builtins.__import__", _without_pango(__import__))
    assert not can_print()
    with pytest.raises(NoPdf) as said:
        as_pdf("<p>一</p>")
    assert "打印页" in said.value.sentence
    monkeypatch.undo()
    pdf._printer.cache_clear()


def _without_pango(real: object) -> object:
    def load(name: str, *rest: object, **more: object) -> object:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest, **more)  # type: ignore[operator]

    return load


def test_a_document_is_downloaded_under_a_name_that_people_read() -> None:
    answer = document_answer(b"x", "参加学习证明 周春生", "docx")
    assert "filename*=UTF-8''%E5%8F%82" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
