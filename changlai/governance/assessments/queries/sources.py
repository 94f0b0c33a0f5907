"""Where figures come from: measures and metrics of the halls, and what people said of services."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import ModuleType
from typing import Any, Final

from changlai.engines.faces.public import FaceFigure, FaceSource, face_figures
from changlai.governance.assessments.states import GONE, IndicatorKind
from changlai.kernel.metrics.public import FLOOR, Metric, total
from changlai.kernel.registry.public import Measure, app_of, collect, modules

MEASURE, METRIC, FACES = "measure", "metric", "faces"
NEVER: Final = "评价了的不足5人，不算"


@dataclass(frozen=True)
class Reading:
    """What a source says of a span: a figure with what it is made of, and its words."""

    value: Decimal | None = None
    unit: str = ""
    words: str = ""
    above: int | None = None
    below: int | None = None
    asked: int | None = None
    count: int = 0
    behind: dict[str, str] = field(default_factory=dict)
    is_gone: bool = False
    is_hidden: bool = False


def _off(centre: Any) -> frozenset[str]:
    found: frozenset[str] = getattr(centre, "off", frozenset())
    return found


def choices(centre: Any, kind: str) -> list[tuple[str, str]]:
    """Return the sources of a kind of indicator, to choose from."""
    if kind == IndicatorKind.FACES:
        return [(f"{FACES}:{one.code}", one.title) for one in collect(FACES, _off(centre))]
    measures = [
        (f"{MEASURE}:{one.code}", f"{one.title}(留底那一天)")
        for one in collect("measures", _off(centre))
    ]
    metrics = sorted(collect("metrics", _off(centre)), key=lambda one: one.code)
    return measures + [(f"{METRIC}:{one.code}", f"{one.title}(一段时间里)") for one in metrics]


def words_of(centre: Any, source: str) -> tuple[str, str]:
    """Return the title and the formula of a source, both "" for one that nobody gives."""
    kind, _, code = source.partition(":")
    found = {
        MEASURE: lambda: _named("measures", centre, code),
        METRIC: lambda: _named("metrics", centre, code),
        FACES: lambda: _named(FACES, centre, code),
    }.get(kind, lambda: None)()
    if found is None:
        return "", ""
    return str(found.title), str(getattr(found, "words", ""))


def _named(name: str, centre: Any, code: str) -> Any:
    return next((one for one in collect(name, _off(centre)) if one.code == code), None)


class Sources:
    """The sources of a centre over a span, each asked once however many indicators use it."""

    def __init__(self, centre: Any, since: date, until: date, at: datetime) -> None:
        self.centre, self.since, self.until, self.at = centre, since, until, at
        self._faces: dict[str, FaceFigure] | None = None

    def read(self, source: str) -> Reading:
        """Return what a source says; one that is gone says so and is nobody's fault."""
        kind, _, code = source.partition(":")
        if kind == MEASURE and (measure := _named("measures", self.centre, code)):
            return self._measure(measure)
        if kind == METRIC and (metric := _named("metrics", self.centre, code)):
            return self._metric(metric)
        if kind == FACES and (face := _named(FACES, self.centre, code)):
            return self._face(face)
        return Reading(words=GONE, is_gone=True)

    def _measure(self, one: Measure) -> Reading:
        value = one.value(self.centre, self.at)
        return Reading(
            value=None if value is None else Decimal(value),
            unit=one.unit,
            words=one.words,
            count=int(value or 0),
            behind={"page": one.url_name} if one.url_name else {},
        )

    def _metric(self, one: Metric) -> Reading:
        value = total(self.centre, one.code, self.since, self.until)
        words = f"这段日子里的{one.title}，一天一天加起来"
        register = _register_beside("metrics", one)
        return Reading(
            value=Decimal(value),
            unit=one.unit,
            words=words,
            count=value,
            behind={"register": register} if register else {},
        )

    def _face(self, one: FaceSource) -> Reading:
        if self._faces is None:
            found = face_figures(self.centre, self.since, self.until)
            self._faces = {figure.source.code: figure for figure in found}
        figure = self._faces[one.code]
        answered = figure.counts.answered
        behind = {"register": FACES}
        if answered < FLOOR:
            words = NEVER if answered else "没有人评价"
            # How few they were is not kept: it would be read from the frozen row for ever.
            return Reading(unit="%", words=words, is_hidden=answered > 0, behind=behind)
        return Reading(
            value=figure.satisfied.percent,
            unit="%",
            words=one.words,
            above=figure.satisfied.numerator,
            below=answered,
            asked=figure.counts.asked,
            count=answered,
            behind=behind,
        )


def _register_beside(name: str, one: Any) -> str:
    """Return the code of a register of the app that declares a metric, where it has one."""
    apps = {app_of(module) for module in modules(name) if one in _listed(module, name)}
    for module in modules("registers"):
        if app_of(module) in apps and (found := _listed(module, "registers")):
            return str(found[0].code)
    return ""


def _listed(module: ModuleType, name: str) -> list[Any]:
    return list(getattr(module, name.upper(), ()))
