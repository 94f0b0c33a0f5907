"""Wiring of the design system: its templates, its tags, its style files, its checks."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The kernel part that gives every door one look."""

    name = "changlai.kernel.pages"

    def ready(self) -> None:
        """Register the system checks, and let forms speak plainly."""
        from changlai.kernel.pages import checks, sentences  # noqa: F401 -- checks register on import

        sentences.speak_plainly()
