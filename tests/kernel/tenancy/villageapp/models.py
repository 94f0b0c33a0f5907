"""Villagers, the wells they report, the visits to a well, and the tags it carries."""

from typing import ClassVar

from django.db import models

from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK, Shared


class Tag(Shared):
    """A word of a dictionary that all villages share."""

    code = models.CharField(max_length=20, unique=True)

    def __str__(self) -> str:
        return self.code


class Villager(Owned):
    centre = CentreKey()
    name = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name


class Well(Owned):
    centre = CentreKey()
    villager = SameCentreFK(Villager, models.CASCADE, related_name="wells")
    minder = SameCentreFK(Villager, models.SET_NULL, null=True, related_name="+")
    number = models.CharField(max_length=30)
    state = models.CharField(max_length=10, default="new")
    depth = models.IntegerField(default=0)
    tags = models.ManyToManyField(Tag, through="WellTag")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="villageapp_well_number")
        ]
        indexes = [models.Index(fields=["centre", "state"], name="villageapp_well_state")]

    def __str__(self) -> str:
        return self.number


class Visit(Owned):
    centre = CentreKey()
    well = SameCentreFK(Well, models.CASCADE, related_name="visits")
    note = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.note


class WellTag(Owned):
    centre = CentreKey()
    well = SameCentreFK(Well, models.CASCADE)
    tag = models.ForeignKey(Tag, models.PROTECT)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "well", "tag"], name="villageapp_welltag_one")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class StoneTablet(Owned):
    """What is carved stays carved."""

    append_only: ClassVar[bool] = True

    centre = CentreKey()
    text = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.text
