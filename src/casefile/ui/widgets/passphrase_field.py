"""A field for a passphrase: hidden or shown, with a warning of Caps Lock, and how strong a new one is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from casefile.base.i18n import _
from casefile.ui.theme import Theme
from casefile.ui.widgets.cards import label


class PassphraseField(QWidget):
    """One passphrase.

    Args:
        theme: Icons.
        name: What is asked for.

    Signals:
        entered: Enter was pressed.
        edited: The text changed.
    """

    entered = Signal()
    edited = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._caption = caption = label(name, "label")
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(name)
        self.field.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        caption.setBuddy(self.field)
        self._eye = self.field.addAction(theme.icon("eye", "secondary", 16), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.triggered.connect(self._turn)
        self._say_eye()
        self._caps = label(_("Caps Lock is on."), "warning")
        self._caps.hide()
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        for widget in (caption, self.field, self._caps, self._problem):
            column.addWidget(widget)
        self.setFocusProxy(self.field)
        self.field.installEventFilter(self)
        self.field.returnPressed.connect(self.entered)
        self.field.textChanged.connect(self._changed)

    def rename(self, name: str) -> None:
        """Ask for something else in it."""
        self._caption.setText(name)
        self.field.setAccessibleName(name)

    def text(self) -> str:
        """What was typed."""
        return self.field.text()

    def forget(self) -> None:
        """Empty the field, and hide what is typed next."""
        self.field.clear()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self._say_eye()
        self._caps.hide()

    def say(self, problem: str) -> None:
        """Show what is wrong with it, or take that away."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.field.setProperty("wrong", "true" if problem else "false")
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)
        self.field.setAccessibleDescription(problem)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A capital without Shift, or a small letter with it, means that Caps Lock is on."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._look(event)
        return super().eventFilter(watched, event)

    def _look(self, event: QKeyEvent) -> None:
        typed = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._caps.hide()
        elif len(typed) == 1 and typed.isalpha() and typed.upper() != typed.lower():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps.setVisible(typed.isupper() != shifted)

    def _changed(self, text: str) -> None:
        self.say("")
        if not text:
            self._caps.hide()
        self.edited.emit(text)

    def _turn(self) -> None:
        hidden = self.field.echoMode() == QLineEdit.EchoMode.Password
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._say_eye()

    def _say_eye(self) -> None:
        hidden = self.field.echoMode() == QLineEdit.EchoMode.Password
        self._eye.setIcon(self._theme.icon("eye" if hidden else "eye-off", "secondary", 16))
        said = _("Show the passphrase") if hidden else _("Hide the passphrase")
        self._eye.setText(said)
        self._eye.setToolTip(said)


class StrengthMeter(QWidget):
    """How long a new passphrase would stand against guessing: a bar, a word and what to do."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        row = QHBoxLayout()
        row.setSpacing(10)
        self._bar = QProgressBar()
        self._bar.setRange(0, 3)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Strength of the passphrase"))
        self._word = label("", "small")
        self._word.setMinimumWidth(64)
        row.addWidget(self._bar, 1)
        row.addWidget(self._word)
        column.addLayout(row)
        column.addWidget(
            label(_("Five or more random words are easy to remember and hard to guess."), "small", wrap=True)
        )

    def show_strength(self, strength: int) -> None:
        """Show a strength: 0 empty, 1 weak, 2 fair, 3 strong."""
        words = ("", _("weak"), _("fair"), _("strong"))
        self._bar.setValue(strength)
        self._bar.setProperty("role", ("", "weak", "fair", "strong")[strength])
        self._bar.style().unpolish(self._bar)
        self._bar.style().polish(self._bar)
        self._word.setText(words[strength])
        self._bar.setAccessibleDescription(words[strength])
