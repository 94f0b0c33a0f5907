"""What an upload really is, by its content: the name it came with is only held against it."""

import io
import re
import struct
from dataclasses import dataclass
from typing import BinaryIO

import puremagic
from PIL import Image, ImageOps

from changlai.kernel.errors import BadInput
from changlai.kernel.files import sheets

IMAGE, AUDIO, PDF, SHEET = "image", "audio", "pdf", "sheet"
IMAGES = frozenset({IMAGE})
AUDIOS = frozenset({AUDIO})
PDFS = frozenset({PDF})
SHEETS = frozenset({SHEET})

MEGABYTE = 1024 * 1024
LIMITS = {IMAGE: 10 * MEGABYTE, AUDIO: 10 * MEGABYTE, PDF: 10 * MEGABYTE, SHEET: 10 * MEGABYTE}
LARGEST = max(LIMITS.values())
MAX_PIXELS = 50_000_000
# A photo is looked at on a screen or printed on A4; more only fills the village's disk.
LONGEST_SIDE = 2560
WORDS = {IMAGE: "照片(jpg、png)", AUDIO: "录音(mp3、m4a)", PDF: "PDF", SHEET: "xlsx 表格"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_BY_EXTENSION = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "bmp", "heic", "heif"), IMAGE),
    **dict.fromkeys(("mp3", "m4a", "aac", "amr", "ogg", "oga", "opus", "wav", "webm"), AUDIO),
    "pdf": PDF,
    **dict.fromkeys(("xlsx", "xlsm"), SHEET),
}
_AUDIO = {
    "audio/mpeg": ("audio/mpeg", "mp3"),
    "audio/mp4": ("audio/mp4", "m4a"),
    "video/mp4": ("audio/mp4", "m4a"),
    "video/3gpp": ("audio/3gpp", "3gp"),
    "application/ogg": ("audio/ogg", "ogg"),
    "audio/wave": ("audio/wav", "wav"),
    "audio/x-wav": ("audio/wav", "wav"),
    "video/webm": ("audio/webm", "webm"),
    "audio/aac": ("audio/aac", "aac"),
    ".amr": ("audio/amr", "amr"),
}
_MARKUP = re.compile(rb"<\s*(script|html|svg|iframe|body|\?php|!doctype)", re.IGNORECASE)
_PDF_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True)
class Checked:
    """An upload that may be kept: its kind, true type, file ending, and the bytes to store."""

    kind: str
    content_type: str
    extension: str
    body: bytes


def check(source: BinaryIO, name: str, allowed: frozenset[str]) -> Checked:
    """Return what is to be stored of an upload, or raise BadInput with the sentence for its sender.

    A photo is decoded and written anew, which drops its place, camera and anything hidden behind
    the picture; other kinds are kept as they came once they have passed.
    """
    source.seek(0, io.SEEK_END)
    size = source.tell()
    source.seek(0)
    if size == 0:
        raise BadInput("文件是空的(0 字节)，请重新选择。")
    if size > LARGEST:
        raise BadInput(too_big(allowed))
    body = source.read()
    kind = _kind(body)
    claimed = _BY_EXTENSION.get(name.rpartition(".")[2].lower()) if "." in name else None
    if kind is None or kind not in allowed:
        if claimed in allowed and claimed is not None:
            raise BadInput(f"文件名看着是{WORDS[claimed]}，内容却不是，请换一个文件。")
        raise BadInput(f"只能上传{'或'.join(WORDS[each] for each in sorted(allowed))}。")
    if claimed is not None and claimed != kind:
        raise BadInput(f"文件名和内容对不上：内容是{WORDS[kind]}，请改名或换一个文件。")
    if size > LIMITS[kind]:
        raise BadInput(too_big(frozenset({kind})))
    return {IMAGE: _image, AUDIO: _audio, PDF: _pdf, SHEET: _sheet}[kind](body)


def too_big(allowed: frozenset[str]) -> str:
    """Return the sentence for a file over the limit."""
    limit = max(LIMITS[kind] for kind in allowed) // MEGABYTE
    return f"文件太大，不能超过 {limit} MB，请压缩或换一个文件。"


def _kind(body: bytes) -> str | None:
    if body.startswith(b"%PDF-"):
        return PDF
    if body.startswith(b"PK\x03\x04"):
        return SHEET if b"xl/" in body else None
    if _picture_format(body):
        return IMAGE
    return AUDIO if _audio_type(body) else None


def _picture_format(body: bytes) -> bool:
    brand = body[4:12]
    return (
        body.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM"))
        or (body.startswith(b"RIFF") and body[8:12] == b"WEBP")
        or brand in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"}
    )


def _audio_type(body: bytes) -> tuple[str, str] | None:
    try:
        guesses = puremagic.magic_string(body[:4096])
    except (puremagic.PureError, ValueError):
        return None
    for guess in guesses:
        for mark in (guess.mime_type, guess.extension):
            if mark in _AUDIO:
                return _AUDIO[mark]
    return None


def _image(body: bytes) -> Checked:
    if body[4:8] == b"ftyp":
        raise BadInput("这种照片格式(HEIC)暂时不能用，请存成 jpg 或截图后再上传。")
    try:
        with Image.open(io.BytesIO(body), formats=["JPEG", "PNG", "WEBP", "GIF", "BMP"]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise BadInput("照片的尺寸太大，请缩小后再上传。")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _written_anew(upright, lossless=picture.format in {"PNG", "GIF"})
    except _UNREADABLE as error:
        raise BadInput("这张照片打不开，可能已损坏，请换一张。") from error


def _written_anew(picture: Image.Image, *, lossless: bool) -> Checked:
    """Encode only the picture itself: no EXIF, no comments, nothing after its end."""
    target = io.BytesIO()
    see_through = "A" in picture.getbands() or "transparency" in picture.info
    if lossless:
        clean = picture.convert("RGBA" if see_through else "RGB")
        clean.info.clear()
        clean.save(target, "PNG", optimize=False)
        return Checked(IMAGE, "image/png", "png", target.getvalue())
    clean = picture.convert("RGB")
    clean.info.clear()
    clean.save(target, "JPEG", quality=85, progressive=True)
    return Checked(IMAGE, "image/jpeg", "jpg", target.getvalue())


def _audio(body: bytes) -> Checked:
    found = _audio_type(body)
    if found is None or _MARKUP.search(body[:4096]):
        raise BadInput("这段录音读不出，请重新录一段。")
    if (b"vide" in body[:65536] and b"hdlr" in body[:65536]) or b"V_VP" in body[:65536]:
        raise BadInput("这是录像，请只上传录音。")
    return Checked(AUDIO, *found, body)


def _pdf(body: bytes) -> Checked:
    if (
        b"%%EOF" not in body[-2048:]
        or b"PK\x05\x06" in body[-66000:]
        or _MARKUP.search(body[:1024])
    ):
        raise BadInput("这个 PDF 读不出，可能已损坏，请重新导出。")
    if _PDF_ACTIVE.search(body):
        raise BadInput("这个 PDF 里带有脚本或附件，请另存为普通 PDF 后再上传。")
    return Checked(PDF, "application/pdf", "pdf", body)


def _sheet(body: bytes) -> Checked:
    sheets.check_workbook(io.BytesIO(body))
    return Checked(SHEET, XLSX, "xlsx", body)
