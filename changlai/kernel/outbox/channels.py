"""Ways out of the house: whom to phone or to visit now; short messages and WeChat plug in later.

A channel is an object with the words of `Channel`, registered once from its app's ready(). The
screen is no channel: every message can be read there.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol, runtime_checkable
from uuid import UUID

from changlai.kernel.crypto.phones import masked

log = logging.getLogger(__name__)

PHONE = "phone"
VISIT = "visit"
BY_HAND = (PHONE, VISIT)
"""What colleagues carry out themselves, from the one list."""


class CannotSend(Exception):
    """The channel refused for good; another try would not help."""


@dataclass(frozen=True)
class Letter:
    """What a channel needs to know of a message."""

    centre_id: UUID
    person_id: UUID
    account_id: UUID | None
    name: str
    phone: str
    text: str
    url: str
    urgent: bool
    place: str = ""
    in_person: bool = False


class Channel(Protocol):
    """What a way out must offer."""

    code: ClassVar[str]
    title: ClassVar[str]
    by_hand: ClassVar[bool]
    """Whether people carry it out (the phone list) and the sending job leaves it alone."""

    def takes(self, letter: Letter) -> bool:
        """Say whether the message goes out this way."""

    def send(self, letter: Letter, at: datetime) -> None:
        """Send it; raises CannotSend when another try is useless, anything else to try again."""


@runtime_checkable
class CodeSender(Protocol):
    """A channel that can also carry sign-in codes, at once and never twice."""

    def send_code(self, phone: str, code: str, at: datetime) -> None:
        """Send a code to a telephone number."""


class PhoneList:
    """The printable list of people whom no screen reaches: somebody phones them."""

    code: ClassVar[str] = PHONE
    title: ClassVar[str] = "打电话"
    by_hand: ClassVar[bool] = True

    def takes(self, letter: Letter) -> bool:
        """Take whoever was given with a number to phone."""
        return bool(letter.phone)

    def send(self, letter: Letter, at: datetime) -> None:
        """Do nothing: a person phones, and says so on the list."""


class VisitList:
    """The end of the same list: people without any number, whom somebody tells face to face."""

    code: ClassVar[str] = VISIT
    title: ClassVar[str] = "当面告诉"
    by_hand: ClassVar[bool] = True

    def takes(self, letter: Letter) -> bool:
        """Take whoever must hear of it and has no number, not even the family's."""
        return letter.in_person and not letter.phone

    def send(self, letter: Letter, at: datetime) -> None:
        """Do nothing: a person goes there, and says so on the list."""


class Console:
    """Codes on the console of the server, until a channel for short messages is set up."""

    def send_code(self, phone: str, code: str, at: datetime) -> None:
        """Write the code where the one who runs the server sees it."""
        log.info("登录验证码 %s(发给 %s)", code, masked(phone))


_channels: dict[str, Channel] = {}


def register(channel: Channel) -> None:
    """Add a way out; the same code again replaces it."""
    _channels[channel.code] = channel


def unregister(code: str) -> None:
    """Take a way out off again."""
    _channels.pop(code, None)


def channels() -> tuple[Channel, ...]:
    """Return all ways out."""
    return tuple(_channels.values())


def channel_of(code: str) -> Channel | None:
    """Return the way out of this code, or None when its app is gone."""
    return _channels.get(code)


def code_sender() -> CodeSender:
    """Return what carries sign-in codes: the first channel that can, else the console."""
    return next((one for one in channels() if isinstance(one, CodeSender)), Console())


register(PhoneList())
register(VisitList())
