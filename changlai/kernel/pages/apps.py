"""Wiring of the design system: its templates, its tags, its style files, its checks."""

from typing import Any

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The kernel part that gives every door one look."""

    name = "changlai.kernel.pages"

    def __init__(self, app_name: str, app_module: Any) -> None:
        """Let forms speak plainly before any model is imported, and forms behind it."""
        from changlai.kernel.pages import sentences

        super().__init__(app_name, app_module)
        sentences.speak_plainly()

    def ready(self) -> None:
        """Register the system checks."""
        from changlai.kernel.pages import checks  # noqa: F401 -- checks register on import
