from __future__ import annotations

from casefile.base.clock import Clock
from casefile.dossier.merge_account import told_on_paper
from casefile.store.merging import NEW, UNCHANGED, Account, AccountLine, RefusedSource


def account() -> Account:
    ids = [Clock().new_id() for _number in range(3)]
    lines = (
        AccountLine("person", NEW, (ids[0],)),
        AccountLine("person", UNCHANGED, (ids[1],)),
        AccountLine("hologram", NEW, (ids[2],)),
    )
    return Account(lines, (RefusedSource("Almaty", "It is damaged."),))


def test_kinds_are_told_in_words_and_one_of_a_later_version_by_its_name() -> None:
    told = told_on_paper(account(), "Aktau", Clock().now(), "Anna", 2)
    assert told.states == ("new", "unchanged")
    assert told.kinds == (("People", (1, 1)), ("hologram", (1, 0)))
    assert told.refused == (("Almaty", "It is damaged."),)


def test_what_was_refused_before_anything_was_merged_is_told_as_well() -> None:
    told = told_on_paper(account(), "Aktau", Clock().now(), "Anna", 0, [("week-12.bundle", "It is not for you.")])
    assert told.refused == (("Almaty", "It is damaged."), ("week-12.bundle", "It is not for you."))
