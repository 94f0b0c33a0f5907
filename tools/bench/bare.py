"""The bare twins over HTTP: what Django itself costs on this machine for a page and for a form.

Both run behind our middleware. The bare POST counts one seat and inserts one row, and asks for
neither a session nor a token against forgery.
"""

from uuid import uuid4

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from changlai.engines.cases.models import Category
from changlai.foundation.areas.public import Centre
from changlai.foundation.people.public import open_to_all

PAGE = engines["django"].from_string(
    "<!doctype html><html lang='zh-Hans'><title>{{ centre.name }}</title><ul>"
    "{% for row in rows %}<li>{{ row.name }}</li>{% endfor %}</ul></html>"
)


@open_to_all
def page(request: HttpRequest) -> HttpResponse:
    """Render one template from two selects."""
    centre = Centre.objects.get(code=request.GET["centre"])
    rows = list(Category.objects.filter(centre_id=centre.pk)[:20])
    return HttpResponse(PAGE.render({"centre": centre, "rows": rows}))


@csrf_exempt
@open_to_all
def post(request: HttpRequest) -> HttpResponse:
    """Take one of a thing's seats, if one is left, and write who took it, in one transaction."""
    thing = int(request.POST["thing"])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE bench_thing SET taken = taken + 1 WHERE id = %s AND taken < seats", [thing]
        )
        if cursor.rowcount != 1:
            return HttpResponse(status=409)
        cursor.execute(
            "INSERT INTO bench_row (id, thing_id, who, at) VALUES (%s, %s, %s, %s)",
            [uuid4().hex, thing, request.POST["who"], timezone.now().isoformat()],
        )
    return HttpResponseRedirect("/bench/bare/")


def make_tables() -> None:
    """Make the two tables of the bare POST."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_thing (id integer PRIMARY KEY, seats integer NOT NULL,"
            " taken integer NOT NULL)"
        )
        cursor.execute(
            "CREATE TABLE bench_row (id varchar(32) PRIMARY KEY, thing_id integer NOT NULL,"
            " who varchar(40) NOT NULL, at varchar(40) NOT NULL)"
        )
        cursor.execute("CREATE INDEX bench_row_thing ON bench_row (thing_id)")


def make_things(count: int, seats: int) -> list[int]:
    """Make things with free seats; return their keys."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM bench_thing")
        there = int(cursor.fetchone()[0])
        keys = list(range(there + 1, there + 1 + count))
        cursor.executemany(
            "INSERT INTO bench_thing (id, seats, taken) VALUES (%s, %s, 0)",
            [(key, seats) for key in keys],
        )
    return keys


def require_taken(keys: list[int], count: int) -> None:
    """Raise AssertionError unless `count` seats of these things are taken, each with its row."""
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT SUM(taken) FROM bench_thing WHERE id IN ({marks})", keys)
        taken = int(cursor.fetchone()[0])
        cursor.execute(f"SELECT COUNT(*) FROM bench_row WHERE thing_id IN ({marks})", keys)
        rows = int(cursor.fetchone()[0])
    if (taken, rows) != (count, count):
        raise AssertionError(f"the bare POST took {taken} seats and wrote {rows} rows, not {count}")
