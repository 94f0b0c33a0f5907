"""The calendar, what is disclosed, who signed, and what people ask of it."""

from changlai.halls.disclosure.models.asking import Question
from changlai.halls.disclosure.models.calendar import DisclosureItem, DisclosureRules
from changlai.halls.disclosure.models.disclosures import Attachment, Disclosure, DisclosureLine
from changlai.halls.disclosure.models.signing import Declaration, SignOff

__all__ = [
    "Attachment",
    "Declaration",
    "Disclosure",
    "DisclosureItem",
    "DisclosureLine",
    "DisclosureRules",
    "Question",
    "SignOff",
]
