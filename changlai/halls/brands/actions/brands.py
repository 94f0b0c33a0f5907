"""Begin a brand, change it, show and end it, let records belong to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from changlai.foundation.people.public import Actor
from changlai.halls.brands import policies
from changlai.halls.brands.actions.words import line, text_of
from changlai.halls.brands.events import (
    BrandChanged,
    BrandMade,
    BrandMoved,
    RecordTagged,
    RecordUntagged,
)
from changlai.halls.brands.lookups import forget
from changlai.halls.brands.models import Brand
from changlai.halls.brands.states import (
    LONGEST_STORY,
    PUBLIC,
    RESERVED,
    ROLE,
    BrandPart,
    BrandState,
    Colour,
)
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.files.public import IMAGES, keep_file, publish_files
from changlai.kernel.policies import require
from changlai.kernel.records import public as records


@dataclass(frozen=True, kw_only=True)
class Saying:
    """What a brand says of itself and what its page offers, as it was typed."""

    name: str
    began_on: date
    slogan: str = ""
    story: str = ""
    owner: str = ""
    colour: str = Colour.RED
    parts: Iterable[str] = field(default_factory=tuple)
    route_title: str = ""
    slug: str = ""


@transaction.atomic
def make_brand(*, centre: Any, saying: Saying, actor: Actor, at: datetime, form_id: UUID) -> Brand:
    """Begin a brand as a draft; one form is one brand.

    Raises NotAllowed; BadInput without a name, or for one that another brand has.
    """
    require(policies.may_write, actor, centre)
    first: Brand | None = Brand.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    number = Brand.objects.of(centre).count() + 1
    brand = Brand(centre=centre, state=BrandState.DRAFT, order=number, made_at=at, form_id=form_id)
    _write(brand, saying, number)
    saved = _saved(brand)
    if saved is not brand:
        return saved
    _keep_record(brand)
    publish(BrandMade(**_said(brand, actor, at)))
    return brand


@transaction.atomic
def change_brand(
    *, centre: Any, brand_id: UUID, saying: Saying, actor: Actor, at: datetime
) -> Brand:
    """Change what a brand says; its address stays, for it may hang on a wall as a QR.

    Raises NotAllowed; BadInput as make_brand does.
    """
    brand = _locked(centre, brand_id)
    require(policies.may_write, actor, centre)
    _write(brand, saying, brand.order)
    brand = _saved(brand)
    _keep_record(brand)
    publish(BrandChanged(**_said(brand, actor, at)))
    return brand


@transaction.atomic
def move_brand(*, centre: Any, brand_id: UUID, state: str, actor: Actor, at: datetime) -> Brand:
    """Show a brand to everybody, or end it: what was done stays readable.

    Raises NotAllowed, WrongStep; BadInput where it says nothing yet.
    """
    brand = _locked(centre, brand_id)
    require(policies.may_publish, actor, centre)
    if state not in BrandState.values:
        raise BadInput
    if state == BrandState.SHOWN and not brand.slogan and not brand.story:
        raise BadInput("先写一句话或来历，再公开。")
    brand.move_to(state, at)
    brand.save(update_fields=["state", "shown_at", "ended_at"])
    if brand.logo_id is not None:
        publish_files(centre=centre, file_ids=[brand.logo_id], is_public=brand.state in PUBLIC)
    _keep_record(brand)
    forget(brand.centre_id)
    publish(BrandMoved(**_said(brand, actor, at), state=brand.state))
    return brand


@transaction.atomic
def put_logo(*, centre: Any, brand_id: UUID, upload: Any, actor: Actor, at: datetime) -> Brand:
    """Give a brand its picture, in place of the one before. Raises NotAllowed, BadInput."""
    brand = _locked(centre, brand_id)
    require(policies.may_write, actor, centre)
    file = keep_file(
        centre=centre,
        upload=upload,
        purpose="brands",
        actor_id=actor.account_id,
        at=at,
        allowed=IMAGES,
        record_id=brand.pk,
        is_public=brand.state in PUBLIC,
    )
    before, brand.logo = brand.logo_id, file
    brand.save(update_fields=["logo"])
    if before is not None:
        publish_files(centre=centre, file_ids=[before], is_public=False)
    publish(BrandChanged(**_said(brand, actor, at)))
    return brand


@transaction.atomic
def tag_record(*, centre: Any, brand_id: UUID, record_id: UUID, actor: Actor, at: datetime) -> None:
    """Let a record belong to a brand; twice is once. Raises NotAllowed; BadInput for none."""
    brand = Brand.objects.of(centre).get(pk=brand_id)
    require(policies.may_write, actor, centre)
    records.link(centre, brand.pk, record_id, ROLE, at=at, by_id=actor.account_id)
    forget(brand.centre_id)
    publish(RecordTagged(**_said(brand, actor, at), record_id=record_id))


@transaction.atomic
def untag_record(
    *, centre: Any, brand_id: UUID, record_id: UUID, actor: Actor, at: datetime
) -> bool:
    """Let a record belong to a brand no more; say whether it did. Raises NotAllowed."""
    brand = Brand.objects.of(centre).get(pk=brand_id)
    require(policies.may_write, actor, centre)
    was = records.unlink(centre, brand.pk, record_id, ROLE)
    if was:
        forget(brand.centre_id)
        publish(RecordUntagged(**_said(brand, actor, at), record_id=record_id))
    return was


def _locked(centre: Any, brand_id: UUID) -> Brand:
    found: Brand = Brand.objects.of(centre).select_for_update().get(pk=brand_id)
    return found


def _said(brand: Brand, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "centre_id": brand.centre_id,
        "at": at,
        "actor_id": actor.account_id,
        "subject_id": brand.pk,
    }


def _write(brand: Brand, saying: Saying, number: int) -> None:
    brand.name = line(saying.name, 20, "请写品牌的名称。")
    brand.slogan = line(saying.slogan, 60)
    brand.story = text_of(saying.story, LONGEST_STORY)
    brand.owner = line(saying.owner, 60)
    brand.route_title = line(saying.route_title, 30)
    if saying.colour not in Colour.values:
        raise BadInput("请选一个颜色。")
    brand.colour, brand.began_on = saying.colour, saying.began_on
    wanted = set(saying.parts)
    brand.parts = [one.value for one in BrandPart if one.value in wanted]
    if not brand.slug:
        slug = slugify(saying.slug)[:30] or _free_slug(brand, number)
        if slug in RESERVED:
            raise BadInput(f"网址里的名字不能用“{slug}”，请换一个。")
        brand.slug = slug


def _free_slug(brand: Brand, number: int) -> str:
    taken = set(Brand.objects.of(brand.centre_id).values_list("slug", flat=True))
    return next(slug for n in count(number) if (slug := f"brand-{n}") not in taken)


def _saved(brand: Brand) -> Brand:
    try:
        with transaction.atomic():
            brand.save()
    except IntegrityError:
        rows = Brand.objects.of(brand.centre_id)
        first: Brand | None = rows.filter(form_id=brand.form_id).exclude(pk=brand.pk).first()
        if first is not None:
            return first
        if rows.filter(name=brand.name).exclude(pk=brand.pk).exists():
            raise BadInput(f"已经有叫“{brand.name}”的品牌了。") from None
        raise BadInput("网址里的名字已经有人用了，请换一个。") from None
    return brand


def _keep_record(brand: Brand) -> None:
    is_public = brand.state in PUBLIC
    kind = records.Visibility.PUBLIC if is_public else records.Visibility.STAFF
    records.put(brand.centre_id, brand.pk, "brand", f"品牌 {brand.name}", brand.made_at, kind)
