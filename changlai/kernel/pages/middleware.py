"""An uncaught rule becomes a page with the rule's own sentence; no traceback, no half page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.views import said_no


class RuleMiddleware:
    """Answer RuleBroken with 409 and its sentence, for every view alike."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is in process_exception."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show the sentence of a rule that no view has caught."""
        if isinstance(exception, RuleBroken):
            return said_no(request, exception)
        return None
