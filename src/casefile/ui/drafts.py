"""What is half typed, kept inside the vault as it is typed: encrypted like everything there, and never searched.

A draft has a slot, a setting of the vault of its own, so that a keystroke writes this draft alone. It is written a
moment after each pause in typing, in the book's lane beside the main thread; it outlives a lock, a crash and a cut of
power, and goes when its record is saved or somebody throws it away.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from casefile.base.clock import RecordId
from casefile.casework.catalogue import record_types

if TYPE_CHECKING:
    from casefile.base.clock import Clock
    from casefile.casework.record import Value
    from casefile.store.casebook import Casebook
    from casefile.ui.jobs import Progress
    from casefile.ui.page import Desk

_SLOTS = "draft_slots"
_ONE_AT_A_TIME = threading.Lock()
"""For the list of slots, which the forms share."""
_PAUSE_MS = 250
"""A pause in typing after which it is kept."""
_LOOK_MS = 1_500
"""How often a form is looked at for what no signal told of: a word typed into a list and not yet added to it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody was typing.

    Attributes:
        kind: Kind of the record.
        record: The record edited; `NO_ID` for a new one.
        version: The version that was read.
        given: Values that the new record began with.
        typed: What was changed, as it stood there.
        entry: Name of the quick entry it was typed into; empty for the form of the kind.
        field: The field that the cursor was in; empty if it was in none.
        cursor: Where in it, in characters.
    """

    kind: str
    record: RecordId
    version: bytes
    given: Mapping[str, Value]
    typed: Mapping[str, Value]
    entry: str = ""
    field: str = ""
    cursor: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft in the vault.

    Attributes:
        slot: Where it is kept, from 1.
        when: When it was typed last, UTC.
        draft: What was typed.
    """

    slot: int
    when: dt.datetime
    draft: Draft


def keep(casebook: Casebook, clock: Clock, draft: Draft, slot: int = 0) -> int:
    """Keep a draft in the book, in its slot, or in a free one if it has none yet. Returns the slot."""
    with _ONE_AT_A_TIME:
        used = _used(casebook)
        if not slot:
            slot = next(number for number in range(1, len(used) + 2) if number not in used)
        if slot not in used:
            # First the list: a slot in it that holds nothing yet is passed over, one outside of it would be lost.
            casebook.set_setting(_SLOTS, json.dumps(sorted({*used, slot})))
    casebook.set_setting(_setting(slot), _written(draft, clock.now()))
    return slot


def discard(casebook: Casebook, slot: int) -> None:
    """Forget the draft in a slot; nothing happens if there is none."""
    with _ONE_AT_A_TIME:
        used = _used(casebook)
        if slot in used:
            casebook.set_setting(_setting(slot), "")
            casebook.set_setting(_SLOTS, json.dumps(sorted(used - {slot})))


def kept(casebook: Casebook) -> list[Kept]:
    """The drafts kept, the one typed last first; one of a kind or field that is no longer there is left out."""
    found = [one for slot in _used(casebook) if (one := _read(slot, casebook.setting(_setting(slot)))) is not None]
    return sorted(found, key=lambda one: (one.when, one.slot), reverse=True)


def _used(casebook: Casebook) -> set[int]:
    text = casebook.setting(_SLOTS)
    return set(json.loads(text)) if text else set()


def _setting(slot: int) -> str:
    return f"draft {slot}"


def _written(draft: Draft, now: dt.datetime) -> str:
    return json.dumps(
        {
            "when": now.isoformat(),
            "kind": draft.kind,
            "record": draft.record.hex(),
            "version": draft.version.hex(),
            "given": _plain(draft.given),
            "typed": _plain(draft.typed),
            "entry": draft.entry,
            "field": draft.field,
            "cursor": draft.cursor,
        },
        ensure_ascii=False,
    )


def _read(slot: int, text: str) -> Kept | None:
    one = json.loads(text) if text else {}
    if one.get("kind") not in record_types():
        return None
    facts = record_types()[one["kind"]].facts
    given, typed = (
        # What a quick entry asks is no field of one record.
        {name: _value(value) for name, value in one[part].items() if name in facts or one["entry"]}
        for part in ("given", "typed")
    )
    draft = Draft(
        kind=one["kind"],
        record=RecordId(bytes.fromhex(one["record"])),
        version=bytes.fromhex(one["version"]),
        given=given,
        typed=typed,
        entry=one["entry"],
        field=one["field"],
        cursor=one["cursor"],
    )
    return Kept(slot, dt.datetime.fromisoformat(one["when"]), draft)


def _plain(values: Mapping[str, Value]) -> dict[str, Any]:
    return {name: {"id": value.hex()} if isinstance(value, bytes) else value for name, value in values.items()}


def _value(value: Any) -> Value:
    if isinstance(value, dict):
        return RecordId(bytes.fromhex(value["id"]))
    kept_value: Value = tuple(value) if isinstance(value, list) else value
    return kept_value


class DraftKeeper(QObject):
    """Keeps what is typed into one form for as long as it is open.

    Args:
        desk: The book, and the lane to write in.
        take: What is half typed now; None if nothing is.
        form: The form; the keeper goes with it.
    """

    def __init__(self, desk: Desk, take: Callable[[], Draft | None], form: QObject) -> None:
        super().__init__(form)
        self._desk = desk
        self._take = take
        self._writes = not desk.casebook.vault.read_only
        self._last: Draft | None = None
        self._slot = _Slot()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._keep_beside)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._keep_beside)
        if self._writes:
            self._look.start()

    def touched(self) -> None:
        """Something was typed: keep it after the next pause."""
        if self._writes:
            self._pause.start()

    def go_on(self, one: Kept) -> None:
        """The form goes on with a draft that is kept already."""
        self._slot.number = one.slot
        self._last = one.draft

    def keep_now(self) -> None:
        """Keep what is typed before the vault is locked, and look no more."""
        self._pause.stop()
        self._look.stop()
        if self._writes and self._slot.open and self._changed():
            self._slot.write(self._desk.casebook, self._desk.clock, self._last, self._slot.turn())

    def done(self) -> None:
        """What was typed is saved, or thrown away: forget the draft, and keep nothing more."""
        self._pause.stop()
        self._look.stop()
        if self._writes:
            self._slot.close(self._desk.casebook)

    def thrower(self) -> Callable[[], None]:
        """What throws the draft away, also after the form has gone."""
        return partial(self._slot.close, self._desk.casebook)

    def _keep_beside(self) -> None:
        if not self._slot.open or not self._changed():
            return
        # Nothing of Qt goes into the other thread.
        write = partial(self._slot.write, self._desk.casebook, self._desk.clock, self._last, self._slot.turn())
        self._desk.jobs.run(partial(_beside, write), _nothing, self._desk.messages.fail)

    def _changed(self) -> bool:
        draft = self._take()
        before, self._last = self._last, draft
        return draft != before


class _Slot:
    """Where one form's draft is; safe to use from the two threads that write it, the newest winning."""

    def __init__(self) -> None:
        self.number = 0
        self.open = True
        self._turns = 0
        self._written = 0
        self._lock = threading.Lock()

    def turn(self) -> int:
        """A number for what is to be written, higher than those of what came before."""
        self._turns += 1
        return self._turns

    def write(self, casebook: Casebook, clock: Clock, draft: Draft | None, turn: int) -> None:
        """Write what is typed, or that nothing is any more; what came earlier is too late."""
        with self._lock:
            if not self.open or turn <= self._written:
                return
            self._written = turn
            if draft is not None:
                self.number = keep(casebook, clock, draft, self.number)
            elif self.number:
                discard(casebook, self.number)
                self.number = 0

    def close(self, casebook: Casebook) -> None:
        """Forget the draft; nothing is written any more."""
        with self._lock:
            self.open = False
            if self.number:
                discard(casebook, self.number)
                self.number = 0


def _beside(write: Callable[[], None], _progress: Progress) -> None:
    write()


def _nothing(_result: None) -> None:
    """A draft that was kept is no news."""


def cursor_in(form: QWidget, fields: Mapping[str, QWidget | None]) -> tuple[str, int]:
    """The field of a form that the keyboard is in, by name, and where in its text the cursor stands."""
    at: QWidget | None = form.focusWidget()
    for name, field in fields.items():
        if at is not None and field is not None and (field is at or field.isAncestorOf(at)):
            line = _line(field)
            if isinstance(line, QPlainTextEdit):
                return name, line.textCursor().position()
            return name, line.cursorPosition() if line is not None else 0
    return "", 0


def put_cursor(field: QWidget, position: int) -> None:
    """Give a field the keyboard, with the cursor where it stood."""
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    line = _line(field)
    if isinstance(line, QLineEdit):
        line.setCursorPosition(position)
    elif line is not None:
        moved = line.textCursor()
        moved.setPosition(min(position, len(line.toPlainText())))
        line.setTextCursor(moved)


def _line(field: QWidget) -> QLineEdit | QPlainTextEdit | None:
    if isinstance(field, QComboBox):
        return field.lineEdit()
    return field if isinstance(field, QLineEdit | QPlainTextEdit) else None
