"""Regular work of the work group: count what tasks wait for."""

from changlai.governance.workgroup.actions.counting import close_all_met
from changlai.kernel.registry.public import Job

JOBS = [Job("workgroup.close_met", 24 * 3600, close_all_met)]
