"""A sheet on its way in: kept between the trial and the import, and no longer."""

from datetime import datetime
from typing import Any

from django.db import transaction

from changlai.foundation.people.public import Actor
from changlai.halls.voices import policies
from changlai.kernel.files.public import SHEETS, StoredFile, drop_files, keep_file
from changlai.kernel.policies import require

PURPOSE = "voices_import"


def keep_sheet(*, centre: Any, actor: Actor, upload: Any, at: datetime) -> StoredFile:
    """Keep an uploaded sheet until its import, so that nobody has to pick it twice.

    It holds what people said elsewhere: at most one lies about for each member of staff, the one
    before is dropped. Raises NotAllowed; BadInput for a file that is no sheet.
    """
    require(policies.may_import, actor, centre)
    row = keep_file(
        centre=centre,
        upload=upload,
        purpose=PURPOSE,
        actor_id=actor.account_id,
        at=at,
        allowed=SHEETS,
    )
    drop_sheets(centre=centre, actor=actor, but=row)
    return row


@transaction.atomic
def drop_sheets(*, centre: Any, actor: Actor, but: StoredFile | None = None) -> None:
    """Drop the actor's sheets that were imported or left lying, all but one. Raises NotAllowed."""
    require(policies.may_import, actor, centre)
    rows = StoredFile.objects.of(centre).filter(purpose=PURPOSE, uploaded_by_id=actor.account_id)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    drop_files(centre=centre, file_ids=[row.pk for row in rows])
