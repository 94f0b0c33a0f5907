"""Front door of background work: run what is due, and say whether it still runs."""

from changlai.kernel.tasks.running import Ran, is_stalled, last_tick, tick

__all__ = ["Ran", "is_stalled", "last_tick", "tick"]
