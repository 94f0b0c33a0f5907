"""The closed lists of words about talents, and the numbers of the rules."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices


class Field(TextChoices):
    """In which part of life somebody is good at something."""

    FARM = "farm", "种养"
    CRAFT = "craft", "手艺"
    BUILD = "build", "建房修电"
    TRADE = "trade", "买卖电商"
    TEACH = "teach", "教书带娃"
    HEALTH = "health", "看病护理"
    LAW = "law", "法律财会"
    ART = "art", "写画唱跳"
    TECH = "tech", "电脑手机"
    OTHER = "other", "别的"


DAILY_WORDS: Final[Mapping[Field, str]] = {
    Field.FARM: "种地 种田 果树 果园 养猪 养鸡 养鱼 大棚 嫁接 农技 农业",
    Field.CRAFT: "木匠 篾匠 竹编 裁缝 剪纸 绣花 做豆腐 做菜 厨师",
    Field.BUILD: "泥水 瓦匠 盖房 装修 水电 电工 焊工 修理",
    Field.TRADE: "卖货 直播 网店 淘宝 开店 做生意 销售 跑市场",
    Field.TEACH: "老师 教师 讲课 补课 幼教 培训",
    Field.HEALTH: "医生 护士 村医 中医 推拿 照顾老人 急救",
    Field.LAW: "律师 会计 记账 合同 打官司 税",
    Field.ART: "书法 对联 画画 唱戏 唱歌 跳舞 广场舞 腰鼓 吹拉弹唱 摄影",
    Field.TECH: "程序 网络 修电脑 手机 无人机 设计",
    Field.OTHER: "",
}
"""By which words people ask for a field, so that 会种果树的 is found by what they say."""


class Wish(TextChoices):
    """What somebody would like to do, or needs for it."""

    TEACH = "teach", "想教给别人"
    LEAD = "lead", "想带个项目"
    START = "start", "想自己做点事"
    ROOM = "room", "想要个场地"
    LAND = "land", "想找块地"
    ADVICE = "advice", "想找人出主意"


class Living(TextChoices):
    """Where somebody lives now."""

    HERE = "here", "住在村里"
    NEAR = "near", "在镇上、县里"
    AWAY = "away", "在外地"


class Reach(TextChoices):
    """How somebody would be reached; nobody but staff sees a number."""

    CENTRE = "centre", "请人带话给我，先不打电话"
    CALL = "call", "工作人员可以直接打我电话"


class InvitationState(TextChoices):
    """How far it is with asking somebody to come."""

    ASKED = "asked", "要联系"
    CONTACTED = "contacted", "联系上了"
    AGREED = "agreed", "答应了"
    DECLINED = "declined", "这次不行"


INVITATION_NEXT: Final[Mapping[InvitationState, frozenset[InvitationState]]] = {
    InvitationState.ASKED: frozenset(
        {InvitationState.CONTACTED, InvitationState.AGREED, InvitationState.DECLINED}
    ),
    InvitationState.CONTACTED: frozenset({InvitationState.AGREED, InvitationState.DECLINED}),
    InvitationState.AGREED: frozenset(),
    InvitationState.DECLINED: frozenset(),
}
OPEN: Final = frozenset({InvitationState.ASKED, InvitationState.CONTACTED})

TONES: Final[Mapping[InvitationState, str]] = {
    InvitationState.ASKED: "waiting",
    InvitationState.CONTACTED: "hand",
    InvitationState.AGREED: "done",
    InvitationState.DECLINED: "plain",
}

CHANNELS: Final = ("online", "phone", "paper", "counter", "visit")
KEPT_DAYS: Final = 365
"""How long a card is kept; renewed, as long again (F11)."""
REMIND_DAYS: Final = 30
CONSENT_VERSION: Final = "2026-11"
"""Which words were agreed to; those of the card's own page."""
