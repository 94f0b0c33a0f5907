"""What holds for every page alike: a broken rule is one sentence, an odd address is no trouble."""

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


class PlainAddressMiddleware:
    """Leave a zero out of what stands behind the question mark.

    No keyboard types one, and PostgreSQL refuses it in any text: without this, every page that
    searches by the words of its address would have to ask for itself. Forms refuse it themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, its question without zeros."""
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", "")
        return self.get_response(request)
