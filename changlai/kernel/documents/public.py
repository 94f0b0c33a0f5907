"""Front door of documents: a paper said once, given as docx and as PDF; posters for the wall."""

from changlai.kernel.documents.answers import document_answer
from changlai.kernel.documents.docx import as_docx
from changlai.kernel.documents.papers import Grid, Paper, spoken_date
from changlai.kernel.documents.pdf import (
    NoPdf,
    as_pdf,
    can_print,
    inline_picture,
    inline_qr,
    paper_pdf,
    poster_pdf,
)

__all__ = [
    "Grid",
    "NoPdf",
    "Paper",
    "as_docx",
    "as_pdf",
    "can_print",
    "document_answer",
    "inline_picture",
    "inline_qr",
    "paper_pdf",
    "poster_pdf",
    "spoken_date",
]
