"""What the demo village tells of itself: stories of nobody who lives, places that do not exist."""

from typing import Any, Final

HERITAGES: Final[tuple[tuple[dict[str, Any], dict[str, str]], ...]] = (
    (
        {
            "title": "祠堂里的夜校",
            "summary": "白天下田，晚上认字，一盏煤油灯照着二十几个人。",
            "body": "那时候祠堂里办夜校，一盏煤油灯，二十几个人挤着。\n\n"
            "先生是镇上来的，教一个字，要我们在地上写三遍。我娘背着弟弟也来，"
            "学会了写自己的名字，回家写在门板上。\n\n"
            "后来记工分，就是夜校里认了字的人记的。",
            "more": {
                "narrator": "曾阿公",
                "where": "老祠堂",
                "period": "1952年冬",
                "certainty": "about",
            },
            "source": "曾阿公口述，中心记录",
        },
        {"how": "signed"},
    ),
    (
        {
            "title": "一只支前的箩筐",
            "summary": "筐底写着名字，挑过三趟粮。",
            "body": "这只箩筐是我公公留下的，筐底有墨写的名字，看得出一半。\n\n"
            "听他说挑过三趟粮，走的是后山那条小路，来回两天。哪一年，家里人记不准了。",
            "more": {
                "narrator": "罗家大媳妇",
                "object": "竹箩筐一只",
                "where": "罗家堂屋，可以去看",
                "period": "四十年代末",
                "certainty": "heard",
            },
            "source": "罗家收藏",
        },
        {"how": "spoken", "by_kin": "孙子"},
    ),
    (
        {
            "title": "修水渠那一年",
            "summary": "全村人轮着上工，渠通那天放了一挂鞭。",
            "body": "一户出一个人，轮着上工，石头是从后山一块一块抬下来的。",
            "more": {
                "narrator": "温阿婆",
                "where": "二组水渠头",
                "period": "1966年",
                "certainty": "exact",
            },
        },
        {},
    ),
)
STOPS: Final[tuple[dict[str, Any], ...]] = (
    {
        "title": "党群服务中心",
        "place": "中心门口，宣传栏前面",
        "see": "一面村史墙",
        "words": "从这里出发。墙上有村里走过的路，累了回来喝口水。",
    },
    {
        "title": "老祠堂",
        "place": "出门往东，第二个路口右手边",
        "see": "门板上写过字的痕迹",
        "words": "办过夜校。白天下田的人，晚上在这里认字。",
        "walk_minutes": 6,
    },
    {
        "title": "红军井",
        "place": "祠堂后面，三棵柚子树下",
        "see": "井沿上的绳印",
        "words": "听老人说，队伍路过时在这里打过水。哪一天，没有人记得准。",
        "walk_minutes": 4,
    },
    {
        "title": "二组水渠头",
        "place": "顺着田埂走到头，水闸旁边",
        "see": "石头上凿的字",
        "words": "全村人轮着上工修的渠，现在还在用。",
        "walk_minutes": 10,
    },
    {
        "title": "后山路口",
        "place": "水渠往上，石阶下面的凉亭",
        "see": "望得见全村",
        "words": "挑粮的小路从这里上山。坐一坐，看一看。",
        "walk_minutes": 8,
    },
)
PLOTS: Final[tuple[tuple[dict[str, Any], dict[str, Any]], ...]] = (
    (
        {
            "name": "村口老樟树",
            "place": "村口公交站牌旁",
            "kind": "tree",
            "to_do": "天旱浇水，落叶扫到树根下。",
        },
        {"ago": 60, "adopter": "household", "months": 12, "is_named": True},
    ),
    (
        {
            "name": "广场花坛",
            "place": "文化广场东边",
            "kind": "bed",
            "to_do": "除草，换季补苗，苗由中心出。",
        },
        {
            "ago": 45,
            "adopter": "group",
            "called": "三组妇女队",
            "months": 6,
            "is_named": True,
        },
    ),
    (
        {
            "name": "二组进村路",
            "place": "石桥到二组牌坊",
            "kind": "road",
            "to_do": "看见垃圾捡一捡，路面坏了说一声。",
        },
        {"ago": 82, "adopter": "person", "months": 3},
    ),
    (
        {
            "name": "洗衣塘",
            "place": "三组晒场下面",
            "kind": "water",
            "to_do": "捞一捞浮萍和塑料袋，水浅时不下塘。",
        },
        {},
    ),
    (
        {
            "name": "新栽的桂花树",
            "place": "卫生室门前",
            "kind": "tree",
            "to_do": "头一年勤浇水，冬天绑草绳。",
        },
        {},
    ),
)
TIPS: Final[tuple[dict[str, Any], ...]] = (
    {
        "title": "菜叶果皮变肥",
        "summary": "一个带盖的桶，一层土一层菜叶，两个月就是肥。",
        "body": "- 桶底钻几个眼，垫砖头。\n- 一层土，一层菜叶果皮，不放油和肉。\n"
        "- 盖上盖，半个月翻一次。\n- 颜色发黑、没有酸味，就能用了。",
    },
    {
        "title": "旧衣服别急着扔",
        "summary": "能穿的放中心的柜子，不能穿的剪成抹布。",
        "body": "干净、能穿的，洗好叠好，放到中心一楼的柜子里，谁要谁拿。\n\n"
        "破了的剪成方块，擦灶台最好用。",
    },
)
