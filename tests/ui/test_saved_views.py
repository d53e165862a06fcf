from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from casefile.base.clock import Clock
from casefile.store.casebook import Casebook
from casefile.ui.saved_views import View, delete_view, save_view, saved_views
from casefile.vault.keyslots import Identity
from casefile.vault.vault import Vault

HELD = View(
    "person",
    "Held in Ақтау",
    words="Leila",
    facets=(("place", ("0a", "0b")), ("state", ("in_custody",))),
    order="newest",
    columns=(("shown_name", 200), ("sex", 90)),
)


def test_a_view_comes_back_as_it_was_after_the_vault_was_closed(vault_path: Path, secret: str) -> None:
    for step in ("save", "read"):
        vault = Vault.open(vault_path, Identity(secret), Clock())
        book = Casebook(vault, Clock())
        if step == "save":
            save_view(book, HELD)
        assert saved_views(book) == [HELD]
        book.close()
        vault.close()


def test_nothing_of_a_view_is_readable_in_the_folder(book: Casebook, vault_path: Path) -> None:
    save_view(book, replace(HELD, name="Canaryname", words="Canaryword"))
    written = b"".join(path.read_bytes() for path in vault_path.rglob("*") if path.is_file())
    assert b"Canary" not in written


def test_views_are_listed_by_name_and_by_kind(book: Casebook) -> None:
    for kind, name in (("person", "b"), ("event", "A"), ("person", "Á"), ("gone", "later")):
        save_view(book, View(kind, name))
    assert [view.name for view in saved_views(book)] == ["A", "Á", "b"]
    assert [view.name for view in saved_views(book, "person")] == ["Á", "b"]


def test_a_view_of_the_same_name_is_replaced_whatever_the_case(book: Casebook) -> None:
    save_view(book, View("person", "Held", order="name"))
    save_view(book, View("event", "Held"))
    save_view(book, View("person", "HELD", order="newest"))
    assert [view.order for view in saved_views(book, "person")] == ["newest"]
    delete_view(book, View("person", "held"))
    assert [view.kind for view in saved_views(book)] == ["event"]
    delete_view(book, View("person", "held"))


def test_saving_a_view_writes_no_history(book: Casebook) -> None:
    save_view(book, HELD)
    assert book.acts() == []


def test_two_views_are_the_same_whatever_they_are_called_and_however_wide() -> None:
    assert HELD.same_as(replace(HELD, name="", columns=(("shown_name", 10), ("sex", 10))))
    assert not HELD.same_as(replace(HELD, order="name"))
    assert not HELD.same_as(replace(HELD, columns=()))
