"""What a centre starts with: the calendar of a year in our own words, from the law's rows.

Sources are those of domain text 3.2: the law on village committees (art. 30), the rules on the
finances of collectives, the rules on party affairs. Days are practice; a village changes them.
"""

from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from changlai.foundation.areas.public import active_centres
from changlai.halls.disclosure.models import DisclosureItem
from changlai.halls.disclosure.states import Category, Rhythm

VILLAGE_LAW: Final = "村民委员会组织法第三十条：一般事项至少每季度公布一次"
AT_ONCE: Final = "村民委员会组织法第三十条：重大利益事项随时公布"
FINANCE_RULES: Final = "农村集体经济组织财务公开规定：逐项逐笔，至少每季度一次"
PARTY_RULES: Final = "中国共产党党务公开条例(试行)；多久一次是通行做法，村里可以改"
PRACTICE: Final = "通行做法，村里可以改"

Row = tuple[str, Category, str, str, Rhythm, int, str]

ITEMS: Final[tuple[Row, ...]] = (
    (
        "finance_book",
        Category.FINANCE,
        "收入和支出明细",
        "每一笔收入、支出：什么事、多少钱、哪天、经手人。",
        Rhythm.QUARTERLY,
        15,
        FINANCE_RULES,
    ),
    (
        "finance_assets",
        Category.FINANCE,
        "集体资产、资源和合同",
        "出租、发包、处置了什么，收了多少租金，合同到哪年。",
        Rhythm.YEARLY,
        31,
        FINANCE_RULES,
    ),
    (
        "finance_debts",
        Category.FINANCE,
        "欠款和往来",
        "欠别人的、别人欠村里的，和上一期比变了多少。",
        Rhythm.QUARTERLY,
        15,
        FINANCE_RULES,
    ),
    (
        "finance_plan",
        Category.FINANCE,
        "一年的收支打算和结果",
        "年初打算收多少、花多少；年底实际怎样。",
        Rhythm.YEARLY,
        31,
        FINANCE_RULES,
    ),
    (
        "finance_special",
        Category.FINANCE,
        "专项资金和工程",
        "项目叫什么、钱从哪来、花在哪、验收怎样。",
        Rhythm.OCCASION,
        15,
        FINANCE_RULES,
    ),
    (
        "village_affairs",
        Category.VILLAGE,
        "村务办了哪些事",
        "会议定下的事办到哪一步，接下来办什么。",
        Rhythm.QUARTERLY,
        15,
        VILLAGE_LAW,
    ),
    (
        "village_aid",
        Category.VILLAGE,
        "救助、补贴发放",
        "哪一种、多少户、一共多少钱；户名和号码按规定处理。",
        Rhythm.QUARTERLY,
        15,
        VILLAGE_LAW,
    ),
    (
        "village_land",
        Category.VILLAGE,
        "宅基地、土地承包和征收补偿",
        "申请、同意、没同意的情况，补偿款怎么分。",
        Rhythm.OCCASION,
        15,
        AT_ONCE,
    ),
    (
        "village_decisions",
        Category.VILLAGE,
        "村民会议、代表会议的决定",
        "哪天开的、到了多少人、表决结果、谁来办。",
        Rhythm.OCCASION,
        10,
        AT_ONCE,
    ),
    (
        "village_pay",
        Category.VILLAGE,
        "误工补贴和报酬",
        "谁的岗位、按什么标准、一共多少。",
        Rhythm.YEARLY,
        31,
        VILLAGE_LAW,
    ),
    (
        "party_plan",
        Category.PARTY,
        "党支部一年的安排和结果",
        "年初定的事、年底办到哪一步。",
        Rhythm.YEARLY,
        31,
        PARTY_RULES,
    ),
    (
        "party_life",
        Category.PARTY,
        "组织生活开展情况",
        "开了几次会、上了几次党课、主题党日做了什么。",
        Rhythm.QUARTERLY,
        15,
        PARTY_RULES,
    ),
    (
        "party_dues",
        Category.PARTY,
        "党费收缴和使用",
        "一年收了多少、上交多少、用在哪里，不写每个人。",
        Rhythm.YEARLY,
        31,
        PARTY_RULES,
    ),
    (
        "party_members",
        Category.PARTY,
        "发展党员公示",
        "按规定的阶段和天数公示，过后归档。",
        Rhythm.OCCASION,
        10,
        PARTY_RULES,
    ),
)
"""(code, category, title, what to say, how often, days after, source)."""


def unpack(centre: Any, at: datetime) -> None:
    """Give a centre the calendar; what it changed or switched off stays as it is."""
    known = set(DisclosureItem.objects.of(centre).exclude(code="").values_list("code", flat=True))
    today = timezone.localdate(at)
    DisclosureItem.objects.bulk_create(
        DisclosureItem(
            centre=centre,
            code=code,
            category=category,
            title=title,
            what=what,
            rhythm=rhythm,
            due_days=days,
            source=source,
            since=today,
            order=10 * number,
        )
        for number, (code, category, title, what, rhythm, days, source) in enumerate(ITEMS, 1)
        if code not in known
    )


def unpack_for_all(at: datetime) -> int:
    """Give the calendar to centres that were there before it; return how many."""
    rows = DisclosureItem.objects.exclude(code="")
    has = set(rows.order_by().values_list("centre_id", flat=True).distinct())
    lacking = [centre for centre in active_centres() if centre.pk not in has]
    for centre in lacking:
        unpack(centre, at)
    return len(lacking)
