"""The numbers of service items, against the starting items of a counter."""

import pytest

from changlai.halls.counter.models import ItemVersion, ServiceItem
from changlai.halls.counter.pack import PACK
from changlai.kernel.registry.public import measure
from tests.cast import NOW, Village

pytestmark = pytest.mark.django_db


def value(village: Village, code: str) -> object:
    one = measure(code)
    assert one is not None
    return one.value(village.centre, NOW)


def test_items_count_while_offered_and_as_unclear_by_their_newest_version(
    village: Village,
) -> None:
    assert value(village, "counter.items_offered") == 0
    assert value(village, "counter.items_unclear") is None
    for pack in PACK:
        pack.unpack(village.centre, NOW)
    items = ServiceItem.objects.of(village.centre)
    many = items.offered().count()
    assert value(village, "counter.items_offered") == many
    unclear = value(village, "counter.items_unclear")
    assert isinstance(unclear, int)
    clear = ItemVersion.objects.of(village.centre).exclude(whom="").first()
    assert clear is not None
    ItemVersion.objects.filter(pk=clear.pk).update(whom="")
    assert value(village, "counter.items_unclear") == unclear + 1
    items.filter(pk=clear.item_id).update(is_active=False)
    assert value(village, "counter.items_offered") == many - 1
    assert value(village, "counter.items_unclear") == unclear
