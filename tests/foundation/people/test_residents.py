import pytest
from django.db import IntegrityError, transaction

from changlai.foundation.people.actions import residents
from changlai.foundation.people.actor import Actor
from changlai.foundation.people.models import Consent, Delegation, Household, Person
from changlai.foundation.people.names import cleaned, may_be
from changlai.foundation.people.public import known_now, masked_name, phone_to_call, place_of
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.models import Entry
from changlai.kernel.outbox.public import Message, tell
from tests.cast import NOW, Village, make_person, phone

pytestmark = pytest.mark.django_db


def find(village: Village, name: str, **typed: object) -> Person:
    actor = village.actor(village.duty)
    return residents.find_or_make_person(
        centre=village.centre,
        name=name,
        actor=actor,
        at=NOW,
        **typed,  # type: ignore[arg-type]
    )


def test_a_number_leads_to_its_holder(village: Village) -> None:
    for said in ("周春生", "", "周先生", " 周 春 生 "):
        assert find(village, said, phone="199 0000 0001") == village.resident_person


def test_another_name_on_the_same_telephone_is_somebody_else_reached_there(
    village: Village,
) -> None:
    wife = find(village, "吴桂香", phone=phone(1))
    assert wife != village.resident_person
    assert (wife.phone, wife.contact_phone) == ("", phone(1))
    assert find(village, "吴桂香", phone=phone(1)) == wife


def test_a_person_needs_no_phone(village: Village) -> None:
    person = find(village, "李阿公")
    assert phone_to_call(person) is None
    fact = Entry.objects.get(name="people.person.added")
    assert fact.subject_id == person.pk
    assert "李阿公" not in str(fact.payload)


def test_the_phone_is_for_the_list_only_of_those_who_never_sign_in(village: Village) -> None:
    assert phone_to_call(village.resident_person) is None
    assert phone_to_call(make_person(village.centre, "丁一", number=70)) == phone(70)


def test_two_rows_of_one_number_are_refused_by_the_database(village: Village) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_person(village.centre, "另一个", number=1)


def test_a_number_is_ciphertext_in_the_database(village: Village) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select phone, phone_index from people_person where phone <> ''")
        assert all(phone(1) not in str(row) for row in cursor.fetchall())


@pytest.mark.parametrize("part", ["resident", "neighbour", "township", "county", "operator"])
def test_only_staff_of_the_centre_make_a_person_known(village: Village, part: str) -> None:
    actor = village.actor(village.accounts()[part])
    with pytest.raises(NotAllowed):
        residents.find_or_make_person(centre=village.centre, name="某人", actor=actor, at=NOW)


def test_staff_of_one_village_have_no_say_in_another(village: Village) -> None:
    elsewhere = village.actor(village.other_secretary, centre=village.other_centre)
    with pytest.raises(NotAllowed):
        residents.find_or_make_person(centre=village.centre, name="某人", actor=elsewhere, at=NOW)


@pytest.mark.parametrize("text", ["", "  ", "\u200b\u200b", "1234", "——", "名" * 41])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        cleaned(text)


def test_names_are_cleaned_and_compared() -> None:
    assert cleaned(" 周\u200b春生 ") == "周春生"
    assert may_be("李大妈", "李秀英")
    assert not may_be("李四", "李秀英")
    assert masked_name("欧阳小满") == "欧***"


def test_a_resident_edits_only_themselves(village: Village) -> None:
    me = village.actor(village.resident)
    residents.edit_person(
        centre=village.centre,
        person_id=village.resident_person.pk,
        actor=me,
        at=NOW,
        name="周春生",
        birth_year=1970,
    )
    with pytest.raises(NotAllowed):
        residents.edit_person(
            centre=village.centre,
            person_id=village.second_person.pk,
            actor=me,
            at=NOW,
            name="别名",
        )


def test_staff_cannot_change_the_phone_someone_signs_in_with(village: Village) -> None:
    with pytest.raises(BadInput, match="本人"):
        residents.edit_person(
            centre=village.centre,
            person_id=village.resident_person.pk,
            actor=village.actor(village.handler),
            at=NOW,
            name="周春生",
            phone=phone(99),
        )


def test_a_taken_phone_tells_a_masked_name(village: Village) -> None:
    with pytest.raises(BadInput, match=r"周\*\*"):
        residents.edit_person(
            centre=village.centre,
            person_id=village.phoneless_person.pk,
            actor=village.actor(village.handler),
            at=NOW,
            name="郑阿婆",
            phone=phone(1),
        )


def merge(village: Village, keep: Person, merged: Person) -> Person:
    return residents.merge_persons(
        centre=village.centre,
        keep_id=keep.pk,
        merge_id=merged.pk,
        actor=village.actor(village.handler),
        at=NOW,
    )


def test_merging_fills_blanks_and_moves_papers(village: Village) -> None:
    keep, merged = village.phoneless_person, village.second_person
    Consent.objects.create(
        centre=village.centre, person=merged, matter="portrait", version="1", given_at=NOW
    )
    Delegation.objects.create(
        centre=village.centre,
        principal=merged,
        delegate=village.resident,
        scopes=["voices"],
        evidence="当面",
        given_at=NOW,
        expires_on=NOW.date(),
    )
    kept = merge(village, keep, merged)
    kept.refresh_from_db()
    merged.refresh_from_db()
    assert kept.account is not None
    assert (kept.phone, kept.birth_year) == (phone(2), 1942)
    assert (merged.is_active, merged.merged_into_id, merged.phone) == (False, kept.pk, "")
    assert Consent.objects.get().person_id == kept.pk
    assert Delegation.objects.get().principal_id == kept.pk
    assert Entry.objects.get(name="people.person.merged").payload == {"merged_id": str(merged.pk)}
    with pytest.raises(WrongStep):
        merge(village, keep, merged)


def test_two_people_at_two_phones_are_not_merged(village: Village) -> None:
    with pytest.raises(WrongStep):
        merge(village, village.resident_person, village.second_person)


def test_the_number_someone_signs_in_with_wins(village: Village) -> None:
    keep = make_person(village.centre, "何惠兰", number=88)
    kept = merge(village, keep, village.second_person)
    assert (kept.phone, kept.contact_phone) == (phone(2), phone(88))


def test_a_second_number_stays_a_way_to_reach_them(village: Village) -> None:
    keep = make_person(village.centre, "何阿婆", number=88)
    kept = merge(village, keep, make_person(village.centre, "何阿婆", number=89))
    assert (kept.phone, kept.contact_phone) == (phone(88), phone(89))


def test_merging_moves_what_they_were_told_and_ends_a_leave_to_oneself(village: Village) -> None:
    keep, merged = village.phoneless_person, village.second_person
    row = Delegation.objects.create(
        centre=village.centre,
        principal=keep,
        delegate=village.second,
        scopes=["voices"],
        evidence="当面",
        given_at=NOW,
        expires_on=NOW.date(),
    )
    tell(centre=village.centre, person_id=merged.pk, text="修好了", at=NOW, dedupe="1")
    kept = merge(village, keep, merged)
    assert Message.objects.get().person_id == kept.pk
    row.refresh_from_db()
    assert row.ended_at == NOW


def test_where_somebody_is_found_who_cannot_be_phoned(village: Village) -> None:
    assert place_of(village.phoneless_person) == "榕树头"
    assert place_of(village.resident_person) == ""
    household = Household.objects.create(
        centre=village.centre, number="1", address="桥头2号", hamlet=village.hamlet
    )
    person = make_person(village.centre, "丁二", household=household)
    assert place_of(person) == "榕树头，桥头2号"


def test_a_merged_entry_leads_to_the_human_and_an_erased_one_to_nobody(village: Village) -> None:
    last = make_person(village.centre, "何三")
    second = make_person(village.centre, "何三", is_active=False, merged_into=last)
    first = make_person(village.centre, "何三", is_active=False, merged_into=second)
    assert known_now(first) == last
    Person.objects.filter(pk=last.pk).update(is_active=False)
    assert known_now(first) is None


def test_a_household_number_is_taken_once(village: Village) -> None:
    actor = village.actor(village.handler)
    residents.make_household(centre=village.centre, number="1-001", actor=actor, at=NOW)
    with pytest.raises(BadInput):
        residents.make_household(centre=village.centre, number="1-001", actor=actor, at=NOW)
    elsewhere = village.actor(village.other_secretary, centre=village.other_centre)
    residents.make_household(centre=village.other_centre, number="1-001", actor=elsewhere, at=NOW)
    assert Household.objects.count() == 2


def test_the_system_may_what_staff_may(village: Village) -> None:
    system = Actor.system(village.centre.pk)
    residents.find_or_make_person(centre=village.centre, name="由表导入", actor=system, at=NOW)
