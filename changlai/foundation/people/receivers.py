"""What follows from facts about people: who was acted for, or delegated, is told.

On their own screen only: who has none stood at the counter and took a slip home, and is not
put on the list of people to phone for it.
"""

from django.utils import timezone

from changlai.foundation.people.events import ActForStarted, DelegationGiven
from changlai.foundation.people.models import ActForSession, Delegation, Person
from changlai.foundation.people.states import Channel
from changlai.kernel.events.public import StoredEvent, reaction
from changlai.kernel.outbox.public import tell


@reaction("people.tell_acted_for", events=[ActForStarted])
def tell_acted_for(event: StoredEvent) -> None:
    """Tell a resident that somebody acted in their place, so that it never stays unseen."""
    session = (
        ActForSession.objects.of(event.centre_id)
        .select_related("account", "person")
        .filter(pk=event.subject_id)
        .first()
    )
    if session is None or not session.person.is_active:
        return
    how = "按您的委托" if session.channel == Channel.DELEGATE else session.get_channel_display()
    began = timezone.localtime(session.started_at)
    text = (
        f"{session.account.shown_name}于{began.month}月{began.day}日{began:%H:%M}替您办事({how})。"
        "如果不是您的意思，请告诉中心。"
    )
    _tell(session.person, text, event, "act-for")


@reaction("people.tell_delegation", events=[DelegationGiven])
def tell_delegation(event: StoredEvent) -> None:
    """Tell a resident that somebody may now act in their name, whoever entered it."""
    delegation = (
        Delegation.objects.of(event.centre_id)
        .select_related("delegate", "principal")
        .filter(pk=event.subject_id)
        .first()
    )
    if delegation is None or not delegation.principal.is_active:
        return
    until = delegation.expires_on
    text = (
        f"{delegation.delegate.shown_name}可以替您办事，有效期至{until.year}年{until.month}月{until.day}日。"
        "不想再委托时，随时可以在“我的代办人”里结束，或告诉中心。"
    )
    _tell(delegation.principal, text, event, "delegation")


def _tell(person: Person, text: str, event: StoredEvent, occasion: str) -> None:
    tell(
        centre=event.centre_id,
        person_id=person.pk,
        text=text,
        at=event.at,
        dedupe=f"{occasion}:{event.subject_id}",
        account_id=person.account_id,
    )
