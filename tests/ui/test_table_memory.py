from __future__ import annotations

from casefile.store.casebook import Casebook
from casefile.ui.table_memory import TableMemory, remember_columns, remember_width, remembered


def test_a_table_that_was_never_left_is_a_list(book: Casebook) -> None:
    assert remembered(book, "person") == TableMemory()


def test_columns_and_width_are_kept_apart_for_each_kind(book: Casebook) -> None:
    remember_columns(book, "person", (("shown_name", 200), ("sex", 90)), "by -sex")
    remember_width(book, "person", wide=True)
    remember_width(book, "event", wide=False)
    assert remembered(book, "person") == TableMemory(
        wide=True, columns=(("shown_name", 200), ("sex", 90)), order="by -sex"
    )
    assert remembered(book, "event") == TableMemory()
    remember_columns(book, "person", (("sex", 90),), "")
    assert remembered(book, "person") == TableMemory(wide=True, columns=(("sex", 90),))
    assert book.acts() == []
