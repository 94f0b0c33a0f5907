"""Keep files on the local disk: a name never stands for half a file, and nobody else reads them."""

import errno
import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, Storage

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DISK_FULL = "存储空间已满，文件没有存上；请先提交文字，再联系工作人员。"
INCOMING = "incoming"
"""Folder of files whose row is not committed yet."""


class LocalStorage(FileSystemStorage):
    """Django's file storage, with private modes and writes that are whole or nothing."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("file_permissions_mode", 0o600)
        options.setdefault("directory_permissions_mode", 0o700)
        super().__init__(**options)

    def _save(self, name: str, content: Any) -> str:
        part = f"{name}.part"
        try:
            written = super()._save(part, content)  # type: ignore[misc]
            with Path(self.path(written)).open("rb") as file:
                os.fsync(file.fileno())
            Path(self.path(written)).replace(self.path(name))
        except BaseException:
            Path(self.path(part)).unlink(missing_ok=True)
            raise
        return name

    def move(self, old: str, new: str) -> None:
        """Give a file its last name; it is under one of the two at every moment."""
        target = Path(self.path(new))
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        Path(self.path(old)).replace(target)


def move(storage: Storage, old: str, new: str) -> None:
    """Move a file within any storage: by renaming on a disk, by copying elsewhere."""
    if isinstance(storage, LocalStorage):
        storage.move(old, new)
        return
    with storage.open(old) as content:
        storage.save(new, content)
    storage.delete(old)
