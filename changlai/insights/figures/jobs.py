"""Regular work of figures: the cards that the level above reads."""

from changlai.insights.figures.actions.cards import work_out_all
from changlai.kernel.registry.contributions import Job

JOBS = [Job("figures.cards", 120, work_out_all)]
