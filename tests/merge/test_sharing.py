from __future__ import annotations

from typing import Any

from casefile.base.clock import RecordId
from casefile.casework.acts import Act
from casefile.merge.sharing import Share, share
from merge.conftest import Office


def add(office: Office, kind: str, **values: Any) -> RecordId:
    return office.book.transact(Act.ADD_RECORD, lambda writer: writer.insert(kind, **values)).value


def shared(office: Office, *asked: RecordId) -> Share:
    return office.book.read(lambda reader: share(reader, asked))


def test_a_person_goes_with_all_their_parts_and_what_these_link_to(aktau: Office) -> None:
    person = add(aktau, "person", shown_name="Aisha Example")
    name = add(aktau, "name", person=person, full_name="Айша")
    custody = add(aktau, "custody", person=person)
    region = add(aktau, "place", shown_name="Mangystau")
    place = add(aktau, "place", shown_name="Zhanaozen", parent=region)
    stay = add(aktau, "stay", custody=custody, place=place)
    add(aktau, "person", shown_name="Bolat Example")
    found = shared(aktau, person)
    assert found.records == {person, name, custody, stay, place}
    assert found.linked == {place}
    assert found.open_links == 1


def test_what_is_said_about_a_record_goes_with_it_and_so_does_who_said_it(aktau: Office) -> None:
    person = add(aktau, "person", shown_name="Aisha Example")
    source = add(aktau, "source", title="A letter")
    claim = add(aktau, "claim", record=person, source=source, field="sex", value="female")
    remark = add(aktau, "remark", record=person, text="Ask again")
    assert shared(aktau, person).records == {person, source, claim, remark}


def test_evidence_goes_with_what_it_is_evidence_for(aktau: Office) -> None:
    person = add(aktau, "person", shown_name="Aisha Example")
    item = add(aktau, "evidence_item", title="Photo")
    link = add(aktau, "evidence_link", evidence_item=item, record=person)
    add(aktau, "evidence_item", title="Another")
    found = shared(aktau, person)
    assert found.records == {person, item, link}
    assert found.open_links == 0


def test_a_part_that_is_only_linked_to_comes_with_its_owner_so_that_it_stands_somewhere(aktau: Office) -> None:
    victim = add(aktau, "person", shown_name="Aisha Example")
    event = add(aktau, "event", title="Strike")
    act = add(aktau, "violation_act", event=event, victim=victim)
    claim = add(aktau, "claim", record=act, source=(source := add(aktau, "source", title="A letter")))
    found = shared(aktau, claim)
    assert {claim, act, event, source} <= found.records


def test_a_decision_on_the_same_goes_only_where_both_go(aktau: Office) -> None:
    first, second = (add(aktau, "person", shown_name=name) for name in ("Aisha", "Aysha"))
    decision = add(aktau, "identity_decision", first_record=first, second_record=second, decision="same")
    assert shared(aktau, first).records == {first}
    assert shared(aktau, first, second).records == {first, second, decision}


def test_what_was_put_aside_goes_along(aktau: Office) -> None:
    person = add(aktau, "person", shown_name="Aisha Example")
    name = add(aktau, "name", person=person, full_name="Айша")
    aktau.book.transact(Act.ARCHIVE_RECORD, lambda writer: writer.archive(name))
    assert shared(aktau, person).records == {person, name}
