"""The registers of the hall; each is a query over rows that exist for the work itself."""

from changlai.halls.gatherings.registers import after, signups, sittings

REGISTERS = [*signups.REGISTERS, *sittings.REGISTERS, *after.REGISTERS]
