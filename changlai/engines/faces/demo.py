"""The demo village says how it went: some tap, some hand a slip in, most say nothing."""

from datetime import timedelta
from typing import Any, Final

from changlai.engines.faces.actions import enter_face, tap_face, tidy
from changlai.engines.faces.models import Asked
from changlai.engines.faces.policies import may_enter
from changlai.foundation.people.public import Actor, actor_of, staff_of
from changlai.kernel.registry.contributions import DemoAct

FACES: Final = (4, 4, 4, 4, 3, 3, 3, 2, 1)
WORDS: Final = (
    "办得快，还打电话告诉我一声。",
    "东西给我送到家了，谢谢。",
    "门口的灯太暗，晚上看不清路。",
    "等得有点久。",
)


def play(village: Any) -> None:
    """Answer some of what was asked, a day or two later; the last days are left to be tapped."""
    staff = list(staff_of(village.centre, "faces.see", at=village.now))
    if not staff:
        return
    actors = [actor_of(account=one, centre=village.centre, at=village.now) for one in staff]
    rows = Asked.objects.of(village.centre).order_by("asked_at", "kind", "title", "person__name")
    for row in rows.select_related("person"):
        later = row.asked_at + timedelta(hours=village.rng.randrange(1, 60))
        chance = village.rng.randrange(10)
        if chance > 4 or later > village.now - timedelta(days=1):
            continue
        said: dict[str, Any] = {
            "centre": village.centre,
            "at": later,
            "face": village.rng.choice(FACES),
            "words": village.rng.choice(WORDS) if chance == 4 else None,
        }
        clerk = next((one for one in actors if may_enter(one, row)), None)
        if chance in {1, 2} and clerk is not None:
            channel = "paper" if chance == 1 else "phone"
            enter_face(**said, asked_id=row.pk, actor=clerk, channel=channel)
        else:
            tap_face(**said, token=row.token, actor=Actor.anonymous(village.centre.pk))
    tidy(village.now)


DEMO = [DemoAct(code="faces", order=90, play=play)]
