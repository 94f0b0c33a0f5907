"""A question about a disclosure or one of its lines, which is a case with a clock of its own."""

from django.db import models

from changlai.engines.cases.public import Case
from changlai.halls.disclosure.models.disclosures import Disclosure, DisclosureLine
from changlai.halls.disclosure.states import LONGEST_WORDS
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class Question(Owned):
    """What a case is about: the whole disclosure, or one line of it as it then stood."""

    centre = CentreKey()
    disclosure = SameCentreFK(Disclosure, models.CASCADE, related_name="questions")
    line = SameCentreFK(
        DisclosureLine, models.CASCADE, null=True, blank=True, related_name="questions"
    )
    line_words = models.CharField("问的那一行", max_length=LONGEST_WORDS, blank=True)
    case = SameCentreFK(Case, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField("问的时间")

    class Meta(Owned.Meta):
        verbose_name = "问这一条"
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "case"], name="disclosure_question_case")
        ]
        indexes = [
            models.Index(fields=["centre", "disclosure", "asked_at"], name="disclosure_questions")
        ]

    def __str__(self) -> str:
        return str(self.line_words or "问整份")
