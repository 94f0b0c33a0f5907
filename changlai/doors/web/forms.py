"""What is typed at the door itself."""

from django import forms

from changlai.kernel.pages.widgets import Day


class FindCentre(forms.Form):
    """Part of a centre's name or of its place."""

    q = forms.CharField(label="村名或乡镇名", required=False, max_length=40)


class ChooseDay(forms.Form):
    """The day whose sheet is wanted."""

    day = forms.DateField(label="日期", required=False, widget=Day)


class CalendarNotice(forms.Form):
    """The State Council's notice of next year's holidays, as a table or a calendar file."""

    notice = forms.FileField(
        label="放假安排文件",
        help_text="xlsx 表格(日期、安排、名称三列)或 ics 日历文件。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ics"}),
    )
    source = forms.CharField(
        label="文件出处",
        max_length=100,
        help_text="例如：国务院办公厅通知的文号。会显示在日历说明里。",
    )
    dry_run = forms.BooleanField(label="先试读一遍，不保存", required=False, initial=True)
