"""What the papers of this hall say: the certificate of attended hours."""

from typing import Any

from django.utils import timezone

from changlai.engines.activities.public import Certificate, Session, SessionHours, certified_hours
from changlai.kernel.documents.public import Grid, Paper

NOTE = "本证明按签到记录开具，只计实际参加的时间，没有参加的场次不列。凭编号可以向本中心核对。"


def spoken_minutes(minutes: int) -> str:
    """Return a length of time as people say it: 3小时30分钟."""
    hours, rest = divmod(minutes, 60)
    return "".join([f"{hours}小时" if hours else "", f"{rest}分钟" if rest or not hours else ""])


def certificate_paper(certificate: Certificate, centre: Any, address: str = "") -> Paper:
    """Return the certificate of a participant: attended sessions, each with its time (F25).

    Raises BadInput when the log was corrected since it was issued.
    """
    hours = certified_hours(certificate)
    told = (
        f"兹证明 {certificate.name} 参加了本中心举办的“{certificate.activity.title}”，"
        f"实际参加{certificate.sessions}场，共{spoken_minutes(certificate.minutes)}。"
    )
    return Paper(
        title="参加学习证明",
        number=certificate.number,
        issuer=centre.name,
        made_on=timezone.localdate(certificate.issued_at),
        body=(told, Grid(("日期", "时间", "实际参加"), tuple(map(_row, hours)), (4, 3, 3))),
        note=NOTE,
        address=address,
    )


def _row(hours: SessionHours) -> tuple[str, str, str]:
    return (*_when(hours.session), spoken_minutes(hours.minutes))


def _when(session: Session) -> tuple[str, str]:
    starts, ends = timezone.localtime(session.starts), timezone.localtime(session.ends)
    day = f"{starts.year}年{starts.month}月{starts.day}日"
    return day, f"{starts:%H:%M}–{'次日' if ends.date() > starts.date() else ''}{ends:%H:%M}"
