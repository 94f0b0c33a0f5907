"""The closed lists of words about rooms and their uses."""

from django.db import models


class RoomKind(models.TextChoices):
    """What a room is for, by which the shares of office and service area are told."""

    OFFICE = "office", "办公用房"
    SERVICE = "service", "服务用房"
    SHARED = "shared", "共用场所"
    OUTDOOR = "outdoor", "室外场地"


class BookingRule(models.TextChoices):
    """How a wish for a room becomes a booking."""

    AUTO = "auto", "空着就能约，马上确认"
    ASK = "ask", "提出后由工作人员确认"
    STAFF = "staff", "只由工作人员安排"
    NONE = "none", "不外借"


class HolderKind(models.TextChoices):
    """What holds a part of a room; the holder's own app knows the rest."""

    BOOKING = "booking", "预约"
    ACTIVITY = "activity", "活动"
    PROGRAMME = "programme", "托管和课堂"
    CLOSURE = "closure", "暂停使用"


USES = (HolderKind.BOOKING, HolderKind.ACTIVITY, HolderKind.PROGRAMME)
"""The holders that are use of a room; a closure is none and takes open hours away."""


class DayKind(models.IntegerChoices):
    """On which days a span of a room's hours holds: a weekday, or a public holiday of its own."""

    MONDAY = 1, "星期一"
    TUESDAY = 2, "星期二"
    WEDNESDAY = 3, "星期三"
    THURSDAY = 4, "星期四"
    FRIDAY = 5, "星期五"
    SATURDAY = 6, "星期六"
    SUNDAY = 7, "星期日"
    HOLIDAY = 8, "法定节假日"


class Access(models.TextChoices):
    """What makes a room usable for those who walk, see or hear badly."""

    STEP_FREE = "step_free", "无台阶"
    RAMP = "ramp", "有坡道"
    LIFT = "lift", "有电梯"
    TOILET = "toilet", "有无障碍厕所"
    HANDRAIL = "handrail", "有扶手"
    HEARING = "hearing", "有助听设备"


class Condition(models.TextChoices):
    """How a thing in a room is."""

    GOOD = "good", "完好"
    WORN = "worn", "能用，旧了"
    BROKEN = "broken", "坏了，待修"
    GONE = "gone", "已报废"
