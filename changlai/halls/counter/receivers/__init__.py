"""What the counter does when it hears of something: tell people, keep figures, keep in step."""

from changlai.halls.counter.receivers import queue, requests

__all__ = ["queue", "requests"]
