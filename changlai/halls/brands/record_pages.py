"""Which page shows a record of the brands hall to staff who link to it."""

from changlai.halls.brands.states import HERITAGE, TIP
from changlai.kernel.registry.contributions import RecordPage

RECORD_PAGES = [
    RecordPage("brand", "brands:desk_brand"),
    RecordPage(HERITAGE, "brands:desk_heritage"),
    RecordPage(TIP, "brands:desk_tip"),
]
