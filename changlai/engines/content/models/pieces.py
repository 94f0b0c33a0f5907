"""The piece, which keeps its address, and its versions, of which one is shown."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.engines.content.states import (
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    NEXT,
    OPEN,
    TONES,
    Archived,
    VersionState,
)
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


def _account() -> Any:
    return models.ForeignKey(ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")


class Piece(Owned):
    """One thing to read, as a notice or a panel of the wall, through all its versions.

    `slot` is the place that only one piece may have, "" for kinds without places. `title` is that
    of the newest version. `next_review_on` is by when somebody looks whether it still holds.
    """

    centre = CentreKey()
    kind = models.CharField("种类", max_length=30)
    slot = models.CharField("位置代码", max_length=40, blank=True)
    title = models.CharField("标题", max_length=LONGEST_TITLE)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    place = models.CharField("挂在哪里", max_length=60, blank=True)
    review_days = models.PositiveSmallIntegerField("多少天看一次", null=True, blank=True)
    next_review_on = models.DateField("下次看", null=True, blank=True)
    made_at = models.DateTimeField("起草时间")
    form_id = models.UUIDField("表单编号")

    class Meta(Owned.Meta):
        verbose_name = "内容"
        ordering = ["order", "made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "form_id"], name="content_piece_form"),
            models.UniqueConstraint(
                fields=["centre", "kind", "slot"], condition=~Q(slot=""), name="content_piece_slot"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "kind", "order", "made_at"], name="content_pieces"),
            models.Index(fields=["centre", "next_review_on"], name="content_to_review"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class VersionQuerySet(OwnedQuerySet):
    """Words for picking versions."""

    def open(self) -> Self:
        """Keep what is being written or waits for review."""
        return self.filter(state__in=OPEN)

    def shown(self, day: date) -> Self:
        """Keep what anybody may read on a day: published, begun, and not yet over."""
        begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
        valid = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        return self.filter(begun, valid, state=VersionState.PUBLISHED)

    def latest_first(self) -> Self:
        """Order by when it came out, then key: imported and demo rows are past."""
        return self.order_by("-published_at", "-id")


class Version(Owned):
    """One wording of a piece; once published it never changes, only the next one does.

    `body` is Markdown. `more` holds the hall's own fields. `starts_on` and `ends_on` (both
    included) say on which days it is shown. `source` names where words and pictures come from and
    by what right they are shown. `phones_seen` notes that the publisher looked at the numbers in it
    and found them public ones. `changed_by` is whoever touched the words last: for a kind that
    another person lets out, neither they nor the writer may.
    """

    centre = CentreKey()
    piece = SameCentreFK(Piece, models.CASCADE, related_name="versions")
    kind = models.CharField("种类", max_length=30)
    number = models.PositiveSmallIntegerField("第几版")
    state = models.CharField("状态", max_length=10, choices=VersionState.choices)
    title = models.CharField("标题", max_length=LONGEST_TITLE)
    summary = models.CharField("一句话", max_length=LONGEST_SUMMARY, blank=True)
    body = models.TextField("正文", blank=True)
    more = models.JSONField("其他", default=dict, blank=True)
    source = models.CharField("来源", max_length=120, blank=True)
    starts_on = models.DateField("从哪天", null=True, blank=True)
    ends_on = models.DateField("到哪天", null=True, blank=True)
    phones_seen = models.BooleanField("号码可以公开", default=False)
    written_by = _account()
    written_at = models.DateTimeField("起草时间")
    changed_by = _account()
    changed_at = models.DateTimeField("改过的时间")
    submitted_at = models.DateTimeField("送审时间", null=True, blank=True)
    review_note = models.CharField("审核意见", max_length=200, blank=True)
    published_by = _account()
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    archived_at = models.DateTimeField("存档时间", null=True, blank=True)
    archived_why = models.CharField(
        "为什么存档", max_length=12, choices=Archived.choices, blank=True
    )
    archived_note = models.CharField("存档说明", max_length=120, blank=True)

    objects: ClassVar[Any] = VersionQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = "版本"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "piece", "number"], name="content_version_number"
            ),
            models.UniqueConstraint(
                fields=["centre", "piece"],
                condition=Q(state="published"),
                name="content_one_published",
            ),
            models.UniqueConstraint(
                fields=["centre", "piece"],
                condition=Q(state__in=["draft", "review"]),
                name="content_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=VersionState.values), name="content_version_state"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="content_version_title"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "review"]) | Q(published_at__isnull=False),
                name="content_published_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="archived") | Q(archived_at__isnull=False),
                name="content_archived_when",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="content_days_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "kind", "state", "-published_at", "-id"], name="content_shown"
            ),
            models.Index(fields=["centre", "state", "ends_on"], name="content_ending"),
        ]

    def __str__(self) -> str:
        return f"{self.title}(第{self.number}版)"

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed."""
        return self.state in OPEN

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return TONES[VersionState(self.state)]

    def texts(self) -> Iterator[str]:
        """Return everything in it that somebody would read."""
        yield from (self.title, self.summary, self.body, self.source)
        yield from (str(value) for value in self.more.values() if value not in (None, ""))

    def digest(self, *more: Any) -> str:
        """Return a fingerprint of the wording, so that what was signed can be told from what came.

        `more` is what the hall keeps beside the text and was signed with it.
        """
        said = [self.title, self.summary, self.body, self.more, self.source, *more]
        plain = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(plain.encode()).hexdigest()

    def move_to(self, state: str, at: datetime) -> None:
        """Take a step; the only writer of `state`. Raises WrongStep."""
        if state not in NEXT[VersionState(self.state)]:
            raise WrongStep("这一版的状态已经变了，请刷新后再看。")
        self.state = state
        if state == VersionState.REVIEW:
            self.submitted_at = at
        elif state == VersionState.PUBLISHED:
            self.published_at = at
        elif state == VersionState.ARCHIVED:
            self.archived_at = at


class VersionPicture(Owned):
    """A picture of a version, with words for those who do not see it, and by what right."""

    centre = CentreKey()
    version = SameCentreFK(Version, models.CASCADE, related_name="pictures")
    file = SameCentreFK("files.StoredFile", models.PROTECT, related_name="+")
    alt = models.CharField("图上是什么", max_length=100)
    rights = models.CharField("谁拍的", max_length=60, blank=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta(Owned.Meta):
        verbose_name = "图片"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "version", "file"], name="content_picture_once"
            ),
            models.CheckConstraint(condition=~Q(alt=""), name="content_picture_alt"),
        ]
        indexes = [models.Index(fields=["centre", "file"], name="content_picture_of")]

    def __str__(self) -> str:
        return str(self.alt)
