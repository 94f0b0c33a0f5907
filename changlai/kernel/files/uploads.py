"""Receive large uploads without filling the disk, and keep the form when there is no room."""

import contextlib
from typing import Any, NoReturn

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from changlai.kernel.errors import BadInput
from changlai.kernel.files.kinds import LARGEST
from changlai.kernel.files.storage import DISK_FULL, FULL

TOO_BIG = "文件太大，没有收下，请拆小或换一个文件。"


class LostFile:
    """What stands in the place of a file that did not arrive: whoever reads it is told why."""

    mode, closed = "rb", False

    def __init__(self, trouble: str) -> None:
        self.trouble = trouble

    def read(self, *size: int) -> NoReturn:
        """Raise BadInput with the reason."""
        raise BadInput(DISK_FULL if self.trouble == "full" else TOO_BIG)

    # A sheet is measured before it is read.
    seek = tell = read

    def close(self) -> None:
        """Do nothing: there is nothing open."""


class CarefulUploadHandler(FileUploadHandler):
    """Take a file in to the limit and no further; a full disk spoils the file, not the request.

    The view so always gets its form, with what the person wrote; keep_file then raises the sentence
    for the file's `trouble` ("big" or "full"), and so does reading the file itself.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.trouble = ""
        self.received = 0
        self.file: Any = None
        try:
            self.file = TemporaryUploadedFile(
                self.file_name or "", self.content_type, 0, self.charset, self.content_type_extra
            )
        except OSError as error:
            self._note(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a chunk, or let it pass when the file is lost already."""
        self.received += len(raw_data)
        if self.received > LARGEST and not self.trouble:
            self._give_up("big")
        if self.trouble:
            return
        try:
            self.file.write(raw_data)
        except OSError as error:
            self._note(error)

    def file_complete(self, file_size: int) -> UploadedFile:
        """Return the file, or an empty one that tells its trouble."""
        if not self.trouble:
            try:
                self.file.seek(0)  # also writes out what is still buffered
            except OSError as error:
                self._note(error)
        if self.trouble or self.file is None:
            nothing: Any = LostFile(self.trouble)
            lost = UploadedFile(nothing, self.file_name, self.content_type, file_size, self.charset)
            lost.trouble = self.trouble  # type: ignore[attr-defined]
            return lost
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        if self.file is not None:
            self._close()

    def _note(self, error: OSError) -> None:
        if error.errno not in FULL:
            raise error
        self._give_up("full")

    def _give_up(self, trouble: str) -> None:
        self.trouble = trouble
        if self.file is not None:
            self._close()

    def _close(self) -> None:
        # What could not be written out is thrown away with the file.
        with contextlib.suppress(OSError):
            self.file.close()
        self.file = None
