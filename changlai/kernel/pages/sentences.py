"""Django's own form sentences, said the way the house speaks: short, 您, and what to do."""

from django import forms
from django.core import validators

SENTENCES: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "请填写。"},
    forms.CharField: {},
    forms.IntegerField: {"invalid": "请填整数。"},
    forms.DecimalField: {"invalid": "请填数字。"},
    forms.FloatField: {"invalid": "请填数字。"},
    forms.DateField: {"invalid": "日期请写成 2026-11-26 这样。"},
    forms.TimeField: {"invalid": "时间请写成 15:00 这样。"},
    forms.DateTimeField: {"invalid": "时间请写成 2026-11-26 15:00 这样。"},
    forms.ChoiceField: {"required": "请选一项。", "invalid_choice": "请从列出的里面选一项。"},
    forms.MultipleChoiceField: {
        "required": "请至少选一项。",
        "invalid_choice": "请从列出的里面选。",
        "invalid_list": "请从列出的里面选。",
    },
    forms.ModelChoiceField: {"required": "请选一项。", "invalid_choice": "请从列出的里面选一项。"},
    forms.BooleanField: {"required": "请先勾选。"},
    forms.FileField: {
        "required": "请选择一个文件。",
        "invalid": "文件没有传上来，请再选一次。",
        "missing": "文件没有传上来，请再选一次。",
        "empty": "这是一个空文件(0 字节)，请重新选择。",
        "max_length": "文件名太长，请改短一些。",
    },
    forms.EmailField: {},
    forms.URLField: {"invalid": "网址不对，请检查。"},
}


def speak_plainly() -> None:
    """Replace the framework's sentences by ours, once, when the apps are ready."""
    for field, sentences in SENTENCES.items():
        # Each class keeps its own dict, so that a sentence does not spread to its parent.
        field.default_error_messages = {
            **field.__dict__.get("default_error_messages", {}),
            **sentences,
        }
    validators.MaxLengthValidator.message = "最多%(limit_value)d个字，现在有%(show_value)d个。"
    validators.MinLengthValidator.message = "至少%(limit_value)d个字，现在有%(show_value)d个。"
    validators.MaxValueValidator.message = "不能大于%(limit_value)s。"
    validators.MinValueValidator.message = "不能小于%(limit_value)s。"
    validators.ProhibitNullCharactersValidator.message = (
        "内容里有看不见的特殊字符，请删掉后再提交。"
    )
