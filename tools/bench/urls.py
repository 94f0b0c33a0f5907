"""Our addresses and one more: the bare view, against which every page is measured."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from changlai.engines.cases.models import Category
from changlai.foundation.areas.public import Centre
from changlai.foundation.people.public import open_to_all

PAGE = engines["django"].from_string(
    "<!doctype html><html lang='zh-Hans'><title>{{ centre.name }}</title><ul>"
    "{% for row in rows %}<li>{{ row.name }}</li>{% endfor %}</ul></html>"
)


@open_to_all
def bare(request: HttpRequest) -> HttpResponse:
    """Render one template from two selects: what Django itself costs on this machine."""
    centre = Centre.objects.get(code=request.GET["centre"])
    rows = list(Category.objects.filter(centre_id=centre.pk)[:20])
    return HttpResponse(PAGE.render({"centre": centre, "rows": rows}))


urlpatterns = [path("bench/bare/", bare, name="bare"), path("", include("changlai.config.urls"))]
