"""Kinds of activity that every village starts with, as data: what is asked, kept, and of whom.

Codes stay; words, questions and documents are the village's to change in the browser.
"""

from dataclasses import dataclass
from typing import Final

from changlai.engines.activities.public import Document as Doc
from changlai.engines.activities.public import RosterRule, SignUpRule, Visibility
from changlai.kernel.schemas.public import Field, Kind, Schema

REVIEW_MEETING: Final = "review_meeting"
STAFF_TRAINING: Final = "staff_training"
THEME_ACTIVITY: Final = "theme_activity"


@dataclass(frozen=True)
class KindOfActivity:
    """One kind: its words, questions, roll, papers and usual size."""

    code: str
    title: str
    icon: str
    hint: str
    fields: tuple[Field, ...] = ()
    documents: tuple[Doc, ...] = ()
    roster_rule: RosterRule = RosterRule.SIGNED_UP
    sign_up_rule: SignUpRule = SignUpRule.FIRST
    visibility: Visibility = Visibility.PUBLIC
    seats: int | None = None
    minutes: int = 120
    tags: tuple[str, ...] = ()

    @property
    def schema(self) -> Schema:
        """Return its questions."""
        return Schema(self.fields)


def _long(code: str, label: str, hint: str = "", *, listed: bool = False) -> Field:
    return Field(code, label, Kind.LONG, hint, in_register=listed)


KINDS: Final[tuple[KindOfActivity, ...]] = (
    KindOfActivity(
        "training",
        "技能培训",
        "graduation-cap",
        "创业培训、职业技能、农技课，分几次上的也用它。",
        (
            Field("trainer", "讲课的人"),
            Field("unit", "主办单位"),
            _long("syllabus", "讲什么", "一次一行，比如：第一课 选种"),
            Field("eligibility", "适合谁来", hint="写给想报名的人看"),
            Field("hours", "学时", Kind.AMOUNT),
        ),
        (Doc.FEEDBACK, Doc.CERTIFICATE, Doc.FOLLOW_UP, Doc.GALLERY),
        seats=30,
        minutes=120,
        tags=("133",),
    ),
    KindOfActivity(
        "clinic",
        "健康义诊",
        "stethoscope",
        "医生来村里看诊，按时段预约，现场也能排队。",
        (
            Field("unit", "医疗单位", required=True),
            Field("services", "看什么", hint="比如：量血压、测血糖、看眼睛"),
            _long("bring", "请带什么"),
        ),
        (Doc.SLOTS, Doc.FEEDBACK),
        RosterRule.OPEN,
        SignUpRule.NONE,
        minutes=180,
        tags=("133",),
    ),
    KindOfActivity(
        "legal_aid",
        "法律咨询",
        "scale",
        "律师或法律明白人答疑，谈的内容不记录。",
        (
            Field("unit", "律师单位", required=True),
            Field("topics", "问什么都行", hint="比如：土地、婚姻、工资"),
        ),
        (Doc.SLOTS, Doc.FEEDBACK),
        RosterRule.OPEN,
        SignUpRule.NONE,
        minutes=180,
        tags=("133",),
    ),
    KindOfActivity(
        "show",
        "文艺演出",
        "drama",
        "晚会、戏曲、广场舞展演。",
        (
            Field("performers", "谁来演"),
            _long("programme", "节目单", "一个节目一行"),
            Field("rain_plan", "下雨怎么办"),
        ),
        (Doc.GALLERY, Doc.FEEDBACK),
        RosterRule.OPEN,
        SignUpRule.NONE,
        tags=("133",),
    ),
    KindOfActivity(
        "sports",
        "体育比赛",
        "trophy",
        "篮球、拔河、乒乓球、趣味运动会。",
        (
            Field("sport", "比什么", required=True),
            Field(
                "format",
                "怎么比",
                Kind.CHOICE,
                options=("淘汰赛", "循环赛", "一场定胜负", "趣味赛"),
            ),
            _long("teams", "参赛队", "一队一行"),
            _long("rules", "规则和安全提示"),
        ),
        (Doc.FIXTURES, Doc.GALLERY, Doc.FEEDBACK),
        seats=40,
        minutes=180,
        tags=("133",),
    ),
    KindOfActivity(
        "exhibition",
        "书画展览",
        "image",
        "村里人的字画、照片、手艺，展一段日子。",
        (
            Field("theme", "展什么"),
            Field("opens_from", "开展日期", Kind.DATE),
            Field("closes_on", "撤展日期", Kind.DATE),
        ),
        (Doc.WORKS, Doc.GALLERY, Doc.FEEDBACK),
        RosterRule.OPEN,
        SignUpRule.NONE,
        minutes=480,
        tags=("133",),
    ),
    KindOfActivity(
        "forum",
        "座谈交流",
        "messages-square",
        "围着一件事坐下来聊，提的每条意见都有回音。",
        (
            Field("topic", "聊什么", required=True),
            Field("groups", "请谁来", hint="比如：种植户、回乡青年、老党员"),
            Field("host", "主持人"),
        ),
        (Doc.MINUTES, Doc.OPINIONS, Doc.FEEDBACK),
        sign_up_rule=SignUpRule.APPROVE,
        seats=20,
        minutes=90,
        tags=("133",),
    ),
    KindOfActivity(
        STAFF_TRAINING,
        "业务培训",
        "book-open",
        "中心工作人员自己的学习，到了就记一次，不用另填。",
        (
            Field("trainer", "讲课的人"),
            Field("subject", "学什么", required=True),
            Field("hours", "学时", Kind.AMOUNT),
        ),
        (Doc.MINUTES, Doc.CERTIFICATE),
        RosterRule.STAFF,
        SignUpRule.NONE,
        Visibility.STAFF,
        minutes=90,
        tags=("133",),
    ),
    KindOfActivity(
        REVIEW_MEETING,
        "工作总结会",
        "clipboard-list",
        "议程自动带上这段日子的数据，定下的事一条一条记。",
        (
            Field("since", "总结从哪天", Kind.DATE, required=True),
            Field("until", "总结到哪天", Kind.DATE, required=True),
            _long("agenda", "议程", "新建时已经按上面的日子填好数据，可以改。"),
            Field("host", "主持人"),
        ),
        (Doc.MINUTES,),
        RosterRule.STAFF,
        SignUpRule.NONE,
        Visibility.STAFF,
        minutes=120,
        tags=("133",),
    ),
    KindOfActivity(
        "film_night",
        "放电影",
        "clapperboard",
        "晚上一起看一场。",
        (
            Field("film", "片名", required=True),
            Field("length", "多长(分钟)", Kind.WHOLE),
            Field("rain_plan", "下雨怎么办"),
        ),
        (Doc.GALLERY,),
        RosterRule.OPEN,
        SignUpRule.NONE,
        minutes=120,
        tags=("133",),
    ),
    KindOfActivity(
        "birthday_party",
        "集体生日会",
        "cake",
        "给这个月过生日的老人一起过。",
        (
            Field("month", "几月的寿星", Kind.WHOLE),
            Field("menu", "吃什么", hint="有忌口的提前说一声"),
        ),
        (Doc.GALLERY, Doc.FEEDBACK),
        seats=30,
        minutes=120,
        tags=("133",),
    ),
    KindOfActivity(
        THEME_ACTIVITY,
        "主题活动",
        "flag",
        "节日、宣传、大扫除、参观，都可以用它。",
        (
            Field("purpose", "为了什么"),
            Field("bring", "请带什么"),
        ),
        (Doc.MINUTES, Doc.GALLERY, Doc.FEEDBACK),
        seats=50,
        tags=("133",),
    ),
)
