"""Front door of files: keep what people bring, show it for a while, drop it."""

from changlai.kernel.files.actions import (
    as_upload,
    drop_files,
    keep_file,
    link_files,
    publish_files,
)
from changlai.kernel.files.kinds import AUDIOS, IMAGES, PDFS, SHEETS
from changlai.kernel.files.models import StoredFile
from changlai.kernel.files.queries import file_url, files_of, open_file

__all__ = [
    "AUDIOS",
    "IMAGES",
    "PDFS",
    "SHEETS",
    "StoredFile",
    "as_upload",
    "drop_files",
    "file_url",
    "files_of",
    "keep_file",
    "link_files",
    "open_file",
    "publish_files",
]
