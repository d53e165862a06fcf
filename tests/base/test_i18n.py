from __future__ import annotations

import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest

from casefile.base import i18n
from casefile.base.i18n import LANGUAGES, N_, Language, _, language, ngettext, set_language


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = language().code
    set_language("en")
    yield
    set_language(before)


class Shouting(gettext.NullTranslations):
    """A language that says everything loudly."""

    def gettext(self, message: str) -> str:
        return message.upper() or "HEADING OF THE CATALOGUE"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return (msgid1 if n == 1 else msgid2).upper()


@pytest.fixture
def shouting(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(i18n, "_catalogue", lambda _code: Shouting())
    monkeypatch.setattr(Language, "of", Language)
    return "xx-loud"


def test_english_is_the_source_and_needs_no_catalogue() -> None:
    assert _("The vault is locked.") == "The vault is locked."
    assert ngettext("one record", "{n} records", 1) == "one record"
    assert ngettext("one record", "{n} records", 5) == "{n} records"


def test_marking_a_message_leaves_it_as_it_is() -> None:
    assert N_("Name") == "Name"


def test_the_language_chosen_translates_from_then_on(shouting: str) -> None:
    set_language(shouting)
    assert language().code == shouting
    assert _("locked") == "LOCKED"
    assert ngettext("one", "many", 2) == "MANY"


def test_a_dossiers_language_leaves_the_apps_alone(shouting: str) -> None:
    paper = Language(shouting)
    assert paper.text("locked") == "LOCKED"
    assert paper.plural("one", "many", 1) == "ONE"
    assert _("locked") == "locked"


def test_an_empty_message_stays_empty_in_every_language(shouting: str) -> None:
    # gettext answers an empty message with the catalogue's own heading.
    assert Language("en").text("") == Language(shouting).text("") == ""


def test_a_language_without_a_catalogue_shows_english() -> None:
    assert Language("xx").text("Name") == "Name"


def test_each_language_is_listed_in_its_own_name() -> None:
    assert LANGUAGES["en"] == "English"
    assert LANGUAGES["ru"] == "Русский"
    assert LANGUAGES["kk"] == "Қазақша"


def test_a_listed_language_whose_catalogue_is_missing_is_a_fault_that_shows(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(i18n, "resource", lambda *_parts: tmp_path)
    i18n._catalogue.cache_clear()
    with pytest.raises(FileNotFoundError):
        Language("ru")
    i18n._catalogue.cache_clear()


def test_what_a_partly_translated_language_lacks_is_said_in_english() -> None:
    set_language("ar")
    assert _("Save") == "حفظ"
    assert _("a text that no catalogue holds") == "a text that no catalogue holds"
    assert ngettext("{n} day", "{n} days", 11) == "{n} يومًا"


def test_arabic_is_written_from_right_to_left_and_every_complete_language_from_left_to_right() -> None:
    assert Language.of("ar").right_to_left
    assert not any(Language.of(code).right_to_left for code in LANGUAGES)
