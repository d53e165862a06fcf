from __future__ import annotations

from importlib import import_module

from casefile.base.clock import NO_ID
from casefile.casework.catalogue import SUBJECTS, record_types
from casefile.casework.rules import problems, rules_of
from casework.memory_book import MemoryBook


def test_every_rule_is_about_a_kind_that_exists_in_the_file_that_states_it() -> None:
    for subject in SUBJECTS:
        module = import_module(f"casefile.casework.{subject}")
        for kind in getattr(module, "RULES", {}):
            assert record_types()[kind].model.__module__ == module.__name__


def test_a_kind_without_rules_has_none() -> None:
    assert rules_of("no such kind") == ()


def test_every_problem_of_a_record_is_named_at_once(book: MemoryBook) -> None:
    values = {"latitude": 91.0, "longitude": 181.0}
    assert [problem.field for problem in problems("place", values, book, NO_ID)] == ["latitude", "longitude"]


def test_a_record_that_is_put_aside_is_asked_nothing(book: MemoryBook) -> None:
    values = {"latitude": 91.0, "archived": 1}
    assert problems("place", values, book, NO_ID) == []


def test_a_new_record_without_links_breaks_no_rule_about_links(book: MemoryBook) -> None:
    about_others = {"custody", "stay", "lawyer_access", "event", "place", "task", "source", "evidence_item", "letter"}
    for kind in sorted(about_others):
        empty = {name: facts.default for name, facts in record_types()[kind].facts.items()}
        assert problems(kind, empty, book, NO_ID) == [], kind
