"""Uploads of every kind for the tests, all made here."""

import io
import resource
import wave
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from changlai.kernel.files.sheets import write_rows

MAKER, ORIENTATION, GPS = 0x010F, 0x0112, 0x8825


def upload(body: bytes, name: str = "村口.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body, "application/octet-stream")


def picture(form: str = "JPEG", size: tuple[int, int] = (320, 200), mode: str = "RGB") -> bytes:
    """Make a noisy picture, so that it does not shrink to nothing."""
    target = io.BytesIO()
    image = Image.effect_noise(size, 64).convert(mode)
    image.save(target, form)
    return target.getvalue()


def photo_with_place() -> bytes:
    """Make a photo that tells its camera and place and is to be shown turned by a quarter."""
    exif = Image.Exif()
    exif[MAKER], exif[ORIENTATION] = "Camera of the tests", 6
    exif.get_ifd(GPS).update({1: "N", 2: (20.0, 1.0, 2.0), 3: "E", 4: (110.0, 3.0, 4.0)})
    target = io.BytesIO()
    Image.effect_noise((320, 200), 64).convert("RGB").save(target, "JPEG", exif=exif)
    return target.getvalue()


def recording() -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(8000))
    return target.getvalue()


def mp4(handler: bytes) -> bytes:
    return b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom\0\0\0\0hdlr\0\0\0\0" + handler + bytes(400)


PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"


def sheet() -> bytes:
    return write_rows(["姓名"], [["王小满"]])


def zip_bomb(megabytes: int = 300) -> bytes:
    """Make an xlsx of a few hundred kB that unpacks to more than a machine should take."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(megabytes):
                part.write(bytes(1024 * 1024))
    return target.getvalue()


@contextmanager
def full_disk(after: int) -> Iterator[None]:
    """Let no file grow beyond `after` bytes, as if the disk were full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (after, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
