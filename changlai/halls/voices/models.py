"""What the voices hall keeps beside the case: calls, boxes, paper forms, imports, saved views.

The voice is a Case of the cases engine; a row here says how it reached the centre.
"""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from changlai.halls.voices.states import NEXT, TO_RETURN, CallState, SlipKind
from changlai.kernel.crypto.public import BlindIndexField, EncryptedTextField
from changlai.kernel.errors import WrongStep
from changlai.kernel.tenancy.models import CentreKey, Owned, OwnedQuerySet, SameCentreFK

ACCOUNT = settings.AUTH_USER_MODEL


class CallLogQuerySet(OwnedQuerySet):
    """Words of the call list."""

    def to_return(self) -> Self:
        """Keep missed calls that nobody rang back yet."""
        return self.filter(state__in=TO_RETURN)

    def newest_first(self) -> Self:
        """Order as the call list shows them."""
        return self.order_by("-at", "-id")


class CallLog(Owned):
    """One ring of the village telephone: answered on the spot, made a voice, or missed.

    A question settled on the line stays a call and does not become a case: it needs no clock,
    and counting it would flatter the rates.
    """

    centre = CentreKey()
    at = models.DateTimeField("来电时间")
    caller_phone = EncryptedTextField("来电号码", blank=True, default="")
    caller_index = BlindIndexField(source="caller_phone", purpose="phone")
    caller_name = models.CharField("来电人", max_length=40, blank=True, default="")
    summary = models.TextField("说了什么", blank=True, default="")
    state = models.CharField("情况", max_length=20, choices=CallState.choices)
    taken_by = models.ForeignKey(
        ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接听人"
    )
    case = SameCentreFK(
        "cases.Case", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="诉求"
    )
    tries = models.PositiveSmallIntegerField("已回拨次数", default=0)
    settled_at = models.DateTimeField("回电时间", null=True, blank=True)
    settled_by = models.ForeignKey(
        ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回电人"
    )
    note = models.CharField("回电记录", max_length=500, blank=True, default="")

    objects: ClassVar[Any] = CallLogQuerySet.as_manager()

    class Meta:
        verbose_name = "电话记录"
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["centre", "-at", "-id"], name="voices_call_newest"),
            models.Index(
                fields=["centre", "at"],
                condition=Q(state__in=sorted(TO_RETURN)),
                name="voices_call_to_return",
            ),
            models.Index(fields=["centre", "caller_index"], name="voices_call_caller"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CallState.MADE_CASE) | Q(case__isnull=False),
                name="voices_call_case_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=CallState.ANSWERED) | ~Q(summary=""),
                name="voices_call_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.at:%Y-%m-%d %H:%M}"

    def move_to(self, state: CallState) -> None:
        """Change the state; raises WrongStep for a step not in NEXT."""
        if state not in NEXT[CallState(self.state)]:
            raise WrongStep(f"这个电话已是“{self.get_state_display()}”，请刷新后再看。")
        self.state = state


class SuggestionBox(Owned):
    """A box on a wall into which people put slips of paper."""

    centre = CentreKey()
    name = models.CharField("名称", max_length=40)
    place = models.CharField("挂在哪里", max_length=80, blank=True, default="")
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = "意见箱"
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["centre", "name"], name="voices_box_name"),
        ]

    def __str__(self) -> str:
        return self.name


class BoxOpening(Owned):
    """One opening of a box by two people; its slips must add up before it is finished.

    The second opener may be a villager (of the supervision committee) without an account.
    """

    centre = CentreKey()
    box = SameCentreFK(SuggestionBox, models.PROTECT, related_name="openings")
    opened_at = models.DateTimeField("开箱时间")
    first_opener = models.ForeignKey(
        ACCOUNT, models.PROTECT, related_name="+", verbose_name="开箱人一"
    )
    second_opener = models.ForeignKey(
        ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="开箱人二"
    )
    second_person = SameCentreFK(
        "people.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="开箱人二(村民)",
    )
    slips = models.PositiveSmallIntegerField("共几张")
    entered = models.PositiveSmallIntegerField("已登记", default=0)
    blank = models.PositiveSmallIntegerField("空白", default=0)
    invalid = models.PositiveSmallIntegerField("无效", default=0)
    finished_at = models.DateTimeField("核对完成", null=True, blank=True)

    class Meta:
        verbose_name = "开箱记录"
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["centre", "-opened_at", "-id"], name="voices_box_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(second_opener__isnull=False, second_person__isnull=True)
                | Q(second_opener__isnull=True, second_person__isnull=False),
                name="voices_box_two_openers",
            ),
            models.CheckConstraint(
                condition=Q(second_opener__isnull=True) | ~Q(second_opener=F("first_opener")),
                name="voices_box_openers_differ",
            ),
            models.CheckConstraint(
                condition=Q(slips__gte=F("entered") + F("blank") + F("invalid")),
                name="voices_box_not_too_many",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True)
                | Q(slips=F("entered") + F("blank") + F("invalid")),
                name="voices_box_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opened_at:%Y-%m-%d} 开箱"

    @property
    def left(self) -> int:
        """Return how many slips still have to be entered."""
        return self.slips - self.entered - self.blank - self.invalid


class BoxSlip(Owned):
    """One slip of an opening: a voice, or set aside as blank or invalid."""

    centre = CentreKey()
    opening = SameCentreFK(BoxOpening, models.PROTECT, related_name="slip_rows")
    order = models.PositiveSmallIntegerField("第几张")
    kind = models.CharField(
        "是什么", max_length=10, choices=SlipKind.choices, default=SlipKind.CASE
    )
    case = SameCentreFK("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "意见条"
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["centre", "opening", "order"], name="voices_slip_once"),
            models.CheckConstraint(
                condition=Q(kind=SlipKind.CASE, case__isnull=False)
                | (~Q(kind=SlipKind.CASE) & Q(case__isnull=True)),
                name="voices_slip_has_case",
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.order} 张"


class PaperBatch(Owned):
    """A print run of blank forms, each with its record number ahead of its use."""

    centre = CentreKey()
    printed_at = models.DateTimeField("印制时间")
    printed_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    count = models.PositiveSmallIntegerField("张数")

    class Meta:
        verbose_name = "纸质表批次"
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["centre", "-printed_at", "-id"], name="voices_paper_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.printed_at:%Y-%m-%d} 印 {self.count} 张"


class PaperForm(Owned):
    """One printed form; entered once, it keeps its number and its voice."""

    centre = CentreKey()
    batch = SameCentreFK(PaperBatch, models.PROTECT, related_name="forms")
    number = models.CharField("纸表编号", max_length=20)
    case = SameCentreFK("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField("录入时间", null=True, blank=True)

    class Meta:
        verbose_name = "纸质表"
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="voices_paper_number"),
            models.CheckConstraint(
                condition=Q(case__isnull=True, entered_at__isnull=True)
                | Q(case__isnull=False, entered_at__isnull=False),
                name="voices_paper_entered",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ImportBatch(Owned):
    """One run of the importer over one file, with what became of its rows."""

    centre = CentreKey()
    at = models.DateTimeField("导入时间")
    by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField("文件名", max_length=200)
    file_sha256 = models.CharField("文件指纹", max_length=64)
    mapping = models.JSONField("栏目对照", default=dict, blank=True)
    read = models.PositiveIntegerField("读到", default=0)
    created = models.PositiveIntegerField("新增", default=0)
    updated = models.PositiveIntegerField("更新", default=0)
    unchanged = models.PositiveIntegerField("未变", default=0)
    rejected = models.PositiveIntegerField("未收", default=0)

    class Meta:
        verbose_name = "导入批次"
        base_manager_name = "objects"
        indexes = [models.Index(fields=["centre", "-at", "-id"], name="voices_import_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    read=F("created") + F("updated") + F("unchanged") + F("rejected"),
                ),
                name="voices_import_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.at:%Y-%m-%d %H:%M}"


class ImportedVoice(Owned):
    """What the other platform said of a voice that has no place on our case.

    Supporters are kept as they came and used for nothing: a count of likes ranks nobody here.
    """

    centre = CentreKey()
    batch = SameCentreFK(ImportBatch, models.PROTECT, related_name="voices")
    case = SameCentreFK("cases.Case", models.CASCADE, related_name="+")
    row = models.PositiveIntegerField("第几行")
    digest = models.CharField("原文指纹", max_length=64)
    category_words = models.CharField("原分类", max_length=80, blank=True, default="")
    supporters = models.PositiveIntegerField("点赞数", default=0)
    opposers = models.PositiveIntegerField("反对数", default=0)
    note = models.CharField("说明", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "导入的诉求"
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["centre", "case"], name="voices_imported_once"),
        ]

    def __str__(self) -> str:
        return f"第 {self.row} 行"


class SavedView(Owned):
    """A staff member's own named filter of the voices list."""

    centre = CentreKey()
    account = models.ForeignKey(ACCOUNT, models.CASCADE, related_name="+")
    name = models.CharField("名称", max_length=30)
    query = models.CharField("条件", max_length=500)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "我的视图"
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["centre", "account", "name"], name="voices_view_name"),
        ]

    def __str__(self) -> str:
        return self.name


class SuggestedTimes(Owned):
    """Promised times that came with another village's pack; nothing runs by them until set (F58).

    `level` is a promise as the engine takes it. One a kind and urgency waits at most.
    """

    centre = CentreKey()
    kind = models.CharField("种类", max_length=30)
    urgency = models.CharField("紧急程度", max_length=10)
    level = models.JSONField("时限")
    came_at = models.DateTimeField("什么时候来的")

    class Meta:
        verbose_name = "别处来的时限"
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "kind", "urgency"], name="voices_suggested_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.urgency}"
