"""The installed app: what a phone needs to install it, and what it keeps without a network."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from tests.cast import Village

pytestmark = pytest.mark.django_db


def test_a_phone_may_install_it(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    told = answer.json()
    assert told["name"]
    assert told["short_name"] == "常来"
    assert told["start_url"] == told["scope"] == "/"
    assert told["display"] == "standalone"
    assert re.fullmatch(r"#[0-9A-F]{6}", told["theme_color"])
    assert {icon["sizes"] for icon in told["icons"]} >= {"192x192", "512x512"}
    assert any(icon.get("purpose") == "maskable" for icon in told["icons"])


def test_the_icons_are_as_large_as_they_say(client: Client) -> None:
    for icon in client.get("/manifest.webmanifest").json()["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        with Image.open(BytesIO(Path(path).read_bytes())) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_every_page_names_manifest_and_script(client: Client, village: Village) -> None:
    shown = client.get("/c/yunxi/").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest">' in shown
    assert "pages/pages.js" in shown


def test_the_worker_keeps_no_page_of_a_person(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"
    text = answer.content.decode()
    kept = re.search(r"PAGES = \[(.*?)\]", text)
    assert kept is not None
    assert "/c/" not in kept[1]
    assert 'credentials: "omit"' in text


def test_what_the_worker_keeps_is_there(client: Client, village: Village) -> None:
    text = client.get("/sw.js").content.decode().encode().decode("unicode_escape")
    for path in re.findall(r'"(/static/[^"]+)"', text):
        assert finders.find(path.removeprefix("/static/")), path
    for path in ("/offline/", "/guides/"):
        assert f'"{path}"' in text
        assert client.get(path).status_code == 200


def test_the_guides_carry_the_telephone(client: Client, village: Village) -> None:
    for path in ("/offline/", "/guides/"):
        assert "tel:0898-66000001" in client.get(path).content.decode()


def test_large_type_is_one_link_away_and_back(client: Client, village: Village) -> None:
    assert "/elder/?on=1&amp;next=%2Fc%2Fyunxi%2F" in client.get("/c/yunxi/").content.decode()
    answer = client.get("/elder/?on=1&next=/c/yunxi/")
    assert answer["Location"] == "/c/yunxi/"
    assert client.cookies["elder"].value == "1"
    shown = client.get("/c/yunxi/").content.decode()
    assert 'class="resident elder"' in shown
    assert "普通版" in shown
    client.get("/elder/?on=0&next=/c/yunxi/")
    assert 'class="resident"' in client.get("/c/yunxi/").content.decode()


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_the_switch_sends_nobody_away(client: Client, back: str) -> None:
    assert client.get("/elder/", {"on": "1", "next": back})["Location"] == "/"


def test_a_watchman_gets_a_sign_of_life(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "worker": "silent"}


@pytest.mark.parametrize("path", ["/docs/pieces/", "/docs/pieces/desk/", "/docs/pieces/paper/"])
def test_every_piece_is_shown(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200
