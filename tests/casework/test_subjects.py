from __future__ import annotations

from casefile.casework.subjects import newest
from casework.memory_book import MemoryBook


def test_the_newest_of_each_kind_come_first_and_those_put_aside_not_at_all(book: MemoryBook) -> None:
    people = [book.insert("person", shown_name=name) for name in ("A", "B", "C", "D")]
    event = book.insert("event", title="March")
    book.archive(people[3])
    assert newest(book, ("person", "event"), 2) == [people[2], people[1], event]
