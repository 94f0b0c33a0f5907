"""Read voices of another platform in: each row on its own, the same row never twice."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from django.db import DataError, IntegrityError, transaction

from changlai.engines.cases.public import Case, Category, bring_answer, open_case, put_categories
from changlai.foundation.people.public import Actor
from changlai.halls.voices import policies
from changlai.halls.voices.events import VoicesImported
from changlai.halls.voices.importing import (
    BadRow,
    MessageRow,
    RejectedRow,
    category_path,
    one_line,
    read_categories,
    read_message,
    read_messages,
    wished_headings,
)
from changlai.halls.voices.kinds import FAMILY, HELP, KINDS, VOICE_KINDS
from changlai.halls.voices.models import ImportBatch, ImportedVoice
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.events.public import publish
from changlai.kernel.files.sheets import Row, write_rows
from changlai.kernel.policies import require

BATCH: Final = 100
"""Rows per transaction: a power cut loses at most so many, and others may write in between."""

NOT_KEPT: Final = "数据库没有收下这一行，请稍后再导一次。"
CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"


@dataclass
class ImportReport:
    """What became of a file: counts, the rows not taken, and remarks on those that were."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    errors: list[RejectedRow] = field(default_factory=list)
    notes: list[RejectedRow] = field(default_factory=list)
    is_dry_run: bool = False
    batch: ImportBatch | None = None

    def counts(self) -> dict[str, int]:
        """Return the five counts."""
        return {
            name: getattr(self, name)
            for name in ("read", "created", "updated", "unchanged", "rejected")
        }

    def errors_xlsx(self) -> bytes:
        """Return the rejected rows as a table to work through."""
        rows = [(str(one.row), one.number, one.reason) for one in self.errors]
        return write_rows(
            ["行号", "编号", "没有收下的原因"], rows, widths=[8, 24, 60], title="没有收下的行"
        )


def import_voices(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    file: str | Path | BinaryIO,
    file_name: str,
    mapping: Mapping[str, str] | None = None,
    kind: str = HELP,
    is_dry_run: bool = False,
    progress: Callable[[int], None] = lambda rows: None,
) -> ImportReport:
    """Open a voice for each message of a sheet, with its answer where it has one.

    A message is known again by its number there. The same message changes nothing; an answer
    that came since is brought in; other words under a known number are refused, since nobody
    here may put new words into a resident's mouth. A row that cannot be taken is reported and
    stops no other. `progress(rows)` is called as rows are done. A dry run does everything and
    keeps nothing.

    Raises NotAllowed; BadInput when the file as a whole is no such sheet.
    """
    require(policies.may_import, actor, centre)
    if kind not in VOICE_KINDS:
        raise BadInput("请选择导入的诉求算哪一种。")
    rows = read_messages(file, mapping)
    report = ImportReport(is_dry_run=is_dry_run)
    batch = ImportBatch(
        centre_id=centre.pk,
        at=at,
        by_id=actor.account_id,
        file_name=one_line(file_name)[:200],
        file_sha256=_sha256(file),
        mapping=wished_headings(mapping or {}),
    )
    if not is_dry_run:
        batch.save(force_insert=True)
        report.batch = batch
    run = _Run(centre, actor, at, kind, batch, report, _categories(centre))
    for some in _chunks(rows, BATCH):
        with transaction.atomic():
            if is_dry_run:
                batch.save(force_insert=True)
            run.take(some)
            if is_dry_run:
                transaction.set_rollback(True)
            else:
                _count(batch, report)
        progress(len(some))
    if not is_dry_run:
        with transaction.atomic():
            publish(
                VoicesImported(
                    centre_id=centre.pk,
                    at=at,
                    actor_id=actor.account_id,
                    subject_id=batch.pk,
                    **report.counts(),
                )
            )
    return report


@transaction.atomic
def import_categories(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    file: str | Path | BinaryIO,
    mapping: Mapping[str, str] | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> ImportReport:
    """Take over a tree of up to three levels; a row is a leaf with all that is above it.

    A second run changes nothing, and nothing that the centre has is taken away. Raises
    NotAllowed; BadInput when the file as a whole is no such sheet.
    """
    require(policies.may_import, actor, centre)
    report = ImportReport()
    paths: list[list[str]] = []
    for number, row in read_categories(file, mapping):
        report.read += 1
        try:
            paths.append(category_path(row))
        except RuleBroken as broken:
            report.rejected += 1
            report.errors.append(RejectedRow(number, "", broken.sentence))
        progress(1)
    found = put_categories(centre=centre, paths=paths, at=at, actor=actor, family=FAMILY)
    report.unchanged = found["unchanged"]
    report.created = len(paths) - report.unchanged
    return report


@dataclass
class _Run:
    centre: Any
    actor: Actor
    at: datetime
    kind: str
    batch: ImportBatch
    report: ImportReport
    categories: Mapping[str, Category | None]
    dry: dict[str, str] = field(default_factory=dict)
    """In a dry run: number → digest of what would have been kept by now."""

    def take(self, rows: list[tuple[int, Row]]) -> None:
        """Take some rows, each in a savepoint of its own."""
        known = self._known(one_line(row.get("number")) for _, row in rows)
        for number, row in rows:
            self.report.read += 1
            try:
                message = read_message(number, row, self.at)
                with transaction.atomic():
                    done = self._take_one(message, known)
            except RuleBroken as broken:
                self._reject(number, one_line(row.get("number")), broken.sentence)
            except (IntegrityError, DataError):
                self._reject(
                    number, one_line(row.get("number")), "数据库没有收下这一行，请稍后再导一次。"
                )
            else:
                setattr(self.report, done, getattr(self.report, done) + 1)

    def _known(self, numbers: Iterable[str]) -> dict[str, tuple[Case, ImportedVoice | None]]:
        wanted = {number for number in numbers if number}
        cases = list(Case.objects.of(self.centre).filter(outside_number__in=wanted))
        rows = ImportedVoice.objects.of(self.centre).filter(case__in=cases)
        imported = {one.case_id: one for one in rows}
        return {str(one.outside_number): (one, imported.get(one.pk)) for one in cases}

    def _take_one(
        self, message: MessageRow, known: dict[str, tuple[Case, ImportedVoice | None]]
    ) -> str:
        digest = digest_of(message)
        if self.report.is_dry_run and message.number not in known and message.number in self.dry:
            if self.dry[message.number] != digest:
                raise BadRow(_OTHER_WORDS.format(message.number))
            return UNCHANGED
        if message.number not in known:
            known[message.number] = self._create(message, digest)
            self.dry[message.number] = digest
            return CREATED
        case, imported = known[message.number]
        if imported is None:
            raise BadRow(f"编号 {message.number} 是本中心自己登记的，不能用导入的内容改它。")
        if imported.digest != digest:
            raise BadRow(_OTHER_WORDS.format(message.number))
        case, done = self._update(message, case, imported)
        known[message.number] = (case, imported)
        return done

    def _create(self, message: MessageRow, digest: str) -> tuple[Case, ImportedVoice]:
        category = self.categories.get(message.category)
        opened = open_case(
            centre=self.centre,
            kind=_kind_of(message, self.kind),
            text=message.text,
            title=message.title,
            channel="import",
            at=message.at,
            actor=self.actor,
            category=category,
            reporter_alias=message.reporter,
            outside_number=message.number,
        )
        note = ""
        if message.category and category is None:
            note = f"没有叫“{message.category}”的分类，先不归类。"
            self._note(message, note)
        case = opened.case
        if message.answer and message.answered_at:
            case = self._bring(case, message)
        imported = ImportedVoice(
            centre_id=self.centre.pk,
            batch=self.batch,
            case=case,
            row=message.row,
            digest=digest,
            category_words=message.category[:80],
            supporters=message.supporters,
            opposers=message.opposers,
            note=note[:200],
        )
        imported.save(force_insert=True)
        return case, imported

    def _update(self, message: MessageRow, case: Case, imported: ImportedVoice) -> tuple[Case, str]:
        done = UNCHANGED
        if message.answer and message.answered_at:
            if not case.rounds and case.state == case.rules.workflow.first_state:
                case = self._bring(case, message)
                done = UPDATED
            elif case.answer != message.answer:
                self._note(message, "本中心已经在办或已答复，没有采用表里的答复。")
        counts = (message.supporters, message.opposers)
        if counts != (imported.supporters, imported.opposers) and any(counts):
            imported.supporters, imported.opposers = counts
            imported.save(update_fields=["supporters", "opposers"])
            done = UPDATED
        return case, done

    def _bring(self, case: Case, message: MessageRow) -> Case:
        return bring_answer(
            centre=self.centre,
            case_id=case.pk,
            actor=self.actor,
            text=message.answer,
            at=cast(datetime, message.answered_at),
        )

    def _reject(self, row: int, number: str, reason: str) -> None:
        self.report.rejected += 1
        self.report.errors.append(RejectedRow(row, number, reason))

    def _note(self, message: MessageRow, words: str) -> None:
        self.report.notes.append(RejectedRow(message.row, message.number, words))


_OTHER_WORDS: Final = "编号 {} 已经导入过，内容却不一样；原来的话不改动，请核对编号。"


def digest_of(message: MessageRow) -> str:
    """Return the fingerprint by which the same message is known again: its words and its time."""
    words = f"{int(message.at.timestamp())}\n{message.text}"
    return hashlib.sha256(words.encode()).hexdigest()


def _kind_of(message: MessageRow, fallback: str) -> str:
    return next((kind.code for kind in KINDS if kind.title == message.kind), fallback)


def _categories(centre: Any) -> dict[str, Category | None]:
    """Return categories by name and full name; a name borne twice on its highest level has none."""
    found: dict[str, Category | None] = {}
    depth: dict[str, int] = {}
    for one in Category.objects.of(centre).filter(is_active=True).order_by("path"):
        found.setdefault(one.full_name, one)
        level = one.path.count("/")
        if one.name not in depth or level < depth[one.name]:
            found[one.name], depth[one.name] = one, level
        elif level == depth[one.name] and found[one.name] != one:
            found[one.name] = None
    return found


def _chunks(rows: Iterator[tuple[int, Row]], size: int) -> Iterator[list[tuple[int, Row]]]:
    while some := list(islice(rows, size)):
        yield some


def _count(batch: ImportBatch, report: ImportReport) -> None:
    for name, number in report.counts().items():
        setattr(batch, name, number)
    batch.save(update_fields=list(report.counts()))


def _sha256(file: str | Path | BinaryIO) -> str:
    if isinstance(file, (str, Path)):
        with Path(file).open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    place = file.tell()
    file.seek(0)
    digest = hashlib.sha256()
    while part := file.read(1 << 20):
        digest.update(part)
    file.seek(place)
    return digest.hexdigest()
