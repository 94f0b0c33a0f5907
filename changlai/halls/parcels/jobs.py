"""Regular work of the parcels hall: tell of what came, remind of what stays, forget what left."""

from changlai.halls.parcels.actions.codes import forget_tries
from changlai.halls.parcels.actions.keeping import purge
from changlai.halls.parcels.actions.telling import remind_overdue, tell_arrived
from changlai.kernel.registry.public import Job

JOBS = [
    Job("parcels.tell_arrived", 60, tell_arrived),
    Job("parcels.remind_overdue", 3600, remind_overdue),
    Job("parcels.purge", 3600, purge),
    Job("parcels.forget_tries", 3600, forget_tries),
]
