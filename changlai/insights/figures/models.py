"""What figures keep: who was met, and the cards of each month and quarter. All can be rebuilt."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from changlai.insights.figures.states import SpanKind
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK


class Encounter(Owned):
    """One time the centre served somebody; written from facts by the projection of its source.

    `person_id` is the person as they are known by now: entries that were merged are one. It is
    no link, so that a person can be erased while the count stays true.
    """

    centre = CentreKey()
    source = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    day = models.DateField()
    person_id = models.UUIDField(null=True)
    heads = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "source", "subject_id"], name="figures_encounter_once"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "day", "source"], name="figures_encounter_day"),
            models.Index(
                fields=["centre", "person_id"],
                condition=Q(person_id__isnull=False),
                name="figures_encounter_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.day}"


class Card(Owned):
    """The three figures of one month or quarter, as they were worked out on `worked_out_at`.

    The level above reads these rows alone, so that a county of 300 centres costs no more
    statements than one of three.
    """

    centre = CentreKey()
    kind = models.CharField(max_length=10, choices=SpanKind.choices)
    first = models.DateField()
    used_minutes = models.PositiveIntegerField(default=0)
    open_minutes = models.PositiveIntegerField(default=0)
    activities = models.PositiveIntegerField(default=0)
    heads = models.PositiveIntegerField(default=0)
    persons = models.PositiveIntegerField(default=0)
    until = models.DateField()
    worked_out_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "kind", "first"], name="figures_card_once"),
            models.CheckConstraint(condition=Q(first__lte=F("until")), name="figures_card_span"),
        ]
        indexes = [
            # The level above asks for one span of many centres.
            models.Index(fields=["kind", "first"], name="figures_card_span_x"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first}"


class Tag(Owned):
    """A heading of the village's reporting tree, such as 133; its words are the village's own."""

    centre = CentreKey()
    code = models.CharField("编号", max_length=30)
    title = models.CharField("提法", max_length=40)
    parent: Any = SameCentreFK(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    order = models.PositiveSmallIntegerField("顺序", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta(Owned.Meta):
        ordering: ClassVar[Any] = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="figures_tag_code"),
        ]

    def __str__(self) -> str:
        return self.title


class TaggedSource(Owned):
    """A source of encounters that counts under a heading; kinds of activity carry their own."""

    centre = CentreKey()
    tag = SameCentreFK(Tag, models.CASCADE, related_name="sources")
    source = models.CharField(max_length=30)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "tag", "source"], name="figures_taggedsource_once"
            ),
        ]

    def __str__(self) -> str:
        return self.source
