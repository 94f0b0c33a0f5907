"""What is told to somebody whose matter was just written down: its number and its code, once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core import signing
from django.utils import timezone

from changlai.engines.cases.public import Case, OpenedCase, visible_cases
from changlai.foundation.people.public import CentreRequest
from changlai.halls.voices.views.resident.say import RECEIPT, RECEIPT_SECONDS
from changlai.kernel.errors import BadInput
from changlai.kernel.files.public import IMAGES, StoredFile, keep_file
from changlai.kernel.pages.routes import centre_reverse


@dataclass(frozen=True)
class Receipt:
    """A voice just written down; `code` is read out or printed, since it is shown once."""

    case: Case
    code: str
    token: str


def done_url(centre: Any, name: str, opened: OpenedCase) -> str:
    """Return the address of a page that shows the receipt of a voice above its next empty form."""
    token = signing.dumps([str(opened.case.pk), opened.code], salt=RECEIPT)
    return f"{centre_reverse(centre, name)}?done={token}"


def receipt_of(request: CentreRequest) -> Receipt | None:
    """Return the receipt that the address carries, if its reader may see that voice."""
    token = request.GET.get("done", "")
    if not token:
        return None
    try:
        key, code = signing.loads(token, salt=RECEIPT, max_age=RECEIPT_SECONDS)
    except signing.BadSignature:
        return None
    rows = visible_cases(request.actor, timezone.now()).select_related("kind_version")
    found = rows.filter(pk=UUID(key)).first()
    return Receipt(found, code, token) if found else None


def kept_photo(request: CentreRequest, form: Any) -> tuple[StoredFile, ...] | None:
    """Keep the photograph of a form; None when it cannot be kept, which the form then says."""
    upload = form.cleaned_data.get("photo")
    if upload is None:
        return ()
    try:
        row = keep_file(
            centre=request.centre,
            upload=upload,
            purpose="voice",
            actor_id=request.actor.account_id,
            at=timezone.now(),
            allowed=IMAGES,
        )
    except BadInput as error:
        form.add_error("photo", error.sentence)
        return None
    return (row,)


def said_by(form: Any) -> dict[str, Any]:
    """Return the words of an intake form as the actions take them."""
    said = form.cleaned_data
    return {
        "kind": said["kind"],
        "text": said["text"],
        "place_text": said["place_text"],
        "category": said["category"],
        "alias": said["name"],
        "phone": said["phone"],
    }
