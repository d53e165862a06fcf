"""What the app says: a line that passes by with a way to undo, and errors with what happened and what was kept."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMessageBox, QPushButton, QWidget

from casefile.base.errors import CasefileError, EnvironmentFault, UserError
from casefile.base.i18n import _
from casefile.ui.widgets.cards import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from casefile.store.changes import ActLine, ChangeSet

_SHOWN_MS = 8_000
_FROM_EDGE = 44
_PLACES = 6


class Messages(QObject):
    """Speaks over one window.

    Args:
        window: Whose lower edge the passing line stands on.
        undo: Undoes an act by its id; called from the line that says what was done.
        named: The line of history of an act, None if it is not there.
    """

    def __init__(
        self,
        window: QWidget,
        undo: Callable[[bytes], object] | None = None,
        named: Callable[[bytes], ActLine | None] | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._undo = undo
        self._named = named
        self._toast = QFrame(window)
        self._toast.setObjectName("toast")
        row = QHBoxLayout(self._toast)
        row.setContentsMargins(18, 9, 9, 9)
        row.setSpacing(18)
        self._text = label("")
        self._button = QPushButton()
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        self._toast.hide()
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self._toast.hide)
        self._action: Callable[[], object] | None = None
        self._button.clicked.connect(self._act)
        window.installEventFilter(self)

    def say(self, text: str, action_name: str = "", action: Callable[[], object] | None = None) -> None:
        """Show a line for some seconds, with a button if there is something to do about it."""
        self._text.setText(text)
        self._toast.setAccessibleName(text)
        self._button.setText(action_name.replace("&", "&&"))
        self._button.setVisible(action is not None)
        self._action = action
        self._place()
        self._toast.show()
        self._toast.raise_()
        self._timer.start()

    def done(self, changes: ChangeSet, said: str = "") -> None:
        """Say what an act did, with a way to undo it.

        Args:
            changes: What the act changed.
            said: What to say instead of the act's own sentence.
        """
        line = self._named(changes.act) if self._named is not None else None
        text = said or (sentence(line) if line is not None else _("Saved"))
        undo, act = self._undo, changes.act
        self.say(text, _("Undo"), (lambda: undo(act)) if undo is not None else None)

    def fail(self, error: BaseException) -> None:
        """Say what went wrong: in the error's own words if it was foreseen, as a bug without case data if not."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        heading, text, more = explained(error)
        box.setWindowTitle(heading)
        box.setText(text)
        box.setInformativeText(more)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the line in its place when the window changes size."""
        if watched is self._window and event.type() == QEvent.Type.Resize and not self._toast.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        size = self._toast.sizeHint()
        width = min(size.width(), max(self._window.width() - 2 * _FROM_EDGE, 1))
        self._toast.resize(width, size.height())
        x = (self._window.width() - width) // 2
        self._toast.move(x, self._window.height() - size.height() - _FROM_EDGE)

    def _act(self) -> None:
        self._toast.hide()
        if self._action is not None:
            action, self._action = self._action, None
            action()


def sentence(line: ActLine) -> str:
    """What an act did, as a sentence of its own: "Recorded a family visit"."""
    said = line.sentence
    return said[:1].upper() + said[1:]


def explained(error: BaseException) -> tuple[str, str, str]:
    """A heading, what happened, and what was kept and what to do, for an error."""
    if isinstance(error, EnvironmentFault):
        return (
            _("The computer could not do this"),
            str(error),
            _("Nothing was lost: the vault is as it was before. Put this right and try again."),
        )
    if isinstance(error, CasefileError):
        return _("Not saved"), str(error), _("Nothing was changed.")
    return (
        _("Something went wrong in casefile"),
        _("This was not saved. Everything before it is safe, and you can go on working. Please report this:"),
        report(error),
    )


def report(error: BaseException) -> str:
    """Where a bug was met: kind, file and line, and never a value, since a value may be case data."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rpartition('casefile/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-_PLACES:]]
    return "\n".join([type(error).__name__, *places])


def field_reasons(error: UserError) -> dict[str, str]:
    """The reasons of an error by field."""
    return {problem.field: problem.reason for problem in error.problems}
