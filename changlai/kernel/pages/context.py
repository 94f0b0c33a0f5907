"""What every template may ask for; it holds on an error page too, where no centre is known."""

from typing import Any

from django.http import HttpRequest

from changlai.kernel.pages.shell import Shell


def page(request: HttpRequest) -> dict[str, Any]:
    """Give templates `shell`, `centre`, `actor` and `elder`; nothing is read before it is used."""
    shell = Shell(request)
    return {"shell": shell, "centre": shell.centre, "actor": shell.actor, "elder": shell.is_elder}
