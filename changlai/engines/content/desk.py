"""How content stands on a workbench: a list, the words, one page with all that may be done.

Every hall that publishes shows the same pages under its own address and name; a hall says which
kind, and brings a form where it has fields of its own. The rules stay in the actions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Max, OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern
from django.utils import timezone

from changlai.engines.content import policies, queries
from changlai.engines.content.actions import agreeing, drafting, publishing
from changlai.engines.content.forms import (
    AgreementForm,
    NoteForm,
    PictureForm,
    PlaceForm,
    PublishForm,
    WordingForm,
)
from changlai.engines.content.kinds import ContentKind, Review, kind_of
from changlai.engines.content.models import Agreement, Piece, Version, VersionPicture
from changlai.engines.content.states import VersionState
from changlai.foundation.people.public import CentreRequest, choosing, for_staff, person_named
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.files.public import keep_file
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse, desk_path

Verb = Callable[["PieceDesk", CentreRequest, Piece, Version | None], str]


@dataclass(frozen=True)
class PieceDesk:
    """The workbench pages of one kind, at `desk/<route>/`, named "<space>:<name>…".

    `places` shows where a piece hangs and in which order. `with_people` asks who stands in it.
    `besides(request, piece, version)` gives a hall its own block on the page of a piece, `beside`
    the template that shows it. `print_name` is the url name of a sheet of the published version.
    """

    kind: str
    space: str
    name: str
    route: str
    title: str
    lead: str
    empty: str
    add_label: str
    form: type[WordingForm] = WordingForm
    places: bool = False
    with_people: bool = True
    beside: str = ""
    besides: Callable[[CentreRequest, Piece, Version], dict[str, Any]] | None = None
    register: str = ""

    @property
    def declared(self) -> ContentKind:
        """What the hall declares of the kind."""
        return kind_of(self.kind)

    def urls(self, power: str) -> list[URLPattern]:
        """Return the addresses of the pages, for the hall's own urls."""
        mark = for_staff(power)

        def view(method: Any, name: str) -> Any:
            def shown(request: CentreRequest, **kwargs: Any) -> HttpResponse:
                found: HttpResponse = method(request, **kwargs)
                return found

            shown.__name__ = name
            return mark(shown)

        name, route = self.name, self.route
        return [
            desk_path(f"{route}/", view(self.list, f"{name}_list"), f"{name}_list"),
            desk_path(f"{route}/new/", view(self.add, f"{name}_add"), f"{name}_add"),
            desk_path(f"{route}/<uuid:pk>/", view(self.piece, name), name),
            desk_path(f"{route}/<uuid:pk>/edit/", view(self.edit, f"{name}_edit"), f"{name}_edit"),
        ]

    def url(self, request: CentreRequest, suffix: str = "", **kwargs: Any) -> str:
        """Return the address of one of the pages."""
        return centre_reverse(request.centre, f"{self.space}:{self.name}{suffix}", **kwargs)

    def list(self, request: CentreRequest) -> HttpResponse:
        """List the pieces: what is shown, what is being written, what is over."""
        words, show = words_of(request), request.GET.get("show", "")
        latest = Version.objects.of(request.centre).filter(piece=OuterRef("pk"))
        rows = policies.visible_pieces(request.actor, self.kind).annotate(
            latest_state=Subquery(latest.order_by("-number").values("state")[:1]),
            shown_at=Max("versions__published_at"),
            open_state=Subquery(latest.filter(state__in=["draft", "review"]).values("state")[:1]),
            live_number=Subquery(latest.filter(state="published").values("number")[:1]),
            live_until=Subquery(latest.filter(state="published").values("ends_on")[:1]),
        )
        if words:
            rows = rows.filter(title__icontains=words)
        if show == "live":
            rows = rows.filter(live_number__isnull=False)
        elif show == "open":
            rows = rows.filter(open_state__isnull=False)
        elif show == "over":
            rows = rows.filter(live_number__isnull=True, open_state__isnull=True)
        order = ["order", "made_at", "id"] if self.places else ["-made_at", "-id"]
        context = self._context(request) | {
            "page": page_of(request, rows.order_by(*order)),
            "words": words,
            "show": show,
            "today": timezone.localdate(),
            "choices": [("live", "正在显示"), ("open", "正在写"), ("over", "已存档")],
        }
        return render(request, "content/desk/pieces.html", context)

    def add(self, request: CentreRequest) -> HttpResponse:
        """Begin a piece."""
        form = self.form(request.POST or None, initial=request.GET.dict())
        place = PlaceForm(request.POST or None) if self.places else None
        status = 200
        if request.method == "POST" and form.is_valid() and (place is None or place.is_valid()):
            try:
                version = drafting.start_piece(
                    centre=request.centre,
                    kind=self.kind,
                    wording=form.wording(),
                    actor=request.actor,
                    at=timezone.now(),
                    form_id=form.once,
                    **(place.cleaned_data if place is not None else {}),
                )
            except RuleBroken as error:
                form.add_error(None, error.sentence)
                status = 200 if isinstance(error, BadInput) else 409
            else:
                messages.success(request, "草稿存好了，还没有公开。")
                return redirect(self.url(request, pk=version.piece_id))
        context = self._context(request) | {"form": form, "place": place}
        return render(request, "content/desk/edit.html", context, status=status)

    def edit(self, request: CentreRequest, pk: UUID) -> HttpResponse:
        """Change the draft of a piece; a published one gets a next version by that."""
        piece = self._piece(request, pk)
        version = queries.open_version(request.centre, piece.pk)
        if version is None:
            if request.method == "GET":
                # Nothing is begun by looking: the last words stand in the form.
                last = queries.history(request.centre, piece.pk).first()
                form = self.form(version=last)
            else:
                form = self.form(request.POST)
        else:
            form = self.form(request.POST or None, version=version)
        place = PlaceForm(request.POST or None, piece=piece) if self.places else None
        status = 200
        if request.method == "POST" and form.is_valid() and (place is None or place.is_valid()):
            try:
                self._save(request, piece, version, form, place)
            except RuleBroken as error:
                form.add_error(None, error.sentence)
                status = 200 if isinstance(error, BadInput) else 409
            else:
                messages.success(request, "存好了，还没有公开。")
                return redirect(self.url(request, pk=piece.pk))
        context = self._context(request) | {"form": form, "place": place, "piece": piece}
        return render(request, "content/desk/edit.html", context, status=status)

    def _save(
        self, request: CentreRequest, piece: Piece, version: Version | None, form: Any, place: Any
    ) -> None:
        who: dict[str, Any] = {"centre": request.centre, "actor": request.actor}
        now = timezone.now()
        if version is None:
            version = drafting.new_version(**who, piece_id=piece.pk, at=now)
        drafting.change_draft(**who, version_id=version.pk, wording=form.wording(), at=now)
        if place is not None:
            drafting.place_piece(**who, piece_id=piece.pk, **place.cleaned_data)

    def piece(self, request: CentreRequest, pk: UUID) -> HttpResponse:
        """Show a piece: its words, what may be done now, who agreed, and all its versions."""
        piece = self._piece(request, pk)
        version = queries.open_version(request.centre, piece.pk)
        forms: dict[str, Any] = {}
        trouble, status = "", 200
        verb = request.POST.get("verb", "")
        if request.method == "POST":
            try:
                done = self._act(request, piece, version, verb, forms)
            except RuleBroken as error:
                trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
            else:
                if done:
                    messages.success(request, done)
                gone = not Piece.objects.of(request.centre).filter(pk=pk).exists()
                return redirect(self.url(request, "_list") if gone else self.url(request, pk=pk))
        return self._page(request, pk, forms, trouble, status)

    def _page(
        self, request: CentreRequest, pk: UUID, forms: dict[str, Any], trouble: str, status: int
    ) -> HttpResponse:
        piece = self._piece(request, pk)
        versions = list(queries.with_pictures(queries.history(request.centre, pk)))
        version = next((one for one in versions if one.is_open), None)
        live = next((one for one in versions if one.state == VersionState.PUBLISHED), None)
        seen = version or live or versions[0]
        agreements = Agreement.objects.of(request.centre).filter(piece=piece, left_out_at=None)
        kind = self.declared
        may_publish = version is not None and policies.may_publish(request.actor, version)
        context = self._context(request) | {
            "piece": piece,
            "versions": versions,
            "version": version,
            "live": live,
            "seen": seen,
            "pictures": queries.pictures_of(seen),
            "agreements": agreements,
            "picture_form": forms.get("picture") or PictureForm(),
            "agreement_form": forms.get("agreement") or AgreementForm(),
            "note_form": NoteForm(),
            "publish_form": PublishForm(),
            "may_publish": may_publish,
            "may_take_down": live is not None and policies.may_take_down(request.actor, piece),
            # Whoever may publish their own words need not hand them to anybody.
            "may_submit": version is not None
            and version.state == VersionState.DRAFT
            and not (may_publish and kind.review != Review.OTHER),
            "lacking": queries.missing_consent(seen) if version is not None or live else [],
            **(choosing(request) if self.with_people else {}),
            "trouble": trouble,
            "confirm": request.GET.get("confirm", ""),
            "public_url": centre_reverse(request.centre, kind.url_name, pk=pk) if live else "",
        }
        if self.besides is not None:
            context |= self.besides(request, piece, seen)
        return render(request, "content/desk/piece.html", context, status=status)

    def _act(
        self,
        request: CentreRequest,
        piece: Piece,
        version: Version | None,
        verb: str,
        forms: dict[str, Any],
    ) -> str:
        found = VERBS.get(verb)
        if found is None:
            raise BadInput
        needs_draft, act, done = found
        if needs_draft and version is None:
            raise RuleBroken("没有正在写的这一版，可能同事刚发布了，请刷新再看。")
        return act(request, piece, version, forms) or done

    def _piece(self, request: CentreRequest, pk: UUID) -> Piece:
        return get_object_or_404(policies.visible_pieces(request.actor, self.kind), pk=pk)

    def _context(self, request: CentreRequest) -> dict[str, Any]:
        return {
            "desk": self,
            "list_url": self.url(request, "_list"),
            "add_url": self.url(request, "_add"),
            "piece_name": f"{self.space}:{self.name}",
            "edit_name": f"{self.space}:{self.name}_edit",
        }


def _who(request: CentreRequest) -> dict[str, Any]:
    return {"centre": request.centre, "actor": request.actor}


def _submit(request: CentreRequest, piece: Piece, version: Any, forms: dict[str, Any]) -> str:
    publishing.submit_version(**_who(request), version_id=version.pk, at=timezone.now())
    return ""


def _send_back(request: CentreRequest, piece: Piece, version: Any, forms: dict[str, Any]) -> str:
    note = request.POST.get("note", "")
    publishing.send_back(**_who(request), version_id=version.pk, at=timezone.now(), note=note)
    return ""


def _publish(request: CentreRequest, piece: Piece, version: Any, forms: dict[str, Any]) -> str:
    publishing.publish_version(
        **_who(request),
        version_id=version.pk,
        at=timezone.now(),
        phones_seen=bool(request.POST.get("phones_seen")),
    )
    return ""


def _take_down(request: CentreRequest, piece: Piece, version: Any, forms: dict[str, Any]) -> str:
    note = request.POST.get("note", "")
    publishing.take_down(**_who(request), piece_id=piece.pk, at=timezone.now(), note=note)
    return ""


def _holds(request: CentreRequest, piece: Piece, version: Any, forms: dict[str, Any]) -> str:
    publishing.still_holds(**_who(request), piece_id=piece.pk, at=timezone.now())
    return ""


def _drop(request: CentreRequest, piece: Piece, version: Any, forms: dict[str, Any]) -> str:
    drafting.drop_draft(**_who(request), version_id=version.pk)
    return ""


def _picture(request: CentreRequest, piece: Piece, version: Any, forms: dict[str, Any]) -> str:
    form = forms["picture"] = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        raise BadInput(str(next(iter(form.errors.values()))[0]))
    said, now = form.cleaned_data, timezone.now()
    file = keep_file(
        centre=request.centre,
        upload=said["file"],
        purpose="content",
        actor_id=request.actor.account_id,
        at=now,
        record_id=piece.pk,
    )
    drafting.add_picture(
        **_who(request), version_id=version.pk, file=file, alt=said["alt"], rights=said["rights"]
    )
    return ""


def _drop_picture(request: CentreRequest, piece: Piece, version: Any, forms: dict[str, Any]) -> str:
    rows = VersionPicture.objects.of(request.centre).filter(version=version)
    picture = get_object_or_404(rows, pk=_key(request, "picture"))
    drafting.drop_picture(**_who(request), picture_id=picture.pk)
    return ""


def _agreement(request: CentreRequest, piece: Piece, version: Any, forms: dict[str, Any]) -> str:
    form = forms["agreement"] = AgreementForm(request.POST)
    if not form.is_valid():
        raise BadInput(str(next(iter(form.errors.values()))[0]))
    agreeing.note_agreement(
        **_who(request),
        piece_id=piece.pk,
        at=timezone.now(),
        person=person_named(request),
        **form.cleaned_data,
    )
    return ""


def _one_agreement(request: CentreRequest, piece: Piece) -> Agreement:
    rows = Agreement.objects.of(request.centre).filter(piece=piece)
    return get_object_or_404(rows, pk=_key(request, "agreement"))


def _withdraw(request: CentreRequest, piece: Piece, version: Any, forms: dict[str, Any]) -> str:
    row = _one_agreement(request, piece)
    agreeing.withdraw_agreement(**_who(request), agreement_id=row.pk, at=timezone.now())
    return ""


def _leave_out(request: CentreRequest, piece: Piece, version: Any, forms: dict[str, Any]) -> str:
    row = _one_agreement(request, piece)
    agreeing.leave_out(**_who(request), agreement_id=row.pk, at=timezone.now())
    return ""


def _taken_off(request: CentreRequest, piece: Piece, version: Any, forms: dict[str, Any]) -> str:
    row = _one_agreement(request, piece)
    agreeing.paper_taken_off(**_who(request), agreement_id=row.pk, at=timezone.now())
    return ""


def _key(request: CentreRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None


VERBS: dict[str, tuple[bool, Any, str]] = {
    "submit": (True, _submit, "送审了，等同事看过。"),
    "send_back": (True, _send_back, "退回给写的人了。"),
    "publish": (True, _publish, "发布了，大家都能看到。"),
    "drop": (True, _drop, "这一版草稿丢掉了。"),
    "picture": (True, _picture, "图片放好了。"),
    "drop_picture": (True, _drop_picture, "图片拿掉了。"),
    "take_down": (False, _take_down, "撤下了，存档里还在。"),
    "holds": (False, _holds, "好的，看过了，还对。"),
    "agreement": (False, _agreement, "记下了。"),
    "withdraw": (False, _withdraw, "按本人的意思撤回了，网上已经看不到。"),
    "leave_out": (False, _leave_out, "不再列着了。"),
    "taken_off": (False, _taken_off, "好的，纸的也取下了。"),
}
"""Verbs of the page of a piece: whether they need a draft, what they do, what is said after."""
