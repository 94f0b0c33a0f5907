"""Kinds in their versions, categories, and the promised times of each kind and category."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from changlai.engines.cases.kinds import KindDefinition, Level, Span
from changlai.engines.cases.states import Urgency
from changlai.kernel.tenancy.models import CentreKey, Owned, SameCentreFK

_definitions: dict[uuid.UUID, KindDefinition] = {}
"""Definitions by row, kept for the life of the process: a stored version never changes."""


class KindVersion(Owned):
    """One version of a kind as a centre adopted it; never edited, a change is the next version."""

    centre = CentreKey()
    code = models.CharField("种类", max_length=30)
    version = models.PositiveIntegerField("版本")
    title = models.CharField("名称", max_length=20)
    family = models.CharField("所属", max_length=30)
    definition = models.JSONField("定义")
    created_at = models.DateTimeField("启用时间")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "code", "version"], name="cases_kind_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"

    @property
    def rules(self) -> KindDefinition:
        """Return the definition as a checked value (parsed once per process)."""
        found = _definitions.get(self.pk)
        if found is None:
            found = _definitions[self.pk] = KindDefinition.model_validate(self.definition)
        return found


def known_rules(kind_version_id: uuid.UUID) -> KindDefinition | None:
    """Return a definition that this process has parsed already, without a query."""
    return _definitions.get(kind_version_id)


class Category(Owned):
    """A node of the centre's tree of matters, imported or edited.

    `path` joins the codes from the root.
    """

    centre = CentreKey()
    code = models.CharField("编码", max_length=40)
    name = models.CharField("名称", max_length=60)
    parent = SameCentreFK("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField("路径", max_length=200)
    full_name = models.CharField("全称", max_length=255)
    order = models.IntegerField("顺序", default=0)
    is_active = models.BooleanField("使用中", default=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="cases_category_code")
        ]
        indexes = [models.Index(fields=["centre", "path"], name="cases_category_path")]
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name


class ServiceLevel(Owned):
    """Promised times of a kind, narrower ones for a category or urgency.

    Dated, so old promises stay readable.

    No category means any. A row in use is not edited: a new number is a new row
    with a later `valid_from`.
    """

    centre = CentreKey()
    kind = models.CharField("种类", max_length=30)
    category = SameCentreFK(Category, models.PROTECT, null=True, blank=True, related_name="+")
    urgency = models.CharField("紧急程度", max_length=10, choices=Urgency.choices)
    accept = models.JSONField("受理时限")
    first_contact = models.JSONField("首次联系时限")
    resolution = models.JSONField("答复时限")
    call_back = models.JSONField("回访时限")
    warn_percent = models.PositiveSmallIntegerField("提醒百分比", default=80)
    township_after = models.PositiveSmallIntegerField("逾期几个工作日乡镇可见", default=3)
    source = models.CharField("依据", max_length=200)
    valid_from = models.DateField("起用日期")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "kind", "category", "urgency", "valid_from"],
                name="cases_level_once",
            ),
            # To a database two nulls differ, so "any category" needs a rule of its own.
            models.UniqueConstraint(
                fields=["centre", "kind", "urgency", "valid_from"],
                condition=Q(category__isnull=True),
                name="cases_level_any_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.get_urgency_display()} {self.valid_from}"

    def span(self, name: str) -> Span:
        """Return one promised time: "accept", "first_contact", "resolution" or "call_back"."""
        return Span.model_validate(getattr(self, name))

    @staticmethod
    def values_of(level: Level) -> dict[str, Any]:
        """Return a definition's level as column values."""
        values = level.model_dump(mode="json", exclude_none=True)
        return values | {"urgency": level.urgency.value}
