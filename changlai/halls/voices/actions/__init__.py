"""Verbs of the voices hall, by the way a voice comes in."""

from changlai.halls.voices.actions.box import add_box, enter_slip, open_box, set_slip_aside
from changlai.halls.voices.actions.calls import (
    TakenCall,
    log_call,
    log_missed_call,
    note_no_answer,
    settle_missed_call,
)
from changlai.halls.voices.actions.importing import (
    ImportReport,
    import_categories,
    import_voices,
)
from changlai.halls.voices.actions.intake import take_in
from changlai.halls.voices.actions.paper import enter_paper, print_forms
from changlai.halls.voices.actions.views import drop_view, save_view

__all__ = [
    "ImportReport",
    "TakenCall",
    "add_box",
    "drop_view",
    "enter_paper",
    "enter_slip",
    "import_categories",
    "import_voices",
    "log_call",
    "log_missed_call",
    "note_no_answer",
    "open_box",
    "print_forms",
    "save_view",
    "set_slip_aside",
    "settle_missed_call",
    "take_in",
]
