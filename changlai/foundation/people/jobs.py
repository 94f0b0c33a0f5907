"""Regular work of people: throw away sign-in codes that nobody needs any more."""

from changlai.foundation.people.actions.signing_in import drop_old_codes
from changlai.kernel.registry.contributions import Job

JOBS = [Job("people.drop_old_codes", 3600, drop_old_codes)]
