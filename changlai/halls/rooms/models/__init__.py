"""What the rooms hall keeps: bookings with their dates, repairs, signs, idle assets, offers."""

from changlai.halls.rooms.models.bookings import Booking, BookingDate
from changlai.halls.rooms.models.idle import (
    AssetPhoto,
    Decision,
    IdleAsset,
    IdleOffer,
    OfferedTo,
    UseAgreement,
)
from changlai.halls.rooms.models.things import FacilityCheck, Repair, Sign, SignLimit

__all__ = [
    "AssetPhoto",
    "Booking",
    "BookingDate",
    "Decision",
    "FacilityCheck",
    "IdleAsset",
    "IdleOffer",
    "OfferedTo",
    "Repair",
    "Sign",
    "SignLimit",
    "UseAgreement",
]
