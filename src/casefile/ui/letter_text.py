"""The parts of a dossier: sections to tick, sentences to edit with fields that stay linked, and what a letter asks.

A sentence is a line; a field stands in braces, such as {custody.arrested}, and is filled from the record whenever the
dossier is made. What a table, a chronology or the answers of a form say comes from the records alone: it can be left
out here by its section, and is edited where it is recorded.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import partial
from textwrap import shorten
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QSyntaxHighlighter, QTextCharFormat
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from casefile.base.i18n import N_, _
from casefile.casework.catalogue import record_type
from casefile.dossier.shown import LetterParts
from casefile.dossier.tailoring import can_leave_out, lines_of
from casefile.ui.widgets.buttons import button, shown_on_button
from casefile.ui.widgets.cards import clear, label, pair

if TYPE_CHECKING:
    from casefile.dossier.template import Section, Template
    from casefile.ui.theme import Theme

_FIELD = re.compile(r"\{[^{}]*\}")
_ADDRESSED = frozenset({"letter", "access", "detainees", "form"})
"""Composers that print to whom it goes."""
_SIGNED = frozenset({"letter"})
"""Composers that print a salutation, requests and a signature that were typed."""
_SECTIONS: Mapping[str, str] = {
    "access": N_("Access to lawyer and family"),
    "arrest": N_("The arrest"),
    "closing": N_("Closing"),
    "counts": N_("In numbers"),
    "first": N_("First hours"),
    "law": N_("The law"),
    "list": N_("List of people"),
    "now": N_("The situation now"),
    "opening": N_("Opening"),
    "people": N_("People"),
    "signature": N_("Signature"),
    "signatures": N_("Signatures"),
    "sources": N_("Sources"),
    "summary": N_("Summary"),
    "treatment": N_("Treatment and health"),
}
"""What a section without a heading of its own is called."""
_LONGEST_TITLE = 32
"""Letters of a heading beside its tick."""
_NAMED: Mapping[str, str] = {
    "name": N_("Name or title of what it is about"),
    "issuer": N_("Who speaks"),
    "addressee": N_("To whom it goes"),
    "date": N_("Date of the dossier"),
}
_SAID = "said in "
"""Before the name of a section, for what was written in it."""
_LINES = 6
_PLAIN = 3


class SectionText(QWidget):
    """One section: ticked or not, and its sentences if it has any.

    Args:
        theme: Icons and colours.
        section: The section.
        template: Whose fields it may name.
        language: Of the dossier.
        text: Its sentences as they were written anew; None as the template has them.
        ticked: Whether it is in the dossier.

    Signals:
        edited: It was ticked, unticked or written in.
    """

    edited = Signal()

    def __init__(
        self, theme: Theme, section: Section, template: Template, language: str, *, text: str | None, ticked: bool
    ) -> None:
        super().__init__()
        self.name = section.name
        self._theme = theme
        self._template = template
        self._stated = "\n".join(lines_of(section, language))
        title = section_title(section, language)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        # A heading may be a sentence; it is read whole in the paper, by a screen reader and under the pointer.
        self.tick = QCheckBox(shown_on_button(shorten(title, _LONGEST_TITLE, placeholder="…")))
        self.tick.setToolTip(title)
        self.tick.setAccessibleName(title)
        self.tick.setChecked(ticked)
        self.tick.setEnabled(can_leave_out(section))
        if not can_leave_out(section):
            self.tick.setToolTip(_("This part is always there."))
        self.tick.toggled.connect(lambda _on: self._turned())
        head.addWidget(self.tick, 1)
        column.addLayout(head)
        self._inner = QWidget()
        self.editor = QPlainTextEdit()
        self._problem = label("", "problem", wrap=True)
        column.addWidget(self._inner)
        if section.say:
            self._edit = button(_("Edit"), self.open_editor, role="link", name=_("Edit: {what}").format(what=title))
            head.addWidget(self._edit)
            self._build_editor(title, self._stated if text is None else text)
        self._inner.setVisible(section.say != () and text is not None)

    def _build_editor(self, title: str, text: str) -> None:
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(24, 0, 0, 6)
        column.setSpacing(4)
        self.editor.setPlainText(text)
        self.editor.setTabChangesFocus(True)
        self.editor.setAccessibleName(_("Sentences of: {what}").format(what=title))
        self.editor.setFixedHeight(self.editor.fontMetrics().lineSpacing() * _LINES + 20)
        FieldInk(self._theme, self.editor)
        self.editor.textChanged.connect(self.edited)
        column.addWidget(self.editor)
        self._problem.hide()
        column.addWidget(self._problem)
        row = QHBoxLayout()
        insert = button(_("Insert a field"), role="quiet")
        menu = QMenu(insert)
        # Made when it is opened: a template allows a hundred fields.
        menu.aboutToShow.connect(partial(self._fill, menu))
        insert.setMenu(menu)
        row.addWidget(insert)
        row.addWidget(button(_("As in the template"), self._reset, role="quiet"))
        row.addStretch(1)
        column.addLayout(row)

    def open_editor(self) -> None:
        """Show the sentences, with the keyboard in them."""
        self._inner.show()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str | None:
        """The sentences as they were written anew; None if they are the template's."""
        typed = self.editor.toPlainText()
        return typed if self._stated and typed.strip() != self._stated.strip() else None

    def say(self, problem: str) -> None:
        """Show what is wrong in it, or take that away."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if problem:
            self._inner.show()

    def _turned(self) -> None:
        self.edited.emit()

    def _reset(self) -> None:
        self.editor.setPlainText(self._stated)
        self.say("")

    def _fill(self, menu: QMenu) -> None:
        if menu.actions():
            return
        for name, said in _NAMED.items():
            menu.addAction(self._action(menu, name, _(said)))
        for kind, allowed in self._template.allowed.items():
            made = record_type(kind)
            sub = QMenu(_(made.kind.label).replace("&", "&&"), menu)
            for field in allowed.fields:
                sub.addAction(self._action(sub, f"{kind}.{field}", _(made.facts[field].label)))
            menu.addMenu(sub)

    def _action(self, menu: QMenu, ref: str, said: str) -> QAction:
        action = QAction(said.replace("&", "&&"), menu)
        action.triggered.connect(partial(self._insert, ref))
        return action

    def _insert(self, ref: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt says whether it is checked
        self.editor.insertPlainText("{" + ref + "}")
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)


class FieldInk(QSyntaxHighlighter):
    """Sets the fields in braces apart from the words around them."""

    def __init__(self, theme: Theme, editor: QPlainTextEdit) -> None:
        super().__init__(editor.document())
        self._ink = QTextCharFormat()
        self._ink.setForeground(theme.tokens.colour("accent"))
        self._ink.setBackground(theme.tokens.colour("accent_soft"))

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        for found in _FIELD.finditer(text):
            self.setFormat(found.start(), found.end() - found.start(), self._ink)


def section_title(section: Section, language: str) -> str:
    """What a section is called on the screen: its heading in the dossier, or what it holds."""
    known = _SECTIONS.get(section.name)
    return section.heading(language) or (_(known) if known else section.name.replace("_", " ").capitalize())


class LetterText(QWidget):
    """All parts of one dossier.

    Args:
        theme: Icons and colours.

    Signals:
        edited: Something of it was changed.
    """

    edited = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._template: Template | None = None
        self._language = ""
        self._kept: dict[tuple[str, str, str], str] = {}
        self._left_out: dict[str, set[str]] = {}
        self.sections: list[SectionText] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.addressees = _lines_field(_("To whom it goes, one line of the address on each line"))
        self.salutation = QLineEdit()
        self.requests = _lines_field(_("Further requests, one on each line"))
        self.signer = QLineEdit()
        self.role = QLineEdit()
        self._to = _asked(_("To"), self.addressees)
        self._own = QWidget()
        own = QVBoxLayout(self._own)
        own.setContentsMargins(0, 0, 0, 0)
        own.setSpacing(12)
        for name, field in (
            (_("Salutation"), self.salutation),
            (_("Further requests"), self.requests),
            (_("Signed by"), self.signer),
            (_("Signed as"), self.role),
        ):
            own.addWidget(_asked(name, field))
        for line in (self.salutation, self.signer, self.role):
            line.textChanged.connect(self._touched)
        for lines in (self.addressees, self.requests):
            lines.textChanged.connect(self._touched)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(6)
        self._note = label("", "small", wrap=True)
        column.addWidget(self._to)
        column.addWidget(label(_("Parts of it"), "strong"))
        column.addLayout(self._parts)
        column.addWidget(self._note)
        column.addWidget(self._own)
        self._own.hide()

    def show_template(self, template: Template, language: str) -> None:
        """Show the parts of a template; what was ticked and written for it before stands there again."""
        if self._template is template and self._language == language:
            return
        self._remember()
        self._template, self._language = template, language
        clear(self._parts)
        self.sections = []
        gone = self._left_out.get(template.name, set())
        for one in template.sections:
            made = SectionText(
                self._theme,
                one,
                template,
                language,
                text=self._kept.get((template.name, language, one.name)),
                ticked=one.name not in gone,
            )
            made.edited.connect(self._touched)
            self.sections.append(made)
            self._parts.addWidget(made)
        self._to.setVisible(template.composer in _ADDRESSED)
        self._own.setVisible(template.composer in _SIGNED)
        self.salutation.setPlaceholderText(template.text("salutation", language))
        self._note.setText(
            _(
                "Fields in braces stay linked: they are filled from the records each time. A sentence with an empty or"
                " withheld field is left out."
            )
            if any(one.say for one in template.sections)
            else _("The text of these parts comes from the records. Change a record, and it changes here.")
        )

    def without(self) -> frozenset[str]:
        """The names of the sections that are not ticked."""
        return frozenset(one.name for one in self.sections if not one.tick.isChecked())

    def texts(self) -> dict[str, str]:
        """The sections whose sentences were written anew, by name."""
        return {one.name: text for one in self.sections if (text := one.text()) is not None}

    def letter(self) -> LetterParts:
        """What was typed that is in no record; nothing that the template does not print."""
        template = self._template
        if template is None or template.composer not in _ADDRESSED:
            return LetterParts()
        to = _typed_lines(self.addressees)
        if template.composer not in _SIGNED:
            return LetterParts(addressees=to)
        return LetterParts(
            addressees=to,
            salutation=self.salutation.text().strip(),
            requests=_typed_lines(self.requests),
            signer=self.signer.text().strip(),
            role=self.role.text().strip(),
        )

    def typed(self) -> dict[str, str]:
        """Everything that was typed by hand, by a name of its own; nothing that is empty or the template's."""
        fields = {name: _typed_text(field) for name, field in self._fields().items()}
        texts = {f"{_SAID}{name}": text for name, text in self.texts().items()}
        return {name: text for name, text in (fields | texts).items() if text}

    def show_typed(self, typed: Mapping[str, str]) -> None:
        """Show again what was typed by hand; the template is shown already."""
        for name, field in self._fields().items():
            if isinstance(field, QLineEdit):
                field.setText(typed.get(name, ""))
            else:
                field.setPlainText(typed.get(name, ""))
        for one in self.sections:
            text = typed.get(f"{_SAID}{one.name}")
            if text is not None:
                one.editor.setPlainText(text)
                one.open_editor()

    def leave_out(self, names: Collection[str]) -> None:
        """Untick these sections, and tick the rest."""
        for one in self.sections:
            one.tick.setChecked(one.name not in names or not one.tick.isEnabled())

    def _fields(self) -> dict[str, QLineEdit | QPlainTextEdit]:
        return {
            "to": self.addressees,
            "salutation": self.salutation,
            "requests": self.requests,
            "signer": self.signer,
            "role": self.role,
        }

    def say(self, problems: Mapping[str, str]) -> list[str]:
        """Show problems at their sections, and take all others away. Returns those that belong to none."""
        for one in self.sections:
            one.say(problems.get(one.name, ""))
        known = {one.name for one in self.sections}
        return [text for name, text in problems.items() if name not in known]

    def _touched(self, *_of: object) -> None:
        self.edited.emit()

    def _remember(self) -> None:
        if self._template is None:
            return
        name = self._template.name
        self._left_out[name] = set(self.without())
        for one in self.sections:
            text = one.text()
            key = (name, self._language, one.name)
            if text is None:
                self._kept.pop(key, None)
            else:
                self._kept[key] = text


def _typed_text(field: QLineEdit | QPlainTextEdit) -> str:
    return (field.text() if isinstance(field, QLineEdit) else field.toPlainText()).strip()


def _typed_lines(field: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(line.strip() for line in field.toPlainText().splitlines() if line.strip())


def _lines_field(hint: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setPlaceholderText(hint)
    made.setTabChangesFocus(True)
    made.setFixedHeight(made.fontMetrics().lineSpacing() * _PLAIN + 20)
    return made


def _asked(name: str, field: QWidget) -> QWidget:
    field.setAccessibleName(name)
    return pair(name, field)
