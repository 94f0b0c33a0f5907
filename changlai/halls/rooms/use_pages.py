"""The page behind a room that is held for a date of a booking."""

from changlai.foundation.places.public import HolderKind, HolderPage

USE_PAGES = [HolderPage(HolderKind.BOOKING, "rooms:use_booking")]
