"""The closed lists of words about activities, sign-ups and attendance, and the steps between."""

from typing import Final

from django.db import models


class ActivityState(models.TextChoices):
    """How far an activity is."""

    DRAFT = "draft", "草稿"
    ANNOUNCED = "announced", "已发布"
    DONE = "done", "已结束"
    CANCELLED = "cancelled", "已取消"


ACTIVITY_NEXT: Final = {
    ActivityState.DRAFT: {ActivityState.ANNOUNCED, ActivityState.CANCELLED},
    ActivityState.ANNOUNCED: {ActivityState.DONE, ActivityState.CANCELLED},
    ActivityState.DONE: frozenset[ActivityState](),
    ActivityState.CANCELLED: frozenset[ActivityState](),
}
SHOWN: Final = (ActivityState.ANNOUNCED, ActivityState.DONE, ActivityState.CANCELLED)
"""States in which others than staff may see an activity."""


class SessionState(models.TextChoices):
    """How far one meeting of an activity is."""

    PLANNED = "planned", "未开始"
    HELD = "held", "已举行"
    CANCELLED = "cancelled", "已取消"


SESSION_NEXT: Final = {
    SessionState.PLANNED: {SessionState.HELD, SessionState.CANCELLED},
    SessionState.HELD: frozenset[SessionState](),
    SessionState.CANCELLED: frozenset[SessionState](),
}


class Visibility(models.TextChoices):
    """Who finds an activity."""

    PUBLIC = "public", "所有人"
    STAFF = "staff", "只有工作人员"


class RosterRule(models.TextChoices):
    """Whom the roll lists before anyone came."""

    SIGNED_UP = "signed_up", "报了名的人"
    OPEN = "open", "来的都记"
    STAFF = "staff", "本中心工作人员"


class Document(models.TextChoices):
    """What may be kept or handed out after an activity of a preset."""

    MINUTES = "minutes", "会议记录"
    OPINIONS = "opinions", "意见清单"
    GALLERY = "gallery", "照片"
    FEEDBACK = "feedback", "参加者评价"
    CERTIFICATE = "certificate", "学时证明"
    FOLLOW_UP = "follow_up", "培训回访"
    SLOTS = "slots", "按时段预约"
    WORKS = "works", "展出作品"
    FIXTURES = "fixtures", "赛程和结果"


class SignUpRule(models.TextChoices):
    """How a wish to come becomes a seat."""

    NONE = "none", "不用报名，来了就行"
    FIRST = "first", "先到先得"
    DRAW = "draw", "抽签"
    APPROVE = "approve", "工作人员确认"


class KeptFor(models.TextChoices):
    """For whom seats are kept until they are released."""

    EVERYONE = "everyone", "所有人"
    ELDERS = "elders", "老年人"
    FIRST_TIMERS = "first_timers", "第一次参加的人"


ELDER_AGE: Final = 60
"""From this age on a person counts as an elder (老年人权益保障法, article 2)."""


class SignUpState(models.TextChoices):
    """How far a sign-up is."""

    APPLIED = "applied", "已登记，等结果"
    CONFIRMED = "confirmed", "已报上名"
    WAITING = "waiting", "候补中"
    OFFERED = "offered", "有名额，等您确认"
    REFUSED = "refused", "没有通过"
    LOST = "lost", "没有抽中"
    LAPSED = "lapsed", "名额已让出"
    CANCELLED = "cancelled", "已取消"


SIGN_UP_NEXT: Final = {
    SignUpState.APPLIED: {
        SignUpState.CONFIRMED,
        SignUpState.REFUSED,
        SignUpState.LOST,
        SignUpState.WAITING,
        SignUpState.CANCELLED,
    },
    SignUpState.CONFIRMED: {SignUpState.CANCELLED},
    SignUpState.WAITING: {SignUpState.OFFERED, SignUpState.CONFIRMED, SignUpState.CANCELLED},
    SignUpState.OFFERED: {SignUpState.CONFIRMED, SignUpState.LAPSED, SignUpState.CANCELLED},
    SignUpState.REFUSED: frozenset[SignUpState](),
    SignUpState.LOST: frozenset[SignUpState](),
    SignUpState.LAPSED: frozenset[SignUpState](),
    SignUpState.CANCELLED: frozenset[SignUpState](),
}
LIVE: Final = (
    SignUpState.APPLIED,
    SignUpState.CONFIRMED,
    SignUpState.WAITING,
    SignUpState.OFFERED,
)
"""Sign-ups that still want or hold a seat; a person has at most one of an activity."""
HOLDING: Final = (SignUpState.CONFIRMED, SignUpState.OFFERED)
"""Sign-ups whose heads are counted in a pool."""


class MarkKind(models.TextChoices):
    """What a line of the attendance log says."""

    IN = "in", "到场"
    OUT = "out", "离开"
    VOID = "void", "更正(作废一条)"


class MarkSource(models.TextChoices):
    """How the line came into the log; all count the same."""

    SELF = "self", "本人扫码"
    STAFF = "staff", "工作人员点名"
    PAPER = "paper", "纸质签到表"
    OFFLINE = "offline", "离线后补传"


class MarkOutcome(models.TextChoices):
    """Whether the line counts, and why not."""

    TAKEN = "taken", "有效"
    UNKNOWN_CODE = "unknown_code", "码不认识"
    NOT_SIGNED_UP = "not_signed_up", "没有报名"
    SIGN_UP_ENDED = "sign_up_ended", "报名已取消"
    WRONG_SESSION = "wrong_session", "不是这一场"
    TOO_EARLY = "too_early", "还没到时间"
    REPEATED = "repeated", "已经到场"


class OpinionOutcome(models.TextChoices):
    """What became of an opinion said at a forum; each needs one before the forum closes (F29)."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    EXPLAINED = "explained", "说明了理由"


class FollowUpOutcome(models.TextChoices):
    """How a trainee fares some time after; telling is voluntary."""

    EMPLOYED = "employed", "找到了工作"
    STARTED = "started", "开始创业"
    NONE = "none", "暂时没有"
    NOT_SAID = "not_said", "不愿意说"
    NOT_REACHED = "not_reached", "没有联系上"


FOLLOW_UP_DAYS: Final = (30, 90)
"""Days after the last session on which a trainee is asked, once each (F25)."""


class Face(models.TextChoices):
    """What a participant thought of it, by one tap; the same faces as everywhere."""

    VERY_SATISFIED = "very_satisfied", "很满意"
    SATISFIED = "satisfied", "满意"
    BASICALLY = "basically", "基本满意"
    NOT_SATISFIED = "not_satisfied", "不满意"
