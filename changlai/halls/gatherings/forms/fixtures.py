"""Shape of a game: two teams or a title, when, where, and how it went."""

from typing import Any

from django import forms

from changlai.halls.gatherings.actions.fixtures import Game
from changlai.halls.gatherings.forms.moments import moment_field
from changlai.halls.gatherings.models import Fixture


class FixtureForm(forms.Form):
    """One game."""

    home = forms.CharField(label="一方", max_length=30, required=False)
    away = forms.CharField(label="另一方", max_length=30, required=False)
    title = forms.CharField(
        label="比什么",
        max_length=60,
        required=False,
        help_text="如“决赛”“拔河”。没有两个队的，只写这一项。",
    )
    at = moment_field("时间", help_text="没定就空着。")
    place = forms.CharField(label="场地", max_length=60, required=False)
    result = forms.CharField(
        label="结果", max_length=120, required=False, help_text="比完再填，如“3比2”。"
    )

    def clean(self) -> dict[str, Any]:
        """Ask for two teams, or what is played."""
        said = super().clean() or {}
        if not self.errors and not said["title"] and not (said["home"] and said["away"]):
            self.add_error("home", "请写两个队，或者在下面写比什么。")
        return said

    def game(self) -> Game:
        """Return what is said of the game."""
        return Game(**self.cleaned_data)


def fixture_form_of(row: Fixture) -> dict[str, Any]:
    """Return what FixtureForm shows of a game."""
    return {name: getattr(row, name) for name in ("home", "away", "title", "at", "place", "result")}
