"""The words of a case that code may compare with: state types, verbs, channels, faces.

States and their labels are data of the kind (kinds.py); counts, clocks and lists work on the
state type alone, so that a village may rename or add a state without any figure changing.
"""

from django.db.models import TextChoices


class StateType(TextChoices):
    """What a state means for every count."""

    OPEN = "open", "办理中"
    WAITING = "waiting", "等待诉求人"
    RESOLVED = "resolved", "已答复"
    CLOSED = "closed", "未办理结束"


RUNNING = (StateType.OPEN, StateType.WAITING)
"""The centre still owes something."""
DONE = (StateType.RESOLVED, StateType.CLOSED)
"""Ended: `closed` is duplicate, not ours, refused or withdrawn, never counted as resolved."""


class Verb(TextChoices):
    """The steps that the engine has an action for; a kind chooses among them."""

    ACCEPT = "accept", "受理"
    REFUSE = "refuse", "不予受理"
    ROUTE_OUT = "route_out", "转出"
    ASSIGN = "assign", "指派"
    TRANSFER = "transfer", "转办"
    CONTACT = "contact", "联系"
    START = "start", "开始办理"
    ASK = "ask", "请补充"
    RESUME = "resume", "继续办理"
    SEND_UP = "send_up", "上报"
    TAKE_BACK = "take_back", "上级已回复"
    CO_HANDLE = "co_handle", "协办"
    EXTEND = "extend", "延期"
    ANSWER = "answer", "答复"
    BRING_ANSWER = "bring_answer", "带入已有答复"
    DELIVER = "deliver", "送达"
    CALL_BACK = "call_back", "回访"
    REDO = "redo", "重办"
    RATE = "rate", "评价"
    REOPEN = "reopen", "再次提出"
    CLOSE = "close", "办结"
    WITHDRAW = "withdraw", "撤回"
    MERGE = "merge", "并案"
    FOLLOW = "follow", "跟进"
    REDACT = "redact", "遮盖隐私"
    PUBLISH = "publish", "公开答复"
    UNPUBLISH = "unpublish", "撤下公开"
    NOTE = "note", "记一笔"
    SORT = "sort", "分类"
    ESCALATE = "escalate", "督办"


OPENED = "open"
GRANT_ENDED = "grant_ended"
LINES = {OPENED: "提出", GRANT_ENDED: "收回上级查看"}
"""Lines of history that are no step of the kind: they move nothing and no kind may forbid them."""


class Who(TextChoices):
    """Names a step may be open to, beside the short powers of the kind's family."""

    HANDLER = "handler", "承办人"
    CO_HANDLER = "co_handler", "协办人"
    NOT_HANDLER = "not_handler", "承办人以外的工作人员"
    REQUESTER = "requester", "诉求人"
    RESIDENT = "resident", "任何群众"
    SYSTEM = "system", "系统"


POWERS = frozenset({"see", "handle", "oversee", "intake"})
"""Short powers: "handle" of family "voices" is the power "voices.handle"."""


class Urgency(TextChoices):
    """How pressing a case is; urgent clocks run in wall time."""

    NORMAL = "normal", "一般"
    URGENT = "urgent", "紧急"


class Channel(TextChoices):
    """How the words reached the centre.

    Kept for ever, so that no counter visitor looks like an app user.
    """

    ONLINE = "online", "网上"
    PHONE = "phone", "电话"
    BOX = "box", "意见箱"
    COUNTER = "counter", "窗口"
    PAPER = "paper", "纸质表"
    VISIT = "visit", "走访"
    FORUM = "forum", "座谈"
    IMPORT = "import", "导入"


FACE_TO_FACE = frozenset({Channel.PHONE, Channel.COUNTER, Channel.VISIT, Channel.FORUM})
"""Channels in which a person of the centre was already speaking with the requester."""


class Secrecy(TextChoices):
    """Who of the centre sees a case at all."""

    ORDINARY = "ordinary", "一般"
    HANDLERS_ONLY = "handlers_only", "仅承办人可见"


class Face(TextChoices):
    """The four faces of a rating, given by the requester alone."""

    VERY_SATISFIED = "very_satisfied", "很满意"
    SATISFIED = "satisfied", "满意"
    BASICALLY = "basically", "基本满意"
    NOT_SATISFIED = "not_satisfied", "不满意"


CONTENT = frozenset({Face.VERY_SATISFIED, Face.SATISFIED, Face.BASICALLY})
"""Faces that count as satisfied (满意 + 基本满意)."""


class CallBackOutcome(TextChoices):
    """How asking afterwards went."""

    REACHED = "reached", "已回访"
    UNREACHABLE = "unreachable", "联系不上"
    LEFT_OUT = "left_out", "不回访"


class DeadlineKind(TextChoices):
    """Which promise falls due next."""

    ACCEPT = "accept", "受理"
    FIRST_CONTACT = "first_contact", "首次联系"
    RESOLUTION = "resolution", "答复"
    CALL_BACK = "call_back", "回访"


class AlarmLevel(TextChoices):
    """How far up an open deadline has been made known."""

    NONE = "", "未提醒"
    NEAR = "near", "快到期"
    OVERDUE = "overdue", "已到期，报书记"
    TOWNSHIP = "township", "到期多日，乡镇可见"


class RateCode(TextChoices):
    """The three rates."""

    RESPONSE = "response", "响应率"
    RESOLUTION = "resolution", "解决率"
    SATISFACTION = "satisfaction", "满意率"


class FileRole(TextChoices):
    """Why a file hangs on a case."""

    ASKED = "asked", "随诉求提交"
    HANDLING = "handling", "办理过程"
    ANSWER = "answer", "随答复附上"
