"""Verbs of the gig station: offer work, check and publish it, have a card, go to work."""

from changlai.halls.jobs.actions.cards import (
    Offer,
    change_card,
    delete_card,
    make_card,
    renew_card,
)
from changlai.halls.jobs.actions.employers import check_employer, put_employer, set_skills
from changlai.halls.jobs.actions.matches import (
    agree,
    call_off,
    close_match,
    note_contact,
    note_worked,
    recommend,
    say_word,
    want_post,
)
from changlai.halls.jobs.actions.posts import (
    Work,
    change_post,
    close_post,
    hand_in_post,
    offer_work,
    publish_post,
)
from changlai.halls.jobs.actions.tidying import (
    expire_posts,
    forget_person,
    keep_with_person,
    purge,
    remind_cards,
)
from changlai.halls.jobs.actions.wages import raise_wages

__all__ = [
    "Offer",
    "Work",
    "agree",
    "call_off",
    "change_card",
    "change_post",
    "check_employer",
    "close_match",
    "close_post",
    "delete_card",
    "expire_posts",
    "forget_person",
    "hand_in_post",
    "keep_with_person",
    "make_card",
    "note_contact",
    "note_worked",
    "offer_work",
    "publish_post",
    "purge",
    "put_employer",
    "raise_wages",
    "recommend",
    "remind_cards",
    "renew_card",
    "say_word",
    "set_skills",
    "want_post",
]
