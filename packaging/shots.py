"""Write a picture of every screen: light, dark, Russian, right to left, in two sizes. Run by `make shots`.

    python packaging/shots.py [--only people] [--variant dark] [--size 1024x640] [--vault build/demo.casefile]

The pictures show a demonstration vault, made in a temporary folder unless one is given. A new screen gets a line in
`SCENES`: a name, and a function that brings the window there and returns what to take a picture of.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from exchange_scenes import EXCHANGE
from finding_scenes import FINDING
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from two_offices import Offices, edit, two_offices

from casefile.app import pages
from casefile.base.clock import Clock, RecordId
from casefile.base.i18n import _, set_language
from casefile.casework.acts import Act
from casefile.casework.book import Writer
from casefile.casework.identity import SAME, decide_same
from casefile.dossier.batch_account import Account, Line
from casefile.exchange import demo_files
from casefile.exchange.intake import take_in
from casefile.store import demo
from casefile.store.casebook import Casebook
from casefile.ui import drafts
from casefile.ui.composer import Composer
from casefile.ui.copy_out import CopyOut
from casefile.ui.export_dossier import ExportDialog
from casefile.ui.export_each import EachDialog
from casefile.ui.finder import Finder
from casefile.ui.jobs import Jobs
from casefile.ui.main_window import MainWindow
from casefile.ui.new_vault import RecoveryKit
from casefile.ui.page import FormRequest
from casefile.ui.pages.evidence_page import EvidencePage
from casefile.ui.pages.merge_page import MergePage
from casefile.ui.preferences import Preferences
from casefile.ui.theme import Theme, application
from casefile.ui.unlock import UnlockWindow
from casefile.ui.vault_opening import OpenBook, Way, create_vault, open_vault
from casefile.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from casefile.casework.book import Writer

OUT = "build/shots"
SIZES = ("1440x900", "1024x640")
_SETTLE_MS = 60
_READ_MS = 1_200
"""For what is read beside the window."""
_MERGE_MS = 700
"""For a merge, its rehearsal and its undo."""
_PERSON_TABS = 10
_EVENT_TABS = 9


@dataclass(frozen=True)
class Variant:
    """One way the app may look."""

    name: str
    dark: bool = False
    language: str = "en"
    right_to_left: bool = False


VARIANTS = (
    Variant("light"),
    Variant("dark", dark=True),
    Variant("ru", language="ru"),
    Variant("rtl", right_to_left=True),
)


@dataclass
class Stage:
    """What a scene plays on.

    Attributes:
        book: The open demonstration.
        theme: The look of this variant.
        folder: For preferences and for vaults to name.
        size: Width and height of the window.
        out: Where pictures go.
        offices: Two vaults to merge; each scene copies them.
        opened: What the scene opened itself.
    """

    book: Casebook
    theme: Theme
    folder: Path
    size: tuple[int, int]
    out: Path
    offices: Offices
    opened: list[OpenBook] = field(default_factory=list)

    def preferences(self, *, empty: bool = False) -> Preferences:
        """Preferences that remember some vaults, or none."""
        made = Preferences(self.folder / ("none.ini" if empty else "some.ini"))
        if not empty:
            for name in ("Zhanaozen 2011", "Northern region", "Training"):
                vault = self.folder / f"{name}.casefile"
                vault.mkdir(exist_ok=True)
                made.remember(vault)
        return made

    def main(self, page: str) -> MainWindow:
        """The main window on one page."""
        made = MainWindow(self.book, Clock(), self.theme, Jobs(), pages(self.preferences(empty=True)))
        made.resize(*self.size)
        made.show()
        made.show_page(page)
        settle()
        return made

    def merging(self) -> tuple[MainWindow, MergePage]:
        """The main window over one of two vaults, at the page that merges the other into it."""
        vault = Path(tempfile.mkdtemp(dir=self.folder)) / self.offices.here.name
        shutil.copytree(self.offices.here, vault)
        opened = open_vault(vault, Way(self.offices.secret, "recovery"), Clock())
        made = MainWindow(opened.casebook, Clock(), self.theme, Jobs(), pages(self.preferences(empty=True)))
        self.opened.append(opened)
        made.resize(*self.size)
        made.show()
        made.show_page("merge")
        settle()
        page = made.findChild(MergePage)
        if not isinstance(page, MergePage):
            raise TypeError
        return made, page

    def settle(self, milliseconds: int = _SETTLE_MS) -> None:
        """Let the window lay itself out and paint."""
        settle(milliseconds)

    def unlock(self, *, empty: bool = False) -> UnlockWindow:
        """The unlock window."""
        made = UnlockWindow(self.theme, self.preferences(empty=empty), Jobs(), Clock())
        made.resize(*self.size)
        made.show()
        settle()
        return made

    def first(self, kind: str, title: str = "") -> RecordId:
        """The first record of a kind, or the first found by its title."""
        hits = self.book.search(title, kinds=frozenset({kind}), limit=1) if title else []
        return hits[0].record if hits else self.book.read(lambda reader: reader.of(kind)[0].id)


def settle(milliseconds: int = _SETTLE_MS) -> None:
    """Let the window lay itself out and paint."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _merge_page(*steps: str) -> Callable[[Stage], QWidget]:
    def play(stage: Stage) -> QWidget:
        made, page = stage.merging()
        for step in steps:
            if step == "choose":
                page.vaults.add_paths([stage.offices.there])
                page.vaults.rows[0].passphrase.field.setText(stage.offices.secret)
            elif step == "edit":
                edit(made.desk.casebook, {"Ruslan Mysalov": {"education": "postgraduate"}})
            elif step == "undo":
                page.undo(made.desk.casebook.merges()[0].line.id)
            elif step == "paragraphs" and page.conflicts.view is not None:
                page.conflicts.view.pick_paragraphs()
            elif step.startswith("key-"):
                QTest.keyClick(page.conflicts.list, Qt.Key[step[4:]])
            else:
                getattr(page, step)()
            settle(_MERGE_MS)
        return made

    return play


def _record(kind: str, title: str = "", tab: int = 0) -> Callable[[Stage], QWidget]:
    def play(stage: Stage) -> QWidget:
        made = stage.main("people" if kind == "person" else "events")
        made.open_record(kind, stage.first(kind, title))
        settle()
        shown = [tabs for tabs in made.findChildren(Tabs) if tabs.isVisible()]
        if shown:
            shown[-1].show_tab(min(tab, shown[-1].bar.count() - 1))
        return made

    return play


def _page(name: str) -> Callable[[Stage], QWidget]:
    return lambda stage: stage.main(name)


def _read_page(name: str) -> Callable[[Stage], QWidget]:
    def play(stage: Stage) -> QWidget:
        made = stage.main(name)
        settle(_READ_MS)
        return made

    return play


def _duplicates(stage: Stage) -> QWidget:
    """The page with a pair that an invented colleague wrote twice, and a person who was joined."""
    _recorded_twice(stage.book)
    made = stage.main("duplicates")
    settle(_READ_MS)
    return made


def _joined(stage: Stage) -> QWidget:
    _recorded_twice(stage.book)
    made = stage.main("people")
    made.open_record("person", stage.first("person", "Aigerim Qiyalova"))
    settle()
    return made


def _recorded_twice(book: Casebook) -> None:
    if book.vault.read_only or book.read(lambda reader: reader.of("identity_decision")):
        return

    def work(writer: Writer) -> None:
        (person,) = [one for one in writer.of("person") if one.text("shown_name") == "Aigerim Qiyalova"]
        given = {"sex": person.text("sex"), "invented": "yes", "birth_date": person.text("birth_date")[:4]}
        joined = writer.insert("person", shown_name="Кыялова Айгерим", entity="individual", **given)
        writer.insert("person", shown_name="A. Kyialova", entity="individual", **given, occupation_detail="teacher")
        decide_same(writer, person.id, joined, SAME, on="2012-03-01")

    book.transact(Act.ADD_RECORDS, work)


def _form(kind: str, *, new: bool) -> Callable[[Stage], QWidget]:
    def play(stage: Stage) -> QWidget:
        made = stage.main("people")
        form = made.open_form(FormRequest(kind) if new else FormRequest(kind, stage.first(kind)))
        return form if form is not None else made

    return play


def _wrong_form(stage: Stage) -> QWidget:
    made = stage.main("people")
    form = made.open_form(FormRequest("custody"))
    if form is None:
        return made
    form.fields.show_typed({"arrested": "32 December", "person": "Nobody yet"})
    form.save()
    return form


def _finder(stage: Stage) -> QWidget:
    made = stage.main("people")
    made.find_anything()
    found = made.findChild(Finder)
    if not isinstance(found, Finder):
        return made
    found.field.setText("zhanaozen")
    settle()
    return found


def _toast(stage: Stage) -> QWidget:
    made = stage.main("people")
    made.messages.say("Recorded a family visit", "Undo", lambda: None)
    return made


def _new_vault(stage: Stage) -> QWidget:
    made = stage.unlock()
    made.open_page.new_wanted.emit()
    made.new_page.name.setText("Cases 2026")
    made.new_page.first.field.setText("seven brown lamps walk home")
    made.new_page.second.field.setText("seven brown lamps walk")
    made.new_page.make_button.click()
    return made


def _recovery(stage: Stage) -> QWidget:
    made = stage.unlock()
    kit = RecoveryKit(stage.theme, "Cases 2026", "AGE-SECRET-KEY-1" + "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" * 2)
    made.show_page(kit)
    return made


def _evidence(file: str = "gate", tab: int = 0) -> Callable[[Stage], QWidget]:
    def play(stage: Stage) -> QWidget:
        made = stage.main("evidence_item")
        made.open_record("evidence_item", stage.first("evidence_item", file))
        settle(_READ_MS)
        for tabs in made.findChildren(Tabs):
            if tabs.isVisible():
                tabs.show_tab(tab)
        return made

    return play


def _intake(stage: Stage) -> QWidget:
    made = stage.main("evidence_item")
    page = made.findChild(EvidencePage)
    if isinstance(page, EvidencePage):
        known, again = stage.folder / "again.txt", stage.folder / "gone.mp4"
        item = stage.book.read(lambda reader: reader.get(stage.first("evidence_item", "call-11-march")))
        known.write_bytes(stage.book.vault.evidence.open(item.text("blob_name"), item.text("blob_key")).read())
        page.strip.tell(take_in(stage.book, [known, again], Clock().now()))
    settle(_READ_MS)
    return made


def _copy_out(stage: Stage) -> QWidget:
    made = _evidence()(stage)
    (press,) = [one for one in made.findChildren(QPushButton) if one.isVisible() and one.accessibleName().endswith("…")]
    press.click()
    settle()
    dialog = made.findChild(CopyOut)
    return dialog if isinstance(dialog, CopyOut) else made


def _composed(template: str, audience: str, tab: int = 0, kind: str = "person") -> Callable[[Stage], QWidget]:
    title = "Aigerim Qiyalova" if kind == "person" else "Unrest Zhanaozen"

    def play(stage: Stage) -> QWidget:
        made = stage.main("dossiers")
        made.make_dossier([stage.first(kind, title)])
        composer = made.findChild(Composer)
        if not isinstance(composer, Composer):
            return made
        composer.choice.choose(template=template, audience=audience)
        composer.tabs.setCurrentIndex(tab)
        settle(2 * _READ_MS)
        return made

    return play


def _edited(stage: Stage) -> QWidget:
    made = _composed("letter", "government")(stage)
    composer = made.findChild(Composer)
    if isinstance(composer, Composer):
        opening = next(one for one in composer.text.sections if one.name == "arrest")
        opening.open_editor()
        opening.editor.appendPlainText("Born {person.nothing}.")
        settle(_READ_MS)
    return made


def _last_look(stage: Stage) -> QWidget:
    made = _composed("letter", "government")(stage)
    composer = made.findChild(Composer)
    if not isinstance(composer, Composer):
        return made
    composer.export()
    settle()
    return composer.findChild(ExportDialog) or made


def _for_each(stage: Stage) -> Composer:
    made = stage.main("dossiers")
    people = stage.book.read(lambda reader: [one.id for one in reader.of("person")][:12])
    made.make_dossiers(people)
    settle(2 * _READ_MS)
    composer = made.findChild(Composer)
    assert isinstance(composer, Composer)  # noqa: S101 - the page was shown
    return composer


def _each_shown(stage: Stage) -> QWidget:
    return _for_each(stage).window()


def _each_asked(stage: Stage) -> QWidget:
    composer = _for_each(stage)
    composer.export()
    settle()
    return composer.findChild(EachDialog) or composer


def _each_told(stage: Stage) -> QWidget:
    composer = _for_each(stage)
    composer.export()
    dialog = composer.findChild(EachDialog)
    if not isinstance(dialog, EachDialog):
        return composer
    people = list(composer.each.records)
    lines = [
        Line(record=one, reference=f"P-{at:04}", file_name=f"letter-government-2026-11-24-{at:02}.pdf", pages=1)
        for at, one in enumerate(people, 1)
    ]
    lines[3] = Line(record=people[3], reference="P-0004", why=_("This record was put aside. Bring it back first."))
    dialog.show_account(Account(tuple(lines)))
    settle()
    return dialog


def _chosen_letter(stage: Stage) -> QWidget:
    made = stage.main("dossiers")
    if stage.book.read(lambda reader: reader.count("letter")):
        made.open_record("letter", stage.first("letter"))
    return made


def _dossier_scenes() -> dict[str, Callable[[Stage], QWidget]]:
    return {
        "dossiers-letter": _chosen_letter,
        "dossiers-text": _composed("letter", "government"),
        "dossiers-edited": _edited,
        "dossiers-form": _composed("wgad", "un_body", 1),
        "dossiers-names": _composed("event", "public", 2, "event"),
        "dossiers-export": _last_look,
        "dossiers-each": _each_shown,
        "dossiers-each-asked": _each_asked,
        "dossiers-each-told": _each_told,
    }


SCENES: dict[str, Callable[[Stage], QWidget]] = {
    "unlock": lambda stage: stage.unlock(),
    "unlock-first": lambda stage: stage.unlock(empty=True),
    "unlock-new": _new_vault,
    "unlock-recovery": _recovery,
    "home": _read_page("home"),
    "people": _page("people"),
    "duplicates": _duplicates,
    "joined-person": _joined,
    **{f"person-{tab}": _record("person", "Aigerim Qiyalova", tab) for tab in range(_PERSON_TABS)},
    "events": _page("events"),
    **{f"event-{tab}": _record("event", "Unrest Zhanaozen", tab) for tab in range(_EVENT_TABS)},
    "evidence": _evidence(),
    "evidence-text": _evidence("call-11-march"),
    "evidence-pdf": _evidence("letter-of-counsel"),
    "evidence-log": _evidence(tab=1),
    "evidence-intake": _intake,
    "evidence-copy": _copy_out,
    "sources": _page("source"),
    "places": _page("place"),
    "dossiers": _page("dossiers"),
    **_dossier_scenes(),
    "history": _page("history"),
    "timeline": _read_page("timeline"),
    "map": _read_page("map"),
    "links": _read_page("links"),
    **EXCHANGE,
    "merge": _merge_page(),
    "merge-chosen": _merge_page("choose"),
    "merge-preview": _merge_page("choose", "rehearse"),
    "merge-done": _merge_page("choose", "rehearse", "merge"),
    "merge-undone": _merge_page("choose", "rehearse", "merge", "edit", "undo"),
    "desk": _merge_page("choose", "rehearse", "merge", "decide"),
    "desk-text": _merge_page("choose", "rehearse", "merge", "decide", "key-Key_Down"),
    "desk-paragraphs": _merge_page("choose", "rehearse", "merge", "decide", "key-Key_Down", "paragraphs"),
    "desk-whereabouts": _merge_page("choose", "rehearse", "merge", "decide", "key-Key_End", "key-Key_Up", "key-Key_Up"),
    "settings": _page("settings"),
    "finder": _finder,
    "toast": _toast,
    **FINDING,
    "form-person-new": _form("person", new=True),
    "form-person": _form("person", new=False),
    "form-event": _form("event", new=False),
    "form-figure": _form("figure", new=False),
    "form-wrong": _wrong_form,
}
"""Every screen by name, and how to get there."""


@contextmanager
def demonstration(given: Path | None) -> Iterator[tuple[Casebook, Path]]:
    """The book of a demonstration vault, and a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock()
        if given is not None:
            opened = open_vault(given, Way(demo.PASSPHRASE, read_only=True), clock)
        else:
            opened = create_vault(Path(folder) / "demo", demo.PASSPHRASE, clock, recovery=False)
            demo_files.fill(opened.casebook, clock.now())
        try:
            yield opened.casebook, Path(folder)
        finally:
            opened.close()


@contextmanager
def played(stage: Stage, scene: Callable[[Stage], QWidget]) -> Iterator[QWidget]:
    """What a scene shows, laid out; everything it opened is put away afterwards."""
    shown = scene(stage)
    settle()
    yield shown
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow):
            window.put_away()
            for one in drafts.kept(window.desk.casebook):
                drafts.discard(window.desk.casebook, one.slot)
        if isinstance(window, MainWindow | UnlockWindow):
            # Dialogs and lists that stand over a window are deleted with it.
            window.close()
            window.deleteLater()
    settle()
    while stage.opened:
        stage.opened.pop().close()


def take(stage: Stage, name: str, variant: Variant) -> Path:
    """Play one scene and write its picture."""
    path = stage.out / f"{name}-{variant.name}-{stage.size[0]}x{stage.size[1]}.png"
    with played(stage, SCENES[name]) as shown:
        shown.grab().save(str(path))
    return path


def main(arguments: Sequence[str]) -> int:
    """Write the pictures that were asked for; all by default."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    asked.add_argument("--only", default="", help="scenes whose name begins with this")
    asked.add_argument("--variant", default="", choices=["", *(variant.name for variant in VARIANTS)])
    asked.add_argument("--size", default="", help="one size instead of both, as 900x500")
    asked.add_argument("--vault", type=Path, help="a demonstration vault to show, opened for reading only")
    asked.add_argument("--out", type=Path, default=Path(OUT), help="where the pictures go")
    wanted = asked.parse_args(arguments)
    app = application([])
    wanted.out.mkdir(parents=True, exist_ok=True)
    with demonstration(wanted.vault) as (book, folder):
        offices = two_offices(folder / "offices")
        for variant in VARIANTS:
            if wanted.variant not in {"", variant.name}:
                continue
            set_language(variant.language)
            way = Qt.LayoutDirection.RightToLeft if variant.right_to_left else Qt.LayoutDirection.LeftToRight
            app.setLayoutDirection(way)
            theme = Theme(dark=variant.dark)
            theme.apply(app)
            for size in (wanted.size,) if wanted.size else SIZES:
                width, height = size.split("x")
                stage = Stage(book, theme, folder, (int(width), int(height)), wanted.out, offices)
                for name in SCENES:
                    if name.startswith(wanted.only):
                        print(take(stage, name, variant))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
