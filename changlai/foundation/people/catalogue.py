"""The catalogue of fields: what may be kept about a person, why, and who reads it (F50).

A field of a person that is not named here may not exist; the note on privacy and the page of
what the centre holds both read it, so that they say the same.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Field:
    """One thing that is asked of people: `names` are the columns that keep it."""

    title: str
    why: str
    names: tuple[str, ...]


FIELDS: Final = (
    Field("姓名", "知道是谁的事", ("name",)),
    Field("手机号", "登录；办事时联系您。加密保存", ("phone",)),
    Field("家人电话", "您没有手机时，通过家人找到您。加密保存", ("contact_phone",)),
    Field("自然村、户", "上门、送东西时找得到；统计各村各组的情况", ("hamlet", "household")),
    Field("出生年份", "按年龄提供的服务，如老年食堂", ("birth_year",)),
    Field(
        "身份证号",
        "只在某一项服务确实要用时才填，加密保存，不出现在任何名单里",
        ("id_number",),
    ),
)
