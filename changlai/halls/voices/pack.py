"""What a new centre starts with: kinds of voice, a tree of village matters, replies, one box."""

from datetime import datetime
from typing import Any, Final

from changlai.engines.cases.public import (
    Category,
    ReplyTemplate,
    adopt_kind,
    put_category,
    put_reply_template,
)
from changlai.foundation.people.public import Actor
from changlai.halls.voices.kinds import CONSULT, FAMILY, KINDS
from changlai.halls.voices.models import SuggestionBox
from changlai.kernel.registry.contributions import Pack

CATEGORIES: Final[tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]] = (
    (
        "road",
        "道路出行",
        (
            ("road_broken", "路面破损"),
            ("road_light", "路灯"),
            ("road_block", "占道堵路"),
            ("road_bus", "班车"),
            ("road_fast", "行车安全"),
        ),
    ),
    (
        "water",
        "饮水灌溉",
        (
            ("water_tap", "自来水"),
            ("water_bill", "水费"),
            ("water_ditch", "水渠灌溉"),
            ("water_flood", "排水防涝"),
        ),
    ),
    (
        "power",
        "用电通讯",
        (
            ("power_low", "停电和电压"),
            ("power_line", "线路安全"),
            ("power_bill", "电费"),
            ("power_charge", "充电"),
            ("power_net", "网络信号"),
        ),
    ),
    (
        "clean",
        "环境卫生",
        (
            ("clean_rubbish", "垃圾"),
            ("clean_pond", "池塘河沟"),
            ("clean_toilet", "公厕"),
            ("clean_sewage", "污水"),
            ("clean_dog", "猫狗家禽"),
            ("clean_street", "街面清扫"),
        ),
    ),
    (
        "near",
        "邻里",
        (
            ("near_noise", "太吵"),
            ("near_bound", "地界和通行"),
            ("near_smoke", "烟和气味"),
            ("near_water", "滴水漏水"),
        ),
    ),
    (
        "aid",
        "补贴帮扶",
        (
            ("aid_farm", "种地补贴"),
            ("aid_pension", "养老金"),
            ("aid_low", "家里困难"),
            ("aid_disabled", "残疾人服务"),
            ("aid_elder", "老人关爱"),
        ),
    ),
    (
        "health",
        "看病",
        (
            ("health_insure", "医保"),
            ("health_clinic", "卫生室"),
            ("health_vaccine", "打针防病"),
            ("health_ride", "陪诊接送"),
        ),
    ),
    (
        "school",
        "上学带娃",
        (
            ("school_enrol", "报名入学"),
            ("school_after", "放学和假期"),
            ("school_bus", "校车"),
            ("school_aid", "助学"),
        ),
    ),
    (
        "farm",
        "农技生产",
        (
            ("farm_pest", "病虫害"),
            ("farm_machine", "农机"),
            ("farm_seed", "种子苗木"),
            ("farm_sale", "农产品销路"),
            ("farm_insure", "农业保险和损失"),
        ),
    ),
    (
        "paper",
        "办证",
        (
            ("paper_id", "身份证"),
            ("paper_household", "户口"),
            ("paper_house", "建房"),
            ("paper_proof", "开证明"),
            ("paper_business", "开店"),
        ),
    ),
    (
        "safe",
        "安全",
        (
            ("safe_river", "河边水边"),
            ("safe_house", "房屋"),
            ("safe_fire", "防火"),
            ("safe_fraud", "防骗"),
        ),
    ),
    (
        "life",
        "文体生活",
        (
            ("life_sport", "健身和活动"),
            ("life_books", "看书学习"),
            ("life_room", "借用场地"),
        ),
    ),
    (
        "centre",
        "中心和村务",
        (
            ("centre_open", "村务公开"),
            ("centre_hours", "开放时间"),
            ("centre_manner", "服务态度"),
            ("centre_app", "本应用"),
        ),
    ),
    ("other", "其他", ()),
)
"""(code, name, ((code, name), …)): words a villager would look for, not those of an office."""

TEMPLATES: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "",
        "已经办好",
        "您好！您说的事已经办好:(写清办了什么、什么时候办的)。如果又出现，请随时告诉我们，也欢迎说说您满不满意。",
    ),
    (
        "",
        "要再等几天",
        "您好！您说的事我们去看过了，现在的情况是:(写清看到什么)。还要等(什么事)，预计(哪一天)能办好，办好了马上告诉您。",
    ),
    (
        CONSULT,
        "问的事这样办",
        "您好！您问的事这样办：一、带上(材料)；二、到(地点)找(岗位)；三、大约(几天)能好。不方便出门的话，打个电话，我们上门帮您办。",
    ),
    (
        "",
        "要别的部门来办",
        "您好！这件事村里自己办不了，要请(部门)来办。我们已经帮您联系过，对方的电话是(号码)。有进展我们会告诉您。",
    ),
    (
        "",
        "谢谢您的主意",
        "您好！您的主意大家商量过了，打算这样做:(写清怎么做、什么时候)。谢谢您替村里操心！",
    ),
    (
        "",
        "这次没能办成",
        "您好！很抱歉，这件事这次没能办成，原因是:(写清原因)。您还可以:(别的办法)。有不明白的，请来坐坐，我们当面说。",
    ),
)

BOX: Final = ("中心门口意见箱", "中心大门右手边")


def unpack(centre: Any, at: datetime) -> None:
    """Give a centre the start set; a second time renews what is ours and leaves what it changed."""
    actor = Actor.system(centre.pk)
    for kind in KINDS:
        adopt_kind(centre=centre, definition=kind, at=at, actor=actor)
    _put_categories(centre, actor, at)
    titles = set(
        ReplyTemplate.objects.of(centre).filter(family=FAMILY).values_list("title", flat=True)
    )
    for order, (kind_code, title, text) in enumerate(TEMPLATES):
        if title not in titles:
            put_reply_template(
                centre=centre,
                family=FAMILY,
                title=title,
                text=text,
                at=at,
                actor=actor,
                kind=kind_code,
                order=order,
            )
    name, place = BOX
    if not SuggestionBox.objects.of(centre).exists():
        SuggestionBox(centre_id=centre.pk, name=name, place=place).save(force_insert=True)


def _put_categories(centre: Any, actor: Actor, at: datetime) -> None:
    known = set(Category.objects.of(centre).values_list("code", flat=True))

    def put(code: str, name: str, parent: Category | None, order: int) -> Category:
        if code in known:
            # The centre may have renamed or closed it; that is its own affair.
            return Category.objects.of(centre).get(code=code)
        row, _ = put_category(
            centre=centre,
            name=name,
            at=at,
            actor=actor,
            family=FAMILY,
            parent=parent,
            code=code,
            order=order,
        )
        return row

    for order, (code, name, leaves) in enumerate(CATEGORIES):
        parent = put(code, name, None, order)
        for place, (leaf, leaf_name) in enumerate(leaves):
            put(leaf, leaf_name, parent, place)


PACK = [Pack(code="voices", order=50, unpack=unpack)]
