from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from changlai.foundation.people.actions import factors, roles
from changlai.foundation.people.actor import Actor
from changlai.kernel.errors import BadInput
from tests.cast import NOW, PASSWORD, Village

pytestmark = pytest.mark.django_db

SIGN_IN = {"username": "shuji", "password": PASSWORD}


@pytest.fixture
def strict(village: Village) -> Village:
    roles.set_role_setting(
        centre=village.centre,
        role="secretary",
        needs_second_factor=True,
        actor=Actor.system(),
        at=NOW,
    )
    return village


@pytest.fixture
def secret(strict: Village) -> str:
    secret = factors.new_totp_secret()
    before = NOW - timedelta(hours=1)
    code = factors.totp_code(secret, before)
    factors.set_up_totp(account=strict.secretary, secret=secret, code=code, at=before)
    return secret


def test_the_codes_are_those_of_rfc_6238() -> None:
    # The secret of the RFC's appendix B, in base32, at 59 s: 94287082, of which six digits.
    from datetime import UTC, datetime

    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert factors.totp_code(secret, datetime.fromtimestamp(59, UTC)) == "287082"


def test_a_password_alone_does_not_open_the_desk(strict: Village, secret: str) -> None:
    client = Client()
    with time_machine.travel(NOW, tick=False):
        answer = client.post("/staff/sign-in", SIGN_IN)
        assert answer["Location"] == "/staff/second"
        assert client.get("/c/yunxi/desk/people")["Location"].startswith("/c/yunxi/staff/sign-in")
        wrong = client.post("/staff/second", {"code": "000000"})
        assert "动态口令不对" in wrong.content.decode()
        client.post("/staff/second", {"code": factors.totp_code(secret, NOW)})
        assert client.get("/c/yunxi/desk/people").status_code == 200


def test_a_code_seen_over_a_shoulder_works_no_second_time(strict: Village, secret: str) -> None:
    code = factors.totp_code(secret, NOW)
    assert factors.check_code(account=strict.secretary, code=code, at=NOW)
    assert not factors.check_code(account=strict.secretary, code=code, at=NOW)


def test_a_recovery_code_works_once(strict: Village) -> None:
    codes = factors.new_recovery_codes(account=strict.secretary, at=NOW)
    assert len(set(codes)) == 10
    assert factors.check_code(account=strict.secretary, code=codes[0].upper(), at=NOW)
    assert not factors.check_code(account=strict.secretary, code=codes[0], at=NOW)


def test_wrong_codes_lock_like_wrong_passwords(strict: Village, secret: str) -> None:
    client = Client()
    with time_machine.travel(NOW, tick=False):
        client.post("/staff/sign-in", SIGN_IN)
        answers = [client.post("/staff/second", {"code": "000000"}) for _ in range(5)]
        assert answers[-1].status_code == 429
        right = client.post("/staff/second", {"code": factors.totp_code(secret, NOW)})
        assert right.status_code == 429


def test_who_needs_one_and_has_none_sets_it_up_at_sign_in(strict: Village) -> None:
    client = Client()
    with time_machine.travel(NOW, tick=False):
        answer = client.post("/staff/sign-in", SIGN_IN)
        assert answer["Location"] == "/staff/second/set-up"
        page = client.get("/staff/second/set-up")
        assert "svg" in page.content.decode()
        secret = client.session["people.totp_secret"]
        codes = client.post(
            "/staff/second/set-up", {"code": factors.totp_code(secret, NOW)}
        ).content.decode()
        assert "备用码" in codes
        assert client.get("/staff/go-on").status_code == 302
        assert client.get("/c/yunxi/desk/people").status_code == 200


def test_a_half_signed_in_account_cannot_bind_another_app(strict: Village, secret: str) -> None:
    client = Client()
    with time_machine.travel(NOW, tick=False):
        client.post("/staff/sign-in", SIGN_IN)
        assert client.get("/staff/second/set-up")["Location"] == "/staff/sign-in"
        assert client.get("/staff/second/passkey")["Location"] == "/staff/sign-in"
        assert client.get("/staff/go-on")["Location"] == "/staff/second"


def test_half_a_sign_in_lasts_ten_minutes(strict: Village, secret: str) -> None:
    client = Client()
    with time_machine.travel(NOW, tick=False) as clock:
        client.post("/staff/sign-in", SIGN_IN)
        clock.shift(timedelta(minutes=10, seconds=1))
        assert client.get("/staff/second")["Location"] == "/staff/sign-in"


def test_a_made_up_passkey_is_refused(strict: Village) -> None:
    options, state = factors.begin_passkey(account=strict.secretary, host="localhost")
    assert '"challenge"' in factors.as_json(options)
    for response in ("{}", "[]", "not json", '{"id":"x","rawId":"eA","type":"public-key"}'):
        with pytest.raises(BadInput):
            factors.add_passkey(
                account=strict.secretary,
                host="localhost",
                state=state,
                response=response,
                label="",
                at=NOW,
            )


def test_a_first_password_must_be_changed_before_anything_else(village: Village) -> None:
    _, first = roles.make_staff_with_role(
        centre=village.centre,
        username="xinren",
        name="新来的",
        role="duty",
        starts_on=NOW.date(),
        ends_on=NOW.date() + timedelta(days=30),
        actor=village.actor(village.secretary),
        at=NOW,
    )
    client = Client()
    with time_machine.travel(NOW, tick=False):
        answer = client.post("/staff/sign-in", {"username": "xinren", "password": first})
        assert answer["Location"] == "/staff/password"
        assert client.get("/c/yunxi/desk/people").status_code == 302
        weak = client.post("/staff/password", {"password": "abcdefgh", "again": "abcdefgh"})
        assert "三种" in weak.content.decode()
        good = {"password": "Xin-mima-2026", "again": "Xin-mima-2026"}
        assert client.post("/staff/password", good).status_code == 302
        assert client.get("/c/yunxi/desk/people").status_code == 200
