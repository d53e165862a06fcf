from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

from casefile.base.clock import RecordId
from casefile.base.errors import EnvironmentFault
from casefile.casework.acts import Act
from casefile.casework.book import Reader, Writer
from casefile.dossier import leakcheck, signing
from casefile.dossier.batch import Wish, make_each
from casefile.dossier.issue import Options
from casefile.store.changes import ChangeSet, Outcome
from casework.memory_book import MemoryBook

TODAY = dt.date(2026, 11, 23)


class TwoDoors:
    """The doors of the book over one in memory."""

    def __init__(self, book: MemoryBook) -> None:
        self.book = book
        self.acts: list[Act] = []

    def read(self, work: Callable[[Reader], Any]) -> Any:
        return work(self.book)

    def transact(self, act: Act, work: Callable[[Writer], Any]) -> Outcome[Any]:
        self.acts.append(act)
        return Outcome(work(self.book), ChangeSet(b"act", act.name, frozenset(), everything=False))


@pytest.fixture
def doors(book: MemoryBook) -> TwoDoors:
    return TwoDoors(book)


def people(book: MemoryBook, *names: str) -> list[RecordId]:
    made = [book.insert("person", shown_name=name) for name in names]
    for one in made:
        book.insert("custody", person=one, arrested="2026-05-01")
    return made


def wish(records: list[RecordId], folder: Path, **changes: Any) -> Wish:
    given: dict[str, Any] = {
        "template": "letter",
        "records": records,
        "audience": "government",
        "language": "en",
        "options": Options(),
        "folder": folder,
        "addressee": "The prosecutor",
        "reply_due": "2026-12-08",
    }
    return Wish(**given | changes)


def on(_done: int, _of: int) -> bool:
    return True


def test_each_gets_a_file_a_manifest_and_a_letter_of_its_own(doors: TwoDoors, tmp_path: Path) -> None:
    records = people(doors.book, "Жанар Примерова", "Askar Invented", "Мирас Учебный")
    seen: list[tuple[int, int]] = []

    def go_on(done: int, of: int) -> bool:
        seen.append((done, of))
        return True

    account = make_each(doors, wish(records, tmp_path), TODAY, go_on)
    assert (account.asked, len(account.made), len(account.refused), len(account.not_reached)) == (3, 3, 0, 0)
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert doors.acts == [Act.ISSUE_DOSSIER] * 3
    for record, line in zip(records, account.lines, strict=True):
        letter = doors.book.get(line.letter)
        assert letter.link("about") == record
        assert (letter.text("addressee"), letter.text("reply_due")) == ("The prosecutor", "2026-12-08")
        assert letter.text("sha256") == line.sha256
        assert signing.verify(tmp_path / line.file_name).good
    assert len(list(tmp_path.iterdir())) == 6


def test_a_refusal_of_one_leaves_the_others_whole_and_says_why(doors: TwoDoors, tmp_path: Path) -> None:
    first, aside, last = people(doors.book, "Жанар Примерова", "Askar Invented", "Мирас Учебный")
    doors.book.archive(aside)
    account = make_each(doors, wish([first, aside, last], tmp_path), TODAY, on)
    assert [one.record for one in account.made] == [first, last]
    assert [(one.record, one.why) for one in account.refused] == [
        (aside, "This record was put aside. Bring it back first.")
    ]
    assert account.sentence() == "Asked for 3, made 2, refused 1."
    assert len(list(tmp_path.iterdir())) == 4


def test_a_leak_in_one_leaves_no_half_file_of_it(
    doors: TwoDoors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = people(doors.book, "Жанар Примерова", "Askar Invented")
    check = leakcheck.check
    calls: list[str] = []

    def leaking(pdf: bytes, needles: Any, file_name: str = "", fixed: Any = tuple, **more: Any) -> None:
        calls.append(file_name)
        if len(calls) == 1:
            raise leakcheck.LeakError("leak")
        check(pdf, needles, file_name, fixed, **more)

    monkeypatch.setattr(leakcheck, "check", leaking)
    account = make_each(doors, wish(records, tmp_path), TODAY, on)
    assert [one.why for one in account.lines] == ["leak", ""]
    assert {one.name.partition(".")[0] for one in tmp_path.iterdir()} == {"letter-government-2026-11-23-02"}
    assert doors.book.count("letter") == 1


def test_a_stop_leaves_those_made_and_counts_those_not_reached(doors: TwoDoors, tmp_path: Path) -> None:
    records = people(doors.book, "Жанар Примерова", "Askar Invented", "Мирас Учебный")
    account = make_each(doors, wish(records, tmp_path), TODAY, lambda done, _of: done < 1)
    assert (account.asked, len(account.made), len(account.not_reached)) == (3, 1, 2)
    assert "Not reached: 2" in account.sentence()
    assert len(list(tmp_path.glob("*.pdf"))) == 1


def test_a_disk_that_takes_no_more_ends_it_with_an_account(
    doors: TwoDoors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = people(doors.book, "Жанар Примерова", "Askar Invented", "Мирас Учебный")

    def full(_work: Any) -> Any:
        raise EnvironmentFault("The disk is full.")

    before = doors.transact

    def transact(act: Act, work: Any) -> Any:
        return full(work) if doors.acts else before(act, work)

    monkeypatch.setattr(doors, "transact", transact)
    account = make_each(doors, wish(records, tmp_path), TODAY, on)
    assert (len(account.made), len(account.not_reached), account.stopped) == (1, 2, "The disk is full.")


def test_no_file_that_is_there_is_replaced_and_no_name_tells_whom_it_is_about(doors: TwoDoors, tmp_path: Path) -> None:
    records = people(doors.book, "Жанар Примерова", "Askar Invented")
    mine = tmp_path / "letter-government-2026-11-23-01.pdf.manifest.json"
    mine.write_text("mine", encoding="utf-8")
    account = make_each(doors, wish(records, tmp_path), TODAY, on)
    assert mine.read_text(encoding="utf-8") == "mine"
    assert [one.file_name for one in account.lines] == [
        "letter-government-2026-11-23-02.pdf",
        "letter-government-2026-11-23-03.pdf",
    ]


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_in_one_file_each_begins_a_page_has_a_bookmark_and_links_of_its_own(doors: TwoDoors, tmp_path: Path) -> None:
    records = people(doors.book, "Жанар Примерова", "Askar Invented")
    source = doors.book.insert("source", title="A report")
    for one in doors.book.of("custody"):
        doors.book.insert("claim", source=source, record=one.id, field="arrested", value="2026-05-01")
    file = tmp_path / "all.pdf"
    account = make_each(doors, wish(records, tmp_path, file=file, template="case"), TODAY, on)
    assert [one.file_name for one in account.lines] == ["all.pdf", "all.pdf"]
    assert signing.verify(file).good
    assert doors.acts == [Act.ISSUE_DOSSIER]
    assert doors.book.count("letter") == 2
    with pikepdf.open(file) as whole:
        assert len(whole.pages) == sum(one.pages for one in account.lines)
        pages = [page.obj.objgen for page in whole.pages]
        half = len(pages) // 2
        for at, page in enumerate(whole.pages):
            for note in page.obj.get("/Annots", []):
                assert pages.index(note.Dest[0].objgen) // half == at // half
        with whole.open_outline() as outline:
            assert [one.title for one in outline.root] == [one.title for one in account.lines]
        linked = [at // half for at, page in enumerate(whole.pages) if "/Annots" in page.obj]
        assert {0, 1} <= set(linked)


def test_one_file_of_the_same_records_has_the_same_bytes(doors: TwoDoors, tmp_path: Path) -> None:
    records = people(doors.book, "Жанар Примерова", "Askar Invented")
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        make_each(doors, wish(records, tmp_path, file=tmp_path / name / "all.pdf"), TODAY, on)
    assert (tmp_path / "a" / "all.pdf").read_bytes() == (tmp_path / "b" / "all.pdf").read_bytes()


def test_one_file_never_names_in_one_part_whom_another_part_withholds(doors: TwoDoors, tmp_path: Path) -> None:
    """Each alone is clean: a text of the one tells of the other, whom that dossier does not know to be a person."""
    first, second, third = people(doors.book, "Жанар Примерова", "Askar Inventedov", "Мирас Учебный")
    (custody,) = doors.book.of("custody", person=first)
    doors.book.update(custody.id, {"circumstances": "He was held with Askar Inventedov."})
    doors.book.insert("consent", person=first, given_on="2026-01-05", may_name_in_public="yes")
    given = wish([first, second, third], tmp_path, template="wgad", audience="un_body")
    alone = make_each(doors, given, TODAY, on)
    assert any("Inventedov" in text for text in texts((tmp_path / alone.lines[0].file_name).read_bytes()))
    together = make_each(doors, replace(given, file=tmp_path / "all.pdf"), TODAY, on)
    assert [one.record for one in together.refused] == [second]
    assert together.refused[0].why == "Another dossier of this file names whom it may not name."
    assert len(together.made) == 2


def test_a_passphrase_closes_the_one_file(doors: TwoDoors, tmp_path: Path) -> None:
    records = people(doors.book, "Жанар Примерова", "Askar Invented")
    file = tmp_path / "all.pdf"
    make_each(doors, wish(records, tmp_path, file=file, options=Options(passphrase="orchard lantern")), TODAY, on)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(file)
    with pikepdf.open(file, password="orchard lantern") as opened:
        assert len(opened.pages) >= 2
