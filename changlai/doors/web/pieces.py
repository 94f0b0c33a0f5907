"""What the page of pieces shows: every piece once, with invented words."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator

from changlai.kernel.pages.widgets import Code, Day, Faces, Phone


class PiecesForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="什么事", max_length=40, help_text="用一句话说清楚。")
    text = forms.CharField(
        label="详细说说", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, required=False
    )
    where = forms.ChoiceField(
        label="在哪个湾", choices=[("", "请选择"), ("e", "东湾"), ("w", "西湾"), ("u", "上湾")]
    )
    urgency = forms.ChoiceField(
        label="急不急",
        widget=forms.RadioSelect,
        choices=[("normal", "不急，按顺序办"), ("urgent", "很急，影响安全")],
        help_text="有人受伤或着火，请直接打120或119。",
    )
    ways = forms.MultipleChoiceField(
        label="怎么回复您",
        widget=forms.CheckboxSelectMultiple,
        choices=[("phone", "打电话"), ("page", "在网页上看"), ("door", "上门说")],
        required=False,
    )
    day = forms.DateField(label="哪天方便", widget=Day, required=False)
    phone = forms.CharField(label="联系电话", widget=Phone)
    code = forms.CharField(label="查询码", widget=Code, required=False)
    photo = forms.FileField(
        label="照片或录音", required=False, help_text="最多3个，每个不超过10兆。"
    )
    rating = forms.ChoiceField(
        label="这件事办得怎么样", widget=Faces, choices=[(n, n) for n in "4321"], required=False
    )
    agree = forms.BooleanField(label="同意把问题和答复隐去姓名后公开", required=False)


ROWS = [
    ("261123-4817", "东湾路口的路灯不亮", "公共设施", "late", "超时", 12, "超时1天"),
    ("261122-0935", "想问高龄津贴怎么领", "政策咨询", "waiting", "等您补充", 3, "还剩2天"),
    ("261121-7720", "上湾水渠堵了，雨天漫到路上", "水利", "hand", "办理中", 7, "还剩5天"),
    ("261119-2046", "建议广场晚上八点半关音响", "建议", "done", "已答复", 21, ""),
]


def pieces_context(at: datetime) -> dict[str, Any]:
    """Return everything the page of pieces needs; nothing is read from the database."""
    wrong = PiecesForm({"title": "", "phone": "1380000", "where": "e", "urgency": "normal"})
    wrong.is_valid()
    wrong.add_error("phone", "手机号应是11位数字，请检查。")
    rows = [
        {
            "number": number,
            "title": title,
            "category": category,
            "tone": tone,
            "state": state,
            "days": days,
            "left": left,
            "at": at - timedelta(days=days % 5, hours=3),
        }
        for number, title, category, tone, state, days, left in ROWS
    ]
    return {
        "form": PiecesForm(auto_id="new_%s"),
        "wrong": wrong,
        "rows": rows,
        "page": Paginator(range(230), 50).get_page(2),
        "tones": [
            ("done", "已答复"),
            ("waiting", "等您补充"),
            ("hand", "办理中"),
            ("late", "超时"),
            ("plain", "已撤回"),
        ],
        "timeline": [
            {
                "title": "已答复",
                "who": "李小满",
                "at": at - timedelta(hours=2),
                "tone": "done",
                "text": "路灯的线路已经修好，今晚能亮。",
            },
            {
                "title": "联系了您",
                "who": "李小满",
                "at": at - timedelta(days=1),
                "tone": "hand",
                "text": "",
            },
            {"title": "收到", "who": "", "at": at - timedelta(days=2), "tone": "", "text": ""},
        ],
        "soon": at + timedelta(days=2, hours=3),
        "past": at - timedelta(days=1, hours=3),
        "at": at,
    }
