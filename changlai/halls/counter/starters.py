"""A few items a new centre starts with; every village rewrites them in its own words.

The words are ours and general: they say where to ask, and no number that differs by place.
"""

from typing import Final

from changlai.halls.counter.states import Audience, Domain, How, ItemLevel
from changlai.halls.counter.wishes import ItemWish, Paper
from changlai.kernel.schemas.public import Field, Kind, Schema

ID_CARD: Final = Paper("身份证", How.SEE)
HOUSEHOLD: Final = Paper("户口簿", How.COPY)
PHOTO: Final = Paper("一寸照片两张", How.KEEP)

STARTERS: Final = (
    ItemWish(
        code="elder_card",
        title="老年优待证",
        level=ItemLevel.AGENT,
        domain=Domain.SECURITY,
        audience=(Audience.ELDER,),
        daily_words="老年卡 老年证 坐车优惠 敬老卡",
        can_i="满了年龄的老人都能办。自己不方便，家里人来也行。",
        days=10,
        at_home="不用来也行：打电话，我们上门收材料。",
        steps=("交材料", "我们送到镇上", "办好了通知您，送到家里也行"),
        papers=(ID_CARD, PHOTO),
    ),
    ItemWish(
        code="living_proof",
        title="居住证明",
        level=ItemLevel.VILLAGE,
        domain=Domain.FAMILY,
        daily_words="开证明 住址证明 证明我住在这",
        can_i="住在本村的都能开。",
        days=1,
        at_home="带身份证来一趟，或者让家里人来。",
        steps=("说明用途", "当场核对", "盖章取走"),
        papers=(ID_CARD,),
        schema=Schema(
            (
                Field("used_for", "证明拿去做什么", Kind.SHORT, required=True),
                Field("copies", "要几份", Kind.WHOLE),
            )
        ),
    ),
    ItemWish(
        code="medical_pay",
        title="城乡居民医保缴费",
        level=ItemLevel.AGENT,
        domain=Domain.HEALTH,
        daily_words="医保 合作医疗 交医保 新农合",
        can_i="户口在村里、没有别的医保的都能交。",
        days=3,
        at_home="不用来也行：把名字和号码报给我们，帮您在网上交。",
        steps=("核对名字", "帮您在网上交", "给您看缴费记录"),
        papers=(ID_CARD,),
        schema=Schema((Field("people", "给谁交(写名字)", Kind.LONG, required=True),)),
    ),
    ItemWish(
        code="hardship",
        title="临时救助",
        level=ItemLevel.AGENT,
        domain=Domain.SECURITY,
        daily_words="困难补助 家里出事 生病没钱",
        can_i="家里突然遇到难处、日子过不下去的，可以申请。行不行由镇里按规定定。",
        days=20,
        at_home="来不了就打电话，我们到家里来。",
        steps=("说说家里的难处", "我们到家看一看", "材料送镇里", "结果告诉您"),
        papers=(ID_CARD, HOUSEHOLD, Paper("看病的单子或者证明", How.COPY, is_needed=False)),
        schema=Schema((Field("what", "遇到了什么难处", Kind.LONG, required=True),)),
    ),
    ItemWish(
        code="house",
        title="农村建房申请",
        level=ItemLevel.GUIDE,
        domain=Domain.HOUSE,
        daily_words="盖房子 宅基地 起屋 翻修",
        can_i="本村的人、符合一户一宅的可以申请。",
        days=30,
        whom="先到村里说一声，再到镇上的窗口交",
        steps=("村里核对", "镇上交申请", "等镇里通知"),
        papers=(ID_CARD, HOUSEHOLD),
    ),
    ItemWish(
        code="job_card",
        title="就业失业登记",
        level=ItemLevel.AGENT,
        domain=Domain.WORK,
        audience=(Audience.RETURNEE, Audience.WORKER),
        daily_words="找工作 失业 就业证",
        can_i="想找工作的、没有工作的都能登记。",
        days=5,
        at_home="不用来也行，电话里说就能登。",
        steps=("说说会什么", "帮您登记", "有合适的告诉您"),
        papers=(ID_CARD,),
    ),
    ItemWish(
        code="school",
        title="孩子上学报名",
        level=ItemLevel.GUIDE,
        domain=Domain.LEARNING,
        audience=(Audience.GUARDIAN,),
        daily_words="入学 小学报名 转学",
        can_i="到了上学年龄的孩子都能报。",
        days=15,
        whom="带上材料直接找学校；不会在网上报的，来中心我们帮您报",
        steps=("看学校的通知", "网上或到校报名", "等学校通知"),
        papers=(HOUSEHOLD, Paper("孩子的预防接种证", How.SEE)),
    ),
)
