"""How an address is built: the site's own, a centre's public ones, and those of its workbench.

The centre's code stands in the path, so that a link can be read aloud and a page can be
kept by an old phone; CentreMiddleware takes it out again before the view is called.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.urls import NoReverseMatch, URLPattern, path, reverse

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
    return reverse(name, kwargs={"code": centre.code, **kwargs})


def optional_url(centre: Any, name: str, **kwargs: Any) -> str:
    """Return the address of a page of `centre`, or nothing where that part is not installed."""
    try:
        return centre_reverse(centre, name, **kwargs)
    except NoReverseMatch:
        return ""
