from __future__ import annotations

import pytest

from casefile.base.clock import RecordId
from casefile.base.errors import NotFoundError
from casefile.casework.book import Snapshot
from casefile.dossier.remembering import RememberingReader
from casework.memory_book import MemoryBook


def test_it_says_what_the_book_says(book: MemoryBook) -> None:
    person = book.insert("person", shown_name="Жанар Примерова")
    name = book.insert("name", person=person, full_name="Zhanar Primerova")
    nobody = RecordId(bytes(16))
    reader = RememberingReader(book)
    for _round in range(2):
        assert reader.get(person) == book.get(person)
        assert reader.find(nobody) is None
        assert [one.id for one in reader.of("name", person=person)] == [name]
        assert reader.of("name", person=nobody) == []
        assert (reader.kind_of(person), reader.kind_of(name), reader.kind_of(nobody)) == ("person", "name", "")
        assert reader.count("person") == 1
        with pytest.raises(NotFoundError):
            reader.get(nobody)


def test_a_list_that_somebody_changed_is_not_what_the_next_one_gets(book: MemoryBook) -> None:
    person = book.insert("person", shown_name="Жанар Примерова")
    reader = RememberingReader(book)
    reader.of("person").clear()
    assert [one.id for one in reader.of("person")] == [person]


def test_the_book_is_asked_once(book: MemoryBook, monkeypatch: pytest.MonkeyPatch) -> None:
    person = book.insert("person", shown_name="Жанар Примерова")
    asked: list[RecordId] = []
    find = book.find

    def counted(record: RecordId) -> Snapshot | None:
        asked.append(record)
        return find(record)

    monkeypatch.setattr(book, "find", counted)
    reader = RememberingReader(book)
    assert [reader.find(person) for _round in range(3)] == [find(person)] * 3
    assert asked == [person]
