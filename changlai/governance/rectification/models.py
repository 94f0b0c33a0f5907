"""What an issue says beside its case: where from, why, how, until when, and who looked at it."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.governance.rectification.states import LookOutcome, Source
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


def _account(**more: Any) -> Any:
    return models.ForeignKey(
        ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+", **more
    )


class Issue(Owned):
    """One thing to put in order (问题清单·责任清单·整改台账, F47), beside its case.

    The case has the words, the steps, the owner (its handler) and what was done (its answer).
    Whoever looks at it is never who did it, and it is closed with a record that shows it, or with
    the reason why there is none; the database keeps both. `kept_records` are the keys of the
    records that stood there at the closing: one deleted later changes nothing of the closing.
    """

    centre = CentreKey()
    case = SameCentreFK("cases.Case", models.PROTECT, related_name="+")
    source = models.CharField("来源", max_length=12, choices=Source.choices, default=Source.SELF)
    root_cause = models.CharField("原因", max_length=300, blank=True)
    measure = models.CharField("怎么改", max_length=300, blank=True)
    due_on = models.DateField("限期")
    no_record_reason = models.CharField("没有记录的原因", max_length=200, blank=True)
    done_by = _account(verbose_name="谁改的")
    verified_by = _account(verbose_name="谁验收的")
    verified_at = models.DateTimeField("验收时间", null=True, blank=True)
    kept_records = models.JSONField("销号时的记录", default=list, blank=True)
    repeat_of = SameCentreFK("self", models.PROTECT, null=True, blank=True, related_name="repeats")
    is_relapse = models.BooleanField("复发", default=False)
    look_on = models.DateField("哪天再看一次", null=True, blank=True)
    looked_at = models.DateTimeField("回头看时间", null=True, blank=True)
    looked_by = _account(verbose_name="谁回头看的")
    look_outcome = models.CharField(
        "回头看", max_length=12, blank=True, choices=LookOutcome.choices
    )
    look_note = models.CharField("回头看说明", max_length=200, blank=True)

    class Meta(Owned.Meta):
        verbose_name = "问题"
        constraints = [
            models.UniqueConstraint(fields=["centre", "case"], name="rectification_case"),
            models.CheckConstraint(
                condition=Q(source__in=Source.values), name="rectification_source"
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(
                    verified_at__isnull=False,
                    verified_by__isnull=False,
                    done_by__isnull=False,
                ),
                name="rectification_verified_whole",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("done_by")),
                name="rectification_not_ones_own",
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True)
                | ~Q(kept_records=[])
                | ~Q(no_record_reason=""),
                name="rectification_shown",
            ),
            models.CheckConstraint(
                condition=Q(looked_by__isnull=True) | ~Q(looked_by=F("done_by")),
                name="rectification_look_not_own",
            ),
            models.CheckConstraint(
                condition=Q(looked_at__isnull=True) | Q(verified_at__isnull=False),
                name="rectification_look_after",
            ),
            models.CheckConstraint(
                condition=Q(is_relapse=False) | Q(repeat_of__isnull=False),
                name="rectification_relapse_of",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "due_on"], name="rectification_due"),
            models.Index(
                fields=["centre", "look_on"],
                condition=Q(look_on__isnull=False, looked_at__isnull=True),
                name="rectification_look",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case_id)

    def is_overdue(self, today: date) -> bool:
        """Say whether the day has passed and nobody said yet that it is mended."""
        return self.due_on < today and self.case.state_type == "open"
