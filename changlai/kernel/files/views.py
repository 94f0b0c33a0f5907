"""Serve one file to whoever holds a signed address of it."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from changlai.kernel.files.kinds import IMAGE
from changlai.kernel.files.models import StoredFile
from changlai.kernel.files.queries import open_file, signed_file

CHUNK = 64 * 1024


def _signed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a view whose address itself is the permission."""
    view.access = "signed"  # type: ignore[attr-defined]
    return view


@_signed
@require_safe
def show(request: HttpRequest, pk: UUID, **rest: Any) -> HttpResponseBase:
    """Send the file: pictures to be looked at, anything else as a download, nothing to be run."""
    row = signed_file(pk, request.GET.get("s", ""))
    if row is None:
        raise Http404("这个链接已过期，请回到原来的页面再点一次。")
    etag = quote_etag(row.sha256)
    if row.is_public and request.headers.get("If-None-Match") == etag:
        return _kept(HttpResponse(status=304), etag)
    try:
        content = open_file(row)
    except FileNotFoundError:
        raise Http404("文件已不在。") from None
    response: HttpResponseBase
    if part := _range(request.headers.get("Range", ""), row.size):
        response = _part(row, content, *part)
    else:
        response = FileResponse(content, content_type=row.content_type)
        response.headers["Content-Length"] = str(row.size)
    named = content_disposition_header(row.kind != IMAGE, row.name)
    response.headers["Content-Disposition"] = named or "inline"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if row.is_public:
        return _kept(response, etag)
    response.headers["Cache-Control"] = "private, max-age=1800"
    return response


def _kept(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """Let a public file be kept, and asked for anew each time: it may be public no longer."""
    response.headers["ETag"], response.headers["Cache-Control"] = etag, "public, no-cache"
    return response


def _range(header: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte of a single range, or None to send everything."""
    match = re.fullmatch(r"bytes=(\d{0,15})-(\d{0,15})", header.strip())
    if not match or not any(match.groups()):
        return None
    begin, end = match.groups()
    if not begin:
        first, last = max(0, size - int(end)), size - 1
    else:
        first, last = int(begin), min(int(end) if end else size - 1, size - 1)
    return (first, last) if first <= last else None


def _part(
    row: StoredFile, content: Any, first: int, last: int
) -> HttpResponse | StreamingHttpResponse:
    def pieces() -> Iterator[bytes]:
        with content:
            content.seek(first)
            left = last - first + 1
            while left > 0 and (piece := content.read(min(CHUNK, left))):
                left -= len(piece)
                yield piece

    response = StreamingHttpResponse(pieces(), status=206, content_type=row.content_type)
    response.headers["Content-Range"] = f"bytes {first}-{last}/{row.size}"
    response.headers["Content-Length"] = str(last - first + 1)
    return response
