"""The environment is read in one place, and a wrong value stops the start with a sentence."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from changlai.config import env


def test_a_missing_setting_without_default_names_itself() -> None:
    with pytest.raises(ImproperlyConfigured, match="NOT_SET_ANYWHERE"):
        env.text("NOT_SET_ANYWHERE")


@pytest.mark.parametrize(("given", "means"), [("1", True), ("YES", True), ("off", False)])
def test_a_flag_reads_yes_and_no(monkeypatch: pytest.MonkeyPatch, given: str, means: bool) -> None:
    monkeypatch.setenv("A_FLAG", given)
    assert env.flag("A_FLAG", default=not means) is means


@pytest.mark.parametrize("given", ["perhaps", "2", ""])
def test_an_unclear_flag_stops_the_start(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("A_FLAG", given)
    with pytest.raises(ImproperlyConfigured, match="A_FLAG"):
        env.flag("A_FLAG", default=True)


@pytest.mark.parametrize("given", ["ten", "-1", "1.5"])
def test_a_number_that_is_none_stops_the_start(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("A_NUMBER", given)
    with pytest.raises(ImproperlyConfigured, match="A_NUMBER"):
        env.whole("A_NUMBER", 3)


def test_a_list_is_read_at_its_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_LIST", " a.example , b.example,, ")
    assert env.words("A_LIST") == ["a.example", "b.example"]


def test_sqlite_takes_a_path() -> None:
    assert env.database("sqlite:////srv/a%20b.sqlite3")["NAME"] == "/srv/a b.sqlite3"


def test_sqlite_waits_at_the_start_of_a_transaction_and_keeps_acknowledged_commits() -> None:
    options = env.database("sqlite:///a.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in options["init_command"]


def test_postgres_takes_an_address() -> None:
    told = env.database("postgres://ana:p%40ss@db.example:5433/village")
    assert (told["USER"], told["PASSWORD"]) == ("ana", "p@ss")
    assert (told["HOST"], told["PORT"], told["NAME"]) == ("db.example", "5433", "village")


def test_postgres_takes_a_socket() -> None:
    assert env.database("postgres://ana@/village?host=/run/pg")["HOST"] == "/run/pg"


def test_another_database_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="sqlite"):
        env.database("mysql://localhost/village")


def test_a_secret_is_made_once_and_read_by_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("A_SECRET", raising=False)
    first = env.kept_secret("A_SECRET", tmp_path / "a-secret")
    assert len(first) >= 50
    assert env.kept_secret("A_SECRET", tmp_path / "a-secret") == first
    assert stat.S_IMODE((tmp_path / "a-secret").stat().st_mode) == 0o600


def test_a_given_secret_comes_before_the_kept_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SECRET", "given")
    assert env.kept_secret("A_SECRET", tmp_path / "a-secret") == "given"
    assert not (tmp_path / "a-secret").exists()


def test_a_var_dir_that_cannot_be_used_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "file" / "var"))
    with pytest.raises(ImproperlyConfigured, match="VAR_DIR"):
        env.var_dir()
