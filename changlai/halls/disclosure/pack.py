"""What a new centre receives from disclosure: the calendar of a year."""

from changlai.halls.disclosure.starters import unpack
from changlai.kernel.registry.contributions import Pack

PACK = [Pack(code="disclosure", order=62, unpack=unpack)]
