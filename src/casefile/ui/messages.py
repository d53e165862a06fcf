"""What the app says: a line that passes by with a way to undo, and errors with what happened and what was kept."""

from __future__ import annotations

import traceback
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMessageBox, QPushButton, QWidget

from casefile.base.errors import CasefileError, EnvironmentFault, UserError
from casefile.base.i18n import _

_SHOWN_MS = 6_000
_FROM_EDGE = 24


class Messages(QObject):
    """Speaks over one window.

    Args:
        window: Whose lower edge the passing line stands on.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._toast = QFrame(window)
        self._toast.setObjectName("toast")
        row = QHBoxLayout(self._toast)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(16)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton()
        row.addWidget(self._text)
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
        self._button.setText(action_name)
        self._button.setVisible(action is not None)
        self._action = action
        self._toast.adjustSize()
        self._place()
        self._toast.show()
        self._toast.raise_()
        self._timer.start()

    def fail(self, error: BaseException) -> None:
        """Say what went wrong: in the error's own words if it was foreseen, as a bug without case data if not."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        if isinstance(error, CasefileError):
            heading = _("The computer could not do this") if isinstance(error, EnvironmentFault) else _("Not saved")
            box.setWindowTitle(heading)
            box.setText(str(error))
        else:
            box.setWindowTitle(_("Something went wrong in casefile"))
            box.setText(
                _("This was not saved, and everything before it is safe. You can go on working; please report this:")
            )
            box.setInformativeText(report(error))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the line in its place when the window changes size."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        size = self._toast.sizeHint()
        self._toast.resize(size)
        x = (self._window.width() - size.width()) // 2
        self._toast.move(x, self._window.height() - size.height() - _FROM_EDGE - 16)

    def _act(self) -> None:
        self._toast.hide()
        if self._action is not None:
            action, self._action = self._action, None
            action()


def report(error: BaseException) -> str:
    """Where a bug was met: kind, file and line, and never a value, since a value may be case data."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rpartition('casefile/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-6:]]
    return "\n".join([type(error).__name__, *places])


def field_reasons(error: UserError) -> dict[str, str]:
    """The reasons of an error by field."""
    return {problem.field: problem.reason for problem in error.problems}
