"""The closed lists of words of what is written to be read."""

from typing import Final

from django.db import models


class VersionState(models.TextChoices):
    """How far one version of a piece is."""

    DRAFT = "draft", "草稿"
    REVIEW = "review", "等审核"
    PUBLISHED = "published", "已发布"
    ARCHIVED = "archived", "已存档"


NEXT: Final = {
    VersionState.DRAFT: {VersionState.REVIEW, VersionState.PUBLISHED},
    VersionState.REVIEW: {VersionState.DRAFT, VersionState.PUBLISHED},
    VersionState.PUBLISHED: {VersionState.ARCHIVED},
    VersionState.ARCHIVED: set(),
}
OPEN: Final = (VersionState.DRAFT, VersionState.REVIEW)
TONES: Final = {
    VersionState.DRAFT: "plain",
    VersionState.REVIEW: "waiting",
    VersionState.PUBLISHED: "done",
    VersionState.ARCHIVED: "plain",
}


class Archived(models.TextChoices):
    """Why a version is no longer shown."""

    REPLACED = "replaced", "有了新的一版"
    ENDED = "ended", "过了有效期"
    TAKEN_DOWN = "taken_down", "撤下"
    CONSENT = "consent", "有人撤回同意"


class AgreedAs(models.TextChoices):
    """As what a person stands in a piece."""

    NARRATOR = "narrator", "讲述人"
    NAMED = "named", "写了名字"
    PICTURED = "pictured", "照片里有"
    MAKER = "maker", "作者"


class AgreedHow(models.TextChoices):
    """How the consent was given; a signed paper is as good as a tap."""

    SIGNED = "signed", "签了纸"
    SPOKEN = "spoken", "当面说的"
    PHONE = "phone", "电话里说的"
    ONLINE = "online", "在手机上点的"


COUNT_PUBLISHED: Final = "content.published"
LONGEST_TITLE: Final = 60
LONGEST_SUMMARY: Final = 200
LONGEST_BODY: Final = 30_000
MOST_PICTURES: Final = 20
REVIEW_DAYS: Final = 180
"""A wall's text is looked at again after half a year (domain F02), unless the kind says else."""
