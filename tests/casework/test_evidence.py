from __future__ import annotations

import pytest

from casefile.base.clock import NO_ID
from casefile.base.errors import UserError
from casefile.casework.evidence import (
    ORDERS,
    UNLINKED,
    add_item,
    handling_of,
    item_counts,
    item_ids,
    item_lines,
    items_of,
    link_evidence,
    links_of,
    log_handling,
    same_file,
)
from casefile.casework.people import add_person
from casework.memory_book import MemoryBook

SHA256 = "0f" * 32


def test_taking_an_item_in_begins_its_handling_log(book: MemoryBook) -> None:
    person = add_person(book, "A")
    item = add_item(
        book,
        "Photo of wrist",
        received_on="2026-11-23T10:00",
        received_by="Archivist",
        why="Sent by the family",
        about=[person],
        sha256=SHA256,
        evidence_kind="photo",
    )
    assert [(line.text("handling_kind"), line.text("sha256")) for line in handling_of(book, item)] == [
        ("received", ""),
        ("hashed", SHA256),
    ]
    assert items_of(book, person) == [item]
    assert book.get(item).text("taken_in_on") == "2026-11-23T10:00"


def test_an_object_without_a_file_has_no_fingerprint_to_log(book: MemoryBook) -> None:
    item = add_item(book, "Cartridge case", received_on="2026-11-23")
    assert [line.text("handling_kind") for line in handling_of(book, item)] == ["received"]


def test_a_fingerprint_that_is_none_is_refused(book: MemoryBook) -> None:
    with pytest.raises(UserError) as refused:
        book.insert("evidence_item", title="Photo", sha256="abc", size_bytes=-1)
    assert [problem.field for problem in refused.value.problems] == ["sha256", "size_bytes"]
    item = add_item(book, "Photo", received_on="2026-11-23")
    with pytest.raises(UserError):
        log_handling(book, item, "hashed", "2026-11-24", sha256="abc")


def test_nothing_comes_in_before_it_was_made(book: MemoryBook) -> None:
    with pytest.raises(UserError):
        add_item(book, "Photo", received_on="2011-12-16", captured_on="2011-12-17")


def test_an_item_is_not_a_copy_of_itself(book: MemoryBook) -> None:
    first = add_item(book, "Original", received_on="2026")
    second = add_item(book, "Copy", received_on="2026", copy_of=first)
    with pytest.raises(UserError):
        book.update(first, {"copy_of": second})


def test_linking_twice_changes_the_link(book: MemoryBook) -> None:
    person, item = add_person(book, "A"), add_item(book, "Photo", received_on="2026")
    first = link_evidence(book, item, person, "portrait_of")
    second = link_evidence(book, item, person, locator="left")
    assert first == second
    link = book.get(first)
    assert (link.text("relation"), link.text("locator")) == ("portrait_of", "left")


def test_the_handling_log_is_told_in_order(book: MemoryBook) -> None:
    item = add_item(book, "Photo", received_on="2026-11-23T10:00")
    log_handling(book, item, "handed_over", "2026-11-25", "Archivist", handed_to="Court")
    log_handling(book, item, "viewed", "2026-11-24")
    assert [line.text("handling_kind") for line in handling_of(book, item)] == ["received", "viewed", "handed_over"]


def test_a_second_intake_of_the_same_file_is_noticed(book: MemoryBook) -> None:
    item = add_item(book, "Photo", received_on="2026", sha256=SHA256)
    add_item(book, "Object", received_on="2026")
    book.archive(item)
    assert same_file(book, SHA256) == [item]
    assert same_file(book, "") == []


def test_items_are_listed_the_newest_first(book: MemoryBook) -> None:
    photo = add_item(book, "", received_on="2026", file_name="IMG_1.jpg", evidence_kind="photo", graphic="yes")
    paper = add_item(book, "Verdict", received_on="2026", evidence_kind="court_paper", about=[add_person(book, "A")])
    assert item_ids(book) == [paper, photo]
    assert item_ids(book, "photo") == [photo]
    lines = item_lines(book, [photo, NO_ID, paper])
    assert [(line.title, line.links, line.graphic) for line in lines] == [("IMG_1.jpg", 0, True), ("Verdict", 1, False)]


def test_items_are_counted_by_kind_and_those_for_nothing_apart(book: MemoryBook) -> None:
    person = add_person(book, "A")
    photo = add_item(book, "Photo", received_on="2026", evidence_kind="photo", about=[person])
    paper = add_item(book, "Paper", received_on="2026", evidence_kind="document")
    aside = add_item(book, "Other", received_on="2026", evidence_kind="document")
    book.update(aside, {"archived": 1})
    assert item_counts(book) == {"photo": 1, "document": 1, "": 2, UNLINKED: 1}
    assert item_ids(book, UNLINKED) == [paper]
    assert item_ids(book, "photo") == [photo]
    (link,) = links_of(book, photo)
    book.update(link.id, {"archived": 1})
    assert item_ids(book, UNLINKED) == [paper, photo]
    assert links_of(book, photo) == []


def test_items_can_be_had_in_several_orders(book: MemoryBook) -> None:
    first = add_item(book, "b", received_on="2026", captured_on="2011-12-16", size_bytes=1)
    second = add_item(book, "", file_name="A", received_on="2026", captured_on="2010", size_bytes=3)
    third = add_item(book, "c", received_on="2026", captured_on="2012", size_bytes=2)
    assert {order: item_ids(book, order=order) for order in ORDERS} == {
        "newest": [third, second, first],
        "captured": [third, first, second],
        "title": [second, first, third],
        "size": [second, third, first],
    }
