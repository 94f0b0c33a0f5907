"""What gatherings give to other villages: kinds of activity, with what they ask and keep."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from changlai.engines.activities.public import (
    Document,
    Preset,
    PresetVersion,
    RosterRule,
    SignUpRule,
    Visibility,
    presets_of,
    put_preset,
)
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput
from changlai.kernel.registry.contributions import Shared, TakeReport
from changlai.kernel.schemas.public import Schema


class PresetRow(BaseModel):
    """One kind of activity as a pack writes it: these fields and no others leave a village."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, Field(min_length=1, max_length=30)]
    icon: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")] = "calendar-days"
    hint: Annotated[str, Field(max_length=120)] = ""
    roster_rule: RosterRule
    documents: Annotated[list[Document], Field(max_length=20)] = []
    visibility: Visibility
    sign_up_rule: SignUpRule
    seats: Annotated[int, Field(ge=1, le=20_000)] | None = None
    minutes: Annotated[int, Field(ge=10, le=1440)]
    schema_: Annotated[dict[str, Any], Field(alias="schema")] = {}

    def as_given(self) -> dict[str, Any]:
        """Return it as the village will give it on; raises BadInput for a broken question."""
        said = self.model_dump(mode="json", by_alias=True)
        wanted = set(self.documents)
        return said | {
            "title": " ".join(self.title.split()),
            "hint": self.hint.strip(),
            "documents": [one.value for one in Document if one in wanted],
            "schema": Schema.parse(self.schema_).dump(),
        }


def _known(centre: Any) -> dict[str, dict[str, Any]]:
    """Return every kind of a centre as a row, by its title, in two statements."""
    rows = PresetVersion.objects.of(centre).order_by("number")
    versions = {one.preset_id: one for one in rows}
    everything = presets_of(centre, everything=True).order_by("is_active")
    return {one.title: _row(one, versions[one.pk]) for one in everything if one.pk in versions}


def _row(preset: Preset, version: PresetVersion) -> dict[str, Any]:
    return {
        "title": preset.title,
        "icon": preset.icon,
        "hint": preset.hint,
        "roster_rule": version.roster_rule,
        "documents": list(version.documents),
        "visibility": version.visibility,
        "sign_up_rule": version.sign_up_rule,
        "seats": version.seats,
        "minutes": version.minutes,
        "schema": Schema.parse(version.schema).dump(),
    }


def _give(centre: Any) -> list[dict[str, Any]]:
    offered = set(presets_of(centre).values_list("title", flat=True))
    return [row for title, row in _known(centre).items() if title in offered]


def _take(
    *, centre: Any, rows: list[Any], actor: Actor, at: datetime, is_trial: bool
) -> TakeReport:
    """Write kinds down as not in use; one with the same name is the village's and stays."""
    known = _known(centre)

    def one(row: dict[str, Any]) -> tuple[str, bool]:
        wanted = PresetRow.model_validate(row)
        said = wanted.as_given()
        title = said["title"]
        if title in known:
            if known[title] != said:
                raise BadInput("村里已经有同名的，内容不一样，没有动。")
            return title, False
        if not is_trial:
            put_preset(
                centre=centre,
                actor=actor,
                at=at,
                title=title,
                schema=Schema.parse(wanted.schema_),
                roster_rule=wanted.roster_rule,
                documents=wanted.documents,
                visibility=wanted.visibility,
                sign_up_rule=wanted.sign_up_rule,
                seats=wanted.seats,
                minutes=wanted.minutes,
                icon=wanted.icon,
                hint=wanted.hint,
                is_active=False,
            )
        known[title] = said
        return title, True

    report = TakeReport()
    report.sort(rows, one)
    return report


SHARING = [
    Shared(
        "gatherings.presets",
        "活动类型",
        30,
        1,
        _give,
        _take,
        "先是“停用”，改好了再打勾，才能用来办活动",
    )
]
