"""The registers of the hall; each is a query over rows that exist for the work itself."""

from changlai.halls.gatherings.registers import activities, after, signups, sittings
from changlai.halls.gatherings.registers.activities import registers_for

__all__ = ["REGISTERS", "registers_for"]

REGISTERS = [
    *activities.REGISTERS,
    *signups.REGISTERS,
    *sittings.REGISTERS,
    *after.REGISTERS,
]
