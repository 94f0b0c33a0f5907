"""The closed lists of words that people's rows use, and the groups the rules ask for."""

from django.db import models


class Role(models.TextChoices):
    """What someone is entrusted with, at one centre, in an area, or for the platform."""

    SECRETARY = "secretary", "书记"
    HANDLER = "handler", "工作人员"
    DUTY = "duty", "值班员"
    MEDIATOR = "mediator", "调解员"
    COUNSELLOR = "counsellor", "心理咨询员"
    TUTOR = "tutor", "辅导老师"
    COOK = "cook", "食堂管理员"
    CLERK = "clerk", "报账员"
    SUPERVISOR = "supervisor", "监督委员"
    TOWNSHIP = "township", "镇(街道)工作人员"
    COUNTY = "county", "县(市、区)工作人员"
    OPERATOR = "operator", "平台运维员"
    SECURITY = "security", "安全管理员"
    AUDITOR = "auditor", "审计员"


AREA_ROLES = frozenset({Role.TOWNSHIP, Role.COUNTY})
PLATFORM_ROLES = frozenset({Role.OPERATOR, Role.SECURITY, Role.AUDITOR})
VILLAGE_ROLES = frozenset(Role) - AREA_ROLES - PLATFORM_ROLES
# Who answers for the village is named from outside it; the rest the village names itself.
ROLES_NAMED_ABOVE = frozenset({Role.SECRETARY})


class Channel(models.TextChoices):
    """How a person came to us when someone acts for them; the record keeps it."""

    COUNTER = "counter", "到窗口"
    PHONE = "phone", "打电话"
    VISIT = "visit", "上门走访"
    DELEGATE = "delegate", "代办人"


class ActForReason(models.TextChoices):
    """Why a member of staff acts in a resident's place."""

    NO_PHONE = "no_phone", "没有手机"
    ASKED = "asked", "本人在场，请我代填"
    CANNOT = "cannot", "看不清或不会操作"
    CALLED = "called", "本人打电话委托"
    OTHER = "other", "其他"


class Scope(models.TextChoices):
    """What a delegate may do in the principal's name."""

    VOICES = "voices", "反映问题"
    SERVICES = "services", "办事"
    ROOMS = "rooms", "预约场地"
    GATHERINGS = "gatherings", "报名活动"
    PARCELS = "parcels", "取快递"
    MEALS = "meals", "订餐"


class Matter(models.TextChoices):
    """What a consent is about; each is asked for alone and can be taken back alone."""

    PRIVACY = "privacy", "个人信息使用说明"
    DELEGATION = "delegation", "委托他人代办"
    PORTRAIT = "portrait", "照片公开使用"
    PUBLISHING = "publishing", "公开我的提问"
    TALENT = "talent", "乡村人才登记"
    CARD_NAME = "card_name", "党员形象栏：姓名和岗位"
    CARD_PHOTO = "card_photo", "党员形象栏：照片"
    CARD_STANDING = "card_standing", "党员形象栏：党龄"
    CARD_PROMISE = "card_promise", "党员形象栏：承诺"
    CARD_HONOURS = "card_honours", "党员形象栏：荣誉"


class NumberKind(models.TextChoices):
    """A number that is masked on every screen until somebody asks to read it in full."""

    PHONE = "phone", "手机号"
    CONTACT_PHONE = "contact_phone", "家人电话"
    ID_NUMBER = "id_number", "身份证号"


class DutyKind(models.TextChoices):
    """What a turn on duty is for."""

    PHONE = "phone", "接电话"
    HERE = "here", "在岗"


class DayPart(models.TextChoices):
    """The part of a day that a turn on duty covers."""

    MORNING = "morning", "上午"
    AFTERNOON = "afternoon", "下午"
    EVENING = "evening", "晚上"


class FactorKind(models.TextChoices):
    """The second proof of a member of staff, beside the password."""

    TOTP = "totp", "动态口令"
    PASSKEY = "passkey", "通行密钥"
    RECOVERY = "recovery", "备用码"
