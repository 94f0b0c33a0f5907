"""The page behind a room that is held for a session of an activity."""

from changlai.foundation.places.public import HolderKind, HolderPage

USE_PAGES = [HolderPage(HolderKind.ACTIVITY, "gatherings:use_session")]
