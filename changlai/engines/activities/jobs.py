"""Regular work of the engine: offers that lapse, kept seats that are released."""

from changlai.engines.activities.actions.waiting import end_stale_offers, release_kept
from changlai.kernel.registry.contributions import Job

JOBS = [
    Job("activities.end_stale_offers", 60, end_stale_offers),
    Job("activities.release_kept", 60, release_kept),
]
