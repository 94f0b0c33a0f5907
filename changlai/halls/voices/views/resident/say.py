"""我要说: three short steps that work without JavaScript, and the receipt at their end.

What was typed travels in the form itself from step to step, so nothing is kept of somebody who
stops half-way; a photograph is kept at once (a browser cannot carry it) under a signed name.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from changlai.engines.cases.public import (
    Case,
    OpenedCase,
    Urgency,
    categories,
    follow_case,
    open_case,
    similar_open,
)
from changlai.foundation.people.public import open_to_all, person_for
from changlai.halls.voices.forms.resident import ContactForm, FollowForm, PlaceForm, WordsForm
from changlai.halls.voices.kinds import APP_FEEDBACK, KINDS
from changlai.halls.voices.queries import belongs_elsewhere, emergency_numbers
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.files.public import AUDIOS, IMAGES, StoredFile, file_url, keep_file
from changlai.kernel.pages.routes import centre_reverse

FILES = "voices say files"
RECEIPT = "voices receipt"
RECEIPT_SECONDS = 24 * 3600
MOST_FILES = 4


@dataclass
class Draft:
    """What came so far: three forms, the form's own number and the files kept on the way."""

    words: WordsForm
    place: PlaceForm
    contact: ContactForm
    form_id: UUID
    files: list[StoredFile]
    about_app: bool

    @property
    def signed_files(self) -> str:
        """Return the names of the kept files so that nobody can name a file of someone else."""
        return signing.dumps([str(row.pk) for row in self.files], salt=FILES)


def _draft(request: HttpRequest, centre: Any) -> Draft:
    typed = request.POST
    about_app = "app" in {request.GET.get("about"), typed.get("about")}
    known = person_for(request.actor)  # type: ignore[attr-defined]
    return Draft(
        # A form is bound once its step was shown: before that there is nothing to complain of.
        words=WordsForm(typed if "text" in typed else None, about_app=about_app),
        place=PlaceForm(
            typed if "place_text" in typed else None,
            request.FILES or None,
            categories=categories(centre),
        ),
        contact=ContactForm(
            typed if "phone" in typed else None, initial={"name": known.name} if known else {}
        ),
        form_id=_form_id(typed.get("form_id", "")),
        files=_kept_files(centre, typed.get("files", "")),
        about_app=about_app,
    )


def came_by(actor: Any) -> str:
    """Return the channel of what an actor says here: their own screen, or how they came to us."""
    return str(actor.channel) if actor.channel in {"counter", "phone", "visit"} else "online"


def _form_id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        return uuid4()


def _kept_files(centre: Any, signed: str) -> list[StoredFile]:
    try:
        keys = signing.loads(signed, salt=FILES) if signed else []
    except signing.BadSignature:
        return []
    if not keys:
        return []
    return list(StoredFile.objects.of(centre).filter(pk__in=keys, record_id=None).order_by("at"))


@open_to_all
def say(request: HttpRequest) -> HttpResponse:
    """Take a matter in, step by step; each step shows the next one or what is missing."""
    centre = request.centre  # type: ignore[attr-defined]
    draft = _draft(request, centre)
    step = request.POST.get("step", "")
    if step and not request.POST.get("back") and not _words_are_good(draft):
        return _page(request, draft, 1)
    if request.POST.get("back"):
        return _page(request, draft, {"2": 1, "3": 2}.get(step, 1), fresh=True)
    if step == "1":
        return _page(
            request, draft, 2 if _words_are_good(draft) else 1, fresh=draft.words.is_valid()
        )
    if step == "2":
        done = _keep_uploads(request, centre, draft)
        return _page(request, draft, 3 if done else 2, fresh=done)
    if step == "3":
        opened = _submit(request, centre, draft)
        if opened is not None:
            paper = signing.dumps([str(opened.case.pk), opened.code], salt=RECEIPT)
            return redirect(centre_reverse(centre, "voices:receipt", token=paper))
        return _page(request, draft, 3)
    return _page(request, draft, 1, fresh=True)


def _words_are_good(draft: Draft) -> bool:
    if not draft.words.is_valid():
        return False
    if not draft.words.cleaned_data["text"].strip():
        draft.words.add_error("text", "请写下您想说的内容。")
        return False
    return True


def _keep_uploads(request: HttpRequest, centre: Any, draft: Draft) -> bool:
    if not draft.place.is_valid():
        return False
    for name, allowed in (("photo", IMAGES), ("voice", AUDIOS)):
        upload = draft.place.cleaned_data.get(name)
        if upload is None:
            continue
        if len(draft.files) >= MOST_FILES:
            draft.place.add_error(name, f"最多附 {MOST_FILES} 个文件。")
            break
        try:
            row = keep_file(
                centre=centre,
                upload=upload,
                purpose="voice",
                actor_id=request.actor.account_id,  # type: ignore[attr-defined]
                at=timezone.now(),
                allowed=allowed,
            )
        except BadInput as error:
            draft.place.add_error(name, error.sentence)
        else:
            draft.files.append(row)
    return not draft.place.errors


def _submit(request: HttpRequest, centre: Any, draft: Draft) -> OpenedCase | None:
    actor = request.actor  # type: ignore[attr-defined]
    if not (draft.words.is_valid() and draft.place.is_valid() and draft.contact.is_valid()):
        return None
    said, where, who = (form.cleaned_data for form in (draft.words, draft.place, draft.contact))
    unnamed = who["is_anonymous"]
    person = None if unnamed else person_for(actor)
    try:
        return open_case(
            centre=centre,
            kind=said["kind"],
            text=said["text"],
            channel=came_by(actor),
            at=timezone.now(),
            actor=actor,
            person=person,
            category=where["category"],
            urgency=Urgency.URGENT if where["is_urgent"] else Urgency.NORMAL,
            reporter_alias="" if unnamed else who["name"],
            contact_phone="" if unnamed else who["phone"],
            is_anonymous=unnamed,
            place_text=where["place_text"],
            may_publish=who["may_publish"],
            form_id=draft.form_id,
            files=draft.files,
        )
    except RuleBroken as error:
        draft.contact.add_error(None, error.sentence)
        return None


def _page(request: HttpRequest, draft: Draft, step: int, *, fresh: bool = False) -> HttpResponse:
    """Show one step; shown for the first time it makes no complaints."""
    centre = request.centre  # type: ignore[attr-defined]
    words = str(draft.words.data.get("text", ""))
    form = (draft.words, draft.place, draft.contact)[step - 1]
    if fresh and form.is_bound:
        form.errors.clear()
    context: dict[str, Any] = {
        "draft": draft,
        "form": form,
        "is_fresh": fresh,
        "words": words,
        "call_first": emergency_numbers(words),
        "belongs_elsewhere": belongs_elsewhere(words),
        "photos": [(row, file_url(row)) for row in draft.files],
    }
    if step == 2:
        context["similar"] = similar_open(centre, words, at=timezone.now())
    if step == 3:
        context["known"] = person_for(request.actor)  # type: ignore[attr-defined]
    return render(request, f"voices/resident/say_{step}.html", context)


@open_to_all
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Show number and code of a matter just brought: to keep, to print, to photograph."""
    centre = request.centre  # type: ignore[attr-defined]
    found = _receipt_of(centre, token)
    if found is None:
        return render(request, "voices/resident/receipt_gone.html", status=410)
    case, code = found
    progress = centre_reverse(centre, "voices:progress") + f"?number={case.number}"
    template = "receipt_paper" if request.GET.get("paper") else "receipt"
    context = {"case": case, "code": code, "progress_path": progress, "token": token}
    return render(request, f"voices/resident/{template}.html", context)


def _receipt_of(centre: Any, token: str) -> tuple[Any, str] | None:
    try:
        key, code = signing.loads(token, salt=RECEIPT, max_age=RECEIPT_SECONDS)
    except signing.BadSignature:
        return None
    case = Case.objects.of(centre).select_related("kind_version").filter(pk=key).first()
    return (case, code) if case else None


@open_to_all
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """Follow what somebody brought already, instead of bringing it again."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    person = person_for(actor)
    form = FollowForm(
        request.POST if request.method == "POST" else None, initial={"number": number}
    )
    if request.method == "POST" and form.is_valid():
        try:
            follow_case(
                centre=centre,
                number=number,
                actor=actor,
                at=timezone.now(),
                person=person,
                phone="" if person else form.cleaned_data["phone"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            return render(request, "voices/resident/followed.html", {"number": number})
    context = {"form": form, "number": number, "known": person}
    return render(request, "voices/resident/follow.html", context)


@open_to_all
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Say where petitions, reports of misconduct and police calls go: not to the village."""
    return render(request, "voices/resident/elsewhere.html")


@open_to_all
def blank(request: HttpRequest) -> HttpResponse:
    """Show the paper twin of 我要说, to print and bring."""
    kinds = [kind for kind in KINDS if kind.code != APP_FEEDBACK]
    return render(request, "voices/resident/blank.html", {"kinds": kinds})
