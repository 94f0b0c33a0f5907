"""Regular work of the gig station: posts end, cards are asked about, and what must go goes."""

from changlai.halls.jobs.actions import expire_posts, purge, remind_cards
from changlai.kernel.registry.public import Job

JOBS = [
    Job("jobs.expire_posts", 3600, expire_posts),
    Job("jobs.remind_cards", 3600, remind_cards),
    Job("jobs.purge", 3600, purge),
]
