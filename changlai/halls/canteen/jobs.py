"""Regular work of the canteen hall: destroy purchase records whose time is over."""

from changlai.halls.canteen.actions.keeping import purge
from changlai.kernel.registry.public import Job

JOBS = [Job("canteen.purge", 3600, purge)]
