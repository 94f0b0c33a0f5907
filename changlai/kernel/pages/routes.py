"""How an address is built: the site's own, a centre's public ones, and those of its workbench.

The centre's code stands in the path, so that a link can be read aloud and a page can be
kept by an old phone; CentreMiddleware takes it out again before the view is called.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponseBase
from django.urls import NoReverseMatch, URLPattern, get_script_prefix, path, reverse

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Screen:
    """A page of the workbench whose app knows no roles; the web door gives it address and access.

    An app that stands below people lists its own in `screens.SCREENS`. `space` and `name` make
    the url name, `power` is what a colleague must hold.
    """

    space: str
    name: str
    route: str
    view: View
    power: str


CENTRE_PREFIX = "c/<slug:code>/"
DESK_PREFIX = f"{CENTRE_PREFIX}desk/"


def site_path(route: str, view: View, name: str) -> URLPattern:
    """Place a view at "/route": it belongs to the site, not to one centre."""
    return path(route, view, name=name)


def centre_path(route: str, view: View, name: str) -> URLPattern:
    """Place a view at "/c/<code>/route": a page of one centre for everyone who comes."""
    return path(f"{CENTRE_PREFIX}{route}", view, name=name)


def desk_path(route: str, view: View, name: str) -> URLPattern:
    """Place a view at "/c/<code>/desk/route": a page of one centre's workbench."""
    return path(f"{DESK_PREFIX}{route}", view, name=name)


def centre_reverse(centre: Any, name: str, **kwargs: Any) -> str:
    """Return the address of a page of `centre`; a site page's address is returned as well.

    Raises NoReverseMatch when neither fits `kwargs`.
    """
    if not kwargs and (found := _of_any_centre(settings.ROOT_URLCONF, get_script_prefix(), name)):
        return found.replace(STAND_IN, centre.code)
    return reverse(name, kwargs={"code": centre.code, **kwargs})


def optional_url(centre: Any, name: str, **kwargs: Any) -> str:
    """Return the address of a page of `centre`, or nothing where that part is not installed."""
    if not kwargs:
        return place_of(centre, name) or ""
    try:
        return centre_reverse(centre, name, **kwargs)
    except NoReverseMatch:
        return ""


def place_of(centre: Any, name: str) -> str | None:
    """Return the address of a page at a centre, else the site's; None when it is not there.

    A page asks for a dozen, and where a page stands does not change while the program runs.
    """
    asked = settings.ROOT_URLCONF, get_script_prefix(), name
    if centre is not None and (found := _of_any_centre(*asked)):
        return found.replace(STAND_IN, centre.code)
    return _of_the_site(*asked)


STAND_IN: Final = "code-of-the-centre"


@lru_cache(maxsize=1024)
def _of_any_centre(urlconf: str, prefix: str, name: str) -> str | None:
    try:
        return reverse(name, kwargs={"code": STAND_IN})
    except NoReverseMatch:
        return None


@lru_cache(maxsize=1024)
def _of_the_site(urlconf: str, prefix: str, name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
