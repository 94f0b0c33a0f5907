"""What the demo villages hold: invented, as a village's half year may well have it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Story:
    """One activity that may be held: its kind, words, size, hour, and in which months it fits."""

    preset: str
    title: str
    summary: str
    clock: str
    minutes: int
    heads: int
    rule: str = "none"
    days_ahead: int = 9
    weekdays: tuple[int, ...] = (5, 6, 7)
    months: tuple[int, ...] = tuple(range(1, 13))
    place: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    audiences: tuple[str, ...] = ()
    body: str = ""
    kept: int = 0
    is_small: bool = False


SUMMER, WINTER = (5, 6, 7, 8, 9), (11, 12, 1, 2, 3)

STORIES: tuple[Story, ...] = (
    Story(
        "training",
        "柑橘修剪一学就会",
        "县里农技站的师傅到园子里手把手教。",
        "09:00",
        150,
        24,
        "first",
        months=WINTER,
        extra={"trainer": "农技站姚师傅", "hours": "2.5", "eligibility": "种柑橘的都能来"},
        audiences=("种植户",),
        body="先在屋里讲半个钟头，再到园子里动手。请自带剪刀，没有的跟中心说一声。",
        kept=4,
    ),
    Story(
        "training",
        "手机拍货卖货小课堂",
        "拍清楚、说明白、发出去，三样一次学会。",
        "19:00",
        120,
        20,
        "first",
        weekdays=(2, 4),
        extra={"trainer": "返乡青年小闻", "hours": "2", "eligibility": "家里有东西想卖的"},
        audiences=("种植户", "年轻人"),
        is_small=True,
    ),
    Story(
        "training",
        "家常月嫂护理初级班",
        "学完帮着对接县里的家政公司。",
        "14:30",
        150,
        16,
        "approve",
        weekdays=(1, 3),
        extra={"trainer": "县职校辛老师", "hours": "2.5", "eligibility": "18到55岁"},
        audiences=("妇女",),
    ),
    Story(
        "clinic",
        "镇卫生院医生来看诊",
        "量血压、测血糖、看眼睛，不收钱。",
        "08:30",
        180,
        45,
        weekdays=(3, 6),
        extra={"unit": "溪桥镇卫生院", "services": "量血压、测血糖、看眼睛", "bring": "带上医保卡"},
        audiences=("老人",),
        is_small=True,
    ),
    Story(
        "legal_aid",
        "律师坐堂：地里的事家里的事都能问",
        "谈什么不记录，您放心说。",
        "14:30",
        150,
        9,
        weekdays=(4,),
        extra={"unit": "禾望县法律援助中心", "topics": "土地、婚姻、工资、赡养"},
    ),
    Story(
        "show",
        "老樟树下唱大戏",
        "县剧团带着村里的戏迷一起唱。",
        "19:00",
        150,
        160,
        months=(4, 5, 6, 9, 10),
        place="文化小广场",
        extra={"performers": "县采茶剧团和村戏迷", "rain_plan": "下雨改到多功能厅"},
        audiences=("大家",),
    ),
    Story(
        "show",
        "广场舞大家跳",
        "六个组各出一支，跳完一起吃西瓜。",
        "19:00",
        120,
        120,
        months=SUMMER,
        place="文化小广场",
        extra={"performers": "六个村民小组", "rain_plan": "顺延一天"},
    ),
    Story(
        "sports",
        "村组篮球赛",
        "六个组打三天，最后一天颁奖吃瓜。",
        "16:30",
        180,
        36,
        "first",
        months=(4, 5, 6, 7, 8, 9, 10),
        place="文化小广场",
        extra={"sport": "篮球", "format": "循环赛", "teams": "上屋组\n桥头组\n老樟组\n窑湾组"},
        audiences=("年轻人",),
    ),
    Story(
        "sports",
        "拔河和踩高跷",
        "不分年纪，抽签分队。",
        "15:00",
        120,
        30,
        "draw",
        months=(12, 1, 2, 3),
        extra={"sport": "拔河、踩高跷", "format": "趣味赛", "rules": "穿防滑的鞋"},
    ),
    Story(
        "exhibition",
        "村里人的字和画",
        "老人写的字、孩子画的画，都挂出来。",
        "09:00",
        420,
        60,
        weekdays=(6,),
        extra={"theme": "字、画、老照片"},
    ),
    Story(
        "forum",
        "路灯和停车怎么弄，大家说",
        "说的每一条都有回音。",
        "19:00",
        90,
        18,
        "approve",
        weekdays=(2, 3, 4),
        extra={"topic": "路灯和停车", "groups": "各组代表、开车的、晚归的", "host": "村支书"},
        is_small=True,
    ),
    Story(
        "forum",
        "暑假孩子怎么过",
        "请家长和老师一起坐坐。",
        "19:00",
        90,
        16,
        "approve",
        weekdays=(3,),
        months=(5, 6, 7),
        extra={"topic": "暑假孩子怎么过", "groups": "家长、老师、大学生", "host": "妇联主任"},
    ),
    Story(
        "film_night",
        "周末放电影",
        "带上小板凳，早来早有好位置。",
        "19:30",
        110,
        70,
        weekdays=(6,),
        place="文化小广场",
        months=(*SUMMER, 4, 10),
        extra={"film": "村口的夏天", "length": 98, "rain_plan": "下雨改到多功能厅"},
        is_small=True,
    ),
    Story(
        "film_night",
        "屋里看电影",
        "外头冷，到多功能厅看，有热茶。",
        "19:00",
        110,
        48,
        weekdays=(6,),
        months=WINTER,
        extra={"film": "山那边的学堂", "length": 102},
    ),
    Story(
        "birthday_party",
        "这个月的寿星一起过",
        "长寿面管够，孩子们来唱歌。",
        "10:00",
        150,
        26,
        "first",
        weekdays=(6, 7),
        extra={"menu": "长寿面、煮鸡蛋、水果"},
        audiences=("老人",),
        kept=8,
        is_small=True,
    ),
    Story(
        "theme_activity",
        "河边捡垃圾，捡完吃米粉",
        "手套和袋子中心准备好了。",
        "08:00",
        120,
        40,
        "first",
        weekdays=(6, 7),
        place="桥头码头集合",
        extra={"purpose": "把河边捡干净", "bring": "穿旧衣服、戴帽子"},
    ),
    Story(
        "theme_activity",
        "亲子包粽子",
        "一家报两个人，包好带回家。",
        "09:00",
        150,
        30,
        "first",
        months=(5, 6),
        extra={"purpose": "过端午", "bring": "围裙"},
        audiences=("亲子",),
        body="粽叶和糯米中心备好。会包的老人来当师傅，给他们留了位置。",
        kept=6,
    ),
    Story(
        "theme_activity",
        "写春联送春联",
        "先写先得，写好就能贴。",
        "09:00",
        180,
        80,
        months=(1, 2),
        extra={"purpose": "过年"},
    ),
    Story(
        "theme_activity",
        "猜灯谜吃汤圆",
        "六十条灯谜，猜中有小礼。",
        "19:00",
        120,
        90,
        months=(2, 3),
        extra={"purpose": "闹元宵"},
    ),
    Story(
        "theme_activity",
        "跟着老人认草药",
        "从中心出发，走一圈山脚。",
        "15:00",
        120,
        20,
        "first",
        months=(3, 4, 5, 9, 10),
        place="老樟树下集合",
        extra={"purpose": "认得身边的草药", "bring": "水壶、长裤"},
        audiences=("孩子", "家长"),
    ),
)

COURSES = (
    (
        *("training", "剪纸课", "一期八次，从窗花剪起。", "19:00", 90, 18, 3),
        {"trainer": "何姨", "hours": "12"},
    ),
    (
        *("training", "电脑打字班", "从开机学起，学会自己查医保。", "15:00", 90, 12, 2),
        {"trainer": "小闻"},
    ),
)
"""Weekly courses: kind, title, words, hour, minutes, seats, weekday, answers."""

STAFF = (
    ("接电话怎么接，怎么记", "怎么把一通电话记清楚"),
    ("帮老人用手机办事", "一步一步陪着做"),
    ("防汛值班演练", "谁先打给谁"),
    ("台账从哪来", "记一次，处处用"),
    ("隐私怎么守", "哪些能说，哪些不能"),
)
CANCELLED = ("那天下大雨", "讲课的师傅病了", "停电检修", "主讲的单位改了日子")
DECISIONS = (
    ("周五晚上书吧多开两小时", "小陈"),
    ("路灯报修三天内回话", "村委会"),
    ("每月公布一次活动来了多少人", "支书"),
    ("给行动不便的老人上门代办", "网格员"),
    ("暑假前把孩子的活动排出来", "妇联主任"),
    ("多功能厅的音响找人修好", "老樟组组长"),
)
