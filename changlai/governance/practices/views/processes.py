"""优化流程: an item before and after it was changed, with the days it really took."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.governance.practices import policies
from changlai.governance.practices.actions.practices import Telling, put_practice
from changlai.governance.practices.queries.processes import Change
from changlai.halls.counter.public import process_of, processes, words_about
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse


@for_staff(policies.SEE)
def listing(request: CentreRequest) -> HttpResponse:
    """List the services whose way was changed."""
    context = {"page": page_of(request, processes(request.centre))}
    return render(request, "practices/desk/processes.html", context)


def _chosen(request: CentreRequest, name: str, known: set[int], usual: int) -> int:
    sent = request.GET.get(name, "")
    number = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 6 else usual
    return number if number in known else usual


@for_staff(policies.SEE)
def compare(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Lay two versions of an item side by side; what was learned becomes a practice by a tap."""
    item = get_object_or_404(processes(request.centre), pk=pk)
    versions = {one.number: one for one in process_of(request.centre, item.pk)}
    numbers = sorted(versions)
    earlier = _chosen(request, "before", set(numbers), numbers[-2])
    later = _chosen(request, "after", set(numbers), numbers[-1])
    earlier, later = min(earlier, later), max(earlier, later)
    change = Change(versions[earlier], versions[later])
    trouble, status = "", 200
    if request.method == "POST":
        try:
            return _learn(request, item.title, change)
        except RuleBroken as error:
            trouble, status = error.sentence, 409
    context: dict[str, Any] = {
        "item": item,
        "numbers": numbers,
        "change": change,
        "is_one": earlier == later,
        "words": words_about(request.actor, request.centre, item.pk),
        "may_write": policies.may_write(request.actor, request.centre),
        "form_id": uuid4(),
        "trouble": trouble,
    }
    return render(request, "practices/desk/process.html", context, status=status)


def _learn(request: CentreRequest, title: str, change: Change) -> HttpResponse:
    background, method = change.told()
    try:
        form_id = UUID(request.POST.get("form_id", ""))
    except ValueError:
        form_id = uuid4()
    row = put_practice(
        centre=request.centre,
        actor=request.actor,
        at=timezone.now(),
        telling=Telling(f"{title[:30]}：办得更快", background=background, method=method),
        form_id=form_id,
    )
    messages.success(request, "写好了一份草稿，数字和前后对比都带进来了，改一改再定稿。")
    return redirect(centre_reverse(request.centre, "practices:desk_change", pk=row.pk))
