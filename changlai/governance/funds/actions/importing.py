"""Take a table of the township's bookkeeping in: each row once, as a voucher to be signed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction

from changlai.foundation.people.public import Actor
from changlai.governance.funds import policies
from changlai.governance.funds.actions.vouchers import VoucherWords, draft_voucher
from changlai.governance.funds.events import VouchersImported
from changlai.governance.funds.models import FundSource, Voucher
from changlai.governance.funds.names import guessed_kind
from changlai.governance.funds.sheets import RejectedRow, SheetRow, number_of, read_row, read_sheet
from changlai.governance.funds.states import Purpose
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.events.public import publish
from changlai.kernel.files.public import SHEETS, StoredFile, drop_files, keep_file
from changlai.kernel.ids import uuid7
from changlai.kernel.policies import require

SHEET = "funds_import"


@dataclass
class ImportReport:
    """What became of a table: counts, and the rows not taken with their lines."""

    read: int = 0
    created: int = 0
    unchanged: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)
    is_dry_run: bool = False


@transaction.atomic
def import_vouchers(
    *,
    centre: Any,
    file: str | BinaryIO,
    source_id: UUID | None,
    purpose: str,
    actor: Actor,
    at: datetime,
    mapping: Mapping[str, str] | None = None,
    is_dry_run: bool = False,
) -> ImportReport:
    """Draft a voucher for each row of the table; the same number there is never taken twice.

    A row that names its own source or purpose keeps it, others get the ones chosen. A known
    number changes nothing; where its amount or day differs it is told, since only a reversal may
    change what is booked. A dry run does everything and keeps nothing.

    Raises NotAllowed; BadInput for a file that is no such table.
    """
    require(policies.may_enter, actor, centre)
    report = ImportReport(is_dry_run=is_dry_run)
    sources = {one.title: one for one in FundSource.objects.of(centre)}
    purposes: dict[str, str] = {str(one.label): one.value for one in Purpose}
    chosen = next((one for one in sources.values() if one.pk == source_id), None)
    known = {
        one.external_number: one for one in Voucher.objects.of(centre).exclude(external_number="")
    }
    for line, cells in read_sheet(file, mapping):
        report.read += 1
        try:
            row = read_row(cells)
            first = known.get(row.number)
            if first is not None:
                _require_same(first, row)
                report.unchanged += 1
                continue
            source = sources.get(row.source) if row.source else chosen
            if source is None:
                raise BadInput(
                    f"没有叫“{row.source[:20]}”的资金来源，先登记再导。"
                    if row.source
                    else "没有写资金来源，请在上面选一笔。"
                )
            words = VoucherWords(
                source_id=source.pk,
                direction=row.direction,
                cents=row.cents,
                occurred_on=row.day,
                purpose=purposes.get(row.purpose, purpose or source.purpose),
                words=row.words,
                party=row.party,
                party_kind=guessed_kind(row.party),
                voucher_number=row.number[:40],
            )
            with transaction.atomic():
                known[row.number] = draft_voucher(
                    centre=centre,
                    words=words,
                    actor=actor,
                    at=at,
                    form_id=uuid7(),
                    external_number=row.number,
                )
            report.created += 1
        except RuleBroken as error:
            report.rejected.append(RejectedRow(line, number_of(cells), error.sentence))
    if is_dry_run:
        transaction.set_rollback(True)
        return report
    publish(
        VouchersImported(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            read=report.read,
            created=report.created,
            unchanged=report.unchanged,
            rejected=len(report.rejected),
        )
    )
    return report


def _require_same(first: Voucher, row: SheetRow) -> None:
    same = (first.direction, first.cents) == (row.direction, row.cents)
    if not same:
        raise BadInput("这个编号导入过，金额和现在的不一样；要更正请冲正原来那一笔，再另记。")


def keep_sheet(*, centre: Any, actor: Actor, upload: Any, at: datetime) -> StoredFile:
    """Keep an uploaded table between the trial and the import; one at most for each colleague.

    Raises NotAllowed; BadInput for a file that is no table.
    """
    require(policies.may_enter, actor, centre)
    row = keep_file(
        centre=centre,
        upload=upload,
        purpose=SHEET,
        actor_id=actor.account_id,
        at=at,
        allowed=SHEETS,
    )
    drop_sheets(centre=centre, actor=actor, but=row)
    return row


@transaction.atomic
def drop_sheets(*, centre: Any, actor: Actor, but: StoredFile | None = None) -> None:
    """Drop the actor's tables that were imported or left lying, all but one. Raises NotAllowed."""
    require(policies.may_enter, actor, centre)
    rows = StoredFile.objects.of(centre).filter(purpose=SHEET, uploaded_by_id=actor.account_id)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    drop_files(centre=centre, file_ids=[row.pk for row in rows])
