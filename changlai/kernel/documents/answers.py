"""Give a document to a browser: as a download, under a name that people read."""

from typing import Final
from urllib.parse import quote

from django.http import HttpResponse

KINDS: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def document_answer(body: bytes, name: str, kind: str) -> HttpResponse:
    """Answer with a docx or a PDF called `name`; it is nobody else's, so nothing keeps it."""
    answer = HttpResponse(body, content_type=KINDS[kind])
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{kind}"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
