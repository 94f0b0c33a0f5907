"""The editor of a schema: rows of a form that need no script to add, move or take away."""

from collections.abc import Iterable
from typing import Any

from django import forms

from changlai.kernel.errors import BadInput
from changlai.kernel.schemas.values import (
    LONGEST_HINT,
    LONGEST_LABEL,
    MOST_FIELDS,
    Field,
    Kind,
    Schema,
)

SPARE_ROWS = 3


class FieldRow(forms.Form):
    """One question as a clerk edits it; a row without a name is no question."""

    code = forms.CharField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="栏目名称", max_length=LONGEST_LABEL, required=False)
    kind = forms.ChoiceField(
        label="怎么填",
        choices=[(kind.value, kind.word) for kind in Kind if kind != Kind.ID_NUMBER],
        required=False,
    )
    options = forms.CharField(
        label="选项",
        required=False,
        help_text="选一个、选几个才要填；一行一个。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    hint = forms.CharField(label="填写说明", max_length=LONGEST_HINT, required=False)
    required = forms.BooleanField(label="必填", required=False)
    in_register = forms.BooleanField(label="列入台账", required=False, initial=True)
    order = forms.IntegerField(label="顺序", required=False, min_value=1, max_value=99)
    is_dropped = forms.BooleanField(label="去掉这一栏", required=False)

    def offer_id_numbers(self) -> None:
        """Let this row ask for an identity number, where answers are kept encrypted."""
        kind: Any = self.fields["kind"]
        kind.choices = [*kind.choices, (Kind.ID_NUMBER.value, Kind.ID_NUMBER.word)]

    @property
    def is_new(self) -> bool:
        """Whether this row is not in the schema yet."""
        return not self["code"].value()


class SchemaEditor:
    """The rows of a schema with a few spare ones, bound to what was sent.

    Codes of fields already used by answers stay; a new field gets the first code never used,
    so that an old answer is never read as the answer to a new question. `with_id_numbers` is for
    whoever keeps answers encrypted and lets identity numbers go in time.
    """

    def __init__(
        self,
        schema: Schema,
        data: Any = None,
        *,
        prefix: str = "field",
        used_codes: Iterable[str] = (),
        with_id_numbers: bool = False,
    ) -> None:
        self.schema, self.prefix = schema, prefix
        self.used = {*used_codes, *(one.code for one in schema)}
        count = min(len(schema) + SPARE_ROWS, MOST_FIELDS)
        if data is not None:
            sent = str(data.get(f"{prefix}-count", ""))
            count = min(int(sent), MOST_FIELDS) if sent.isdecimal() else count
        initial = [
            {
                "code": one.code,
                "label": one.label,
                "kind": one.kind.value,
                "options": "\n".join(one.options),
                "hint": one.hint,
                "required": one.required,
                "in_register": one.in_register,
                "order": place,
            }
            for place, one in enumerate(schema, 1)
        ]
        self.rows = [
            FieldRow(
                data,
                prefix=f"{prefix}-{place}",
                initial=initial[place] if place < len(initial) else {"order": place + 1},
            )
            for place in range(count)
        ]
        if with_id_numbers:
            for row in self.rows:
                row.offer_id_numbers()
        self.error = ""

    @property
    def count(self) -> int:
        """How many rows the page shows."""
        return len(self.rows)

    @property
    def count_name(self) -> str:
        """The name of the hidden input that says how many rows were shown."""
        return f"{self.prefix}-count"

    def read(self) -> Schema | None:
        """Return the schema the rows say, or None with `error` for the page."""
        # Every row is asked, so that every mistake is shown at once.
        sound = [row.is_valid() for row in self.rows]
        if not all(sound):
            self.error = "有的栏目填得不对，请看标出来的地方。"
            return None
        found: list[tuple[int, int, Field]] = []
        try:
            for place, row in enumerate(self.rows):
                said = row.cleaned_data
                if said["is_dropped"] or not said["label"].strip():
                    continue
                found.append((said["order"] or place + 1, place, self._field(said)))
            return Schema(tuple(one for _, _, one in sorted(found, key=lambda row: row[:2])))
        except BadInput as error:
            self.error = error.sentence
            return None

    def _field(self, said: dict[str, Any]) -> Field:
        known = {one.code for one in self.schema}
        kind = Kind(said["kind"] or Kind.SHORT)
        lines = [line.strip() for line in said["options"].splitlines() if line.strip()]
        return Field(
            code=said["code"] if said["code"] in known else self._free_code(),
            label=said["label"].strip(),
            kind=kind,
            hint=said["hint"].strip(),
            required=said["required"],
            options=tuple(lines) if kind in {Kind.CHOICE, Kind.CHOICES} else (),
            in_register=said["in_register"],
        )

    def _free_code(self) -> str:
        number = 1
        while f"f{number}" in self.used:
            number += 1
        self.used.add(f"f{number}")
        return f"f{number}"
