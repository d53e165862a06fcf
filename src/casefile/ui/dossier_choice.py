"""What a dossier is: about whom, which template, for whom, in which language, and what may be chosen besides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from casefile.base.clock import RecordId
from casefile.base.i18n import LANGUAGES, _, language
from casefile.base.typed_dates import read_date_typed
from casefile.casework.vocabulary import vocabulary
from casefile.dossier.template_files import OWN_FOLDER, TemplateError, template, template_names
from casefile.ui.subject_picker import SubjectPicker
from casefile.ui.subjects_field import SubjectsField
from casefile.ui.widgets.cards import label, pair
from casefile.ui.widgets.combos import calm, shown_in_box

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from casefile.dossier.template import Template
    from casefile.ui.page import Desk

_PERIOD = frozenset({"access"})
"""Composers that report over a period."""
_FIRST = "letter"
"""The template that stands there at the beginning."""


class DossierChoice(QWidget):
    """The choice itself: whom it is about, template, audience, language.

    Args:
        desk: The book and the look.

    Signals:
        edited: Something else was chosen.
    """

    edited = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.own: Path = desk.casebook.vault.path.joinpath(*OWN_FOLDER)
        self._templates, self.unusable = _all_templates(self.own)
        self.about = SubjectsField(desk)
        self.template = _box(_("Template"))
        self.audience = _box(_("Audience"))
        self.language = _box(_("Language"))
        self._what = label("", "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(pair(_("About"), self.about))
        column.addWidget(pair(_("Template"), self.template))
        column.addWidget(self._what)
        row = QGridLayout()
        row.setHorizontalSpacing(12)
        row.addWidget(pair(_("Audience"), self.audience), 0, 0)
        row.addWidget(pair(_("Language"), self.language), 0, 1)
        row.setColumnStretch(0, 3)
        row.setColumnStretch(1, 2)
        column.addLayout(row)
        for code, name in LANGUAGES.items():
            self.language.addItem(shown_in_box(name), code)
        self.language.setCurrentIndex(max(self.language.findData(language().code), 0))
        self._offer_templates(_FIRST)
        self.about.edited.connect(self._other_subjects)
        self.template.currentIndexChanged.connect(lambda _index: self._other_template())
        self.audience.currentIndexChanged.connect(lambda _index: self.edited.emit())
        self.language.currentIndexChanged.connect(lambda _index: self.edited.emit())

    def show_about(self, records: Sequence[RecordId]) -> None:
        """Choose whom it is about; a template that is not for them gives way to one that is."""
        self.about.show_records(records)
        self._other_subjects()

    def chosen(self) -> Template | None:
        """The template chosen; None if none can be about these records."""
        name = str(self.template.currentData() or "")
        return self._templates.get(name)

    @property
    def audience_code(self) -> str:
        """Term of `audience`."""
        return str(self.audience.currentData() or "")

    @property
    def language_code(self) -> str:
        """ISO 639-1 code of the dossier."""
        return str(self.language.currentData() or "en")

    def choose(self, *, template: str = "", audience: str = "", language_code: str = "") -> None:
        """Choose by name, as somebody would in the boxes; an empty word changes nothing."""
        for box, wanted in ((self.template, template), (self.audience, audience), (self.language, language_code)):
            if wanted and box.findData(wanted) >= 0:
                box.setCurrentIndex(box.findData(wanted))

    def _other_subjects(self) -> None:
        self._offer_templates(str(self.template.currentData() or _FIRST))
        self.edited.emit()

    def _offer_templates(self, wanted: str) -> None:
        """Offer the templates that can be about who was chosen."""
        kinds, number = self.about.kinds(), len(self.about.records())
        fitting = [
            one
            for one in self._templates.values()
            if kinds <= set(one.about) and (number < 2 or (one.several and kinds == {"person"}))  # noqa: PLR2004 - several
        ]
        code = language().code
        blocked = self.template.blockSignals(True)
        self.template.clear()
        for one in sorted(fitting, key=lambda one: one.title(code)):
            self.template.addItem(shown_in_box(one.title(code)), one.name)
        self.template.setCurrentIndex(max(self.template.findData(wanted), 0) if fitting else -1)
        self.template.blockSignals(blocked)
        self._show_template()

    def _other_template(self) -> None:
        self._show_template()
        self.edited.emit()

    def _show_template(self) -> None:
        # Names of United Nations procedures are long; the box cuts them, and says them whole when asked.
        self.template.setToolTip(self.template.currentText())
        chosen = self.chosen()
        code = language().code
        self._what.setText(
            chosen.description(code) if chosen else _("No template can be about these together. Take somebody out.")
        )
        before = self.audience_code
        blocked = self.audience.blockSignals(True)
        self.audience.clear()
        labels = vocabulary("audience")
        for audience in chosen.audiences if chosen else ():
            self.audience.addItem(shown_in_box(labels.label(audience, code)), audience)
        self.audience.setCurrentIndex(max(self.audience.findData(before), 0) if self.audience.count() else -1)
        self.audience.blockSignals(blocked)


class DossierDetails(QWidget):
    """What may be chosen besides: the date it bears, a period, who speaks, the size of the paper.

    Args:
        desk: The book and the look.

    Signals:
        edited: Something else was chosen.
    """

    edited = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._today = desk.today
        self.dated = QLineEdit()
        self.since = QLineEdit()
        self.until = QLineEdit()
        self.paper = _box(_("Paper"))
        self.paper.addItem("A4", "A4")
        self.paper.addItem("Letter", "Letter")
        self.issuer = SubjectPicker(desk, _("Organisation that speaks"), ("organisation",))
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        self._period = QWidget()
        period = QGridLayout(self._period)
        period.setContentsMargins(0, 0, 0, 0)
        period.setHorizontalSpacing(12)
        for column, (name, field) in enumerate(((_("From"), self.since), (_("Until"), self.until))):
            field.setAccessibleName(name)
            period.addWidget(pair(name, field), 0, column)
        self.dated.setAccessibleName(_("Date it bears"))
        self.dated.setPlaceholderText(_("Today"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.addWidget(self._period, 0, 0, 1, 2)
        grid.addWidget(pair(_("Date it bears"), self.dated), 1, 0)
        grid.addWidget(pair(_("Paper"), self.paper), 1, 1)
        grid.addWidget(pair(_("Who speaks; the sources' publisher, if left empty"), self.issuer), 2, 0, 1, 2)
        grid.addWidget(self._problem, 3, 0, 1, 2)
        for field in (self.dated, self.since, self.until):
            field.textChanged.connect(lambda _text: self.edited.emit())
        self.paper.currentIndexChanged.connect(lambda _index: self.edited.emit())
        self.issuer.picked.connect(lambda _record: self.edited.emit())

    def show_template(self, chosen: Template) -> None:
        """Ask only for what the template prints."""
        self._period.setVisible(chosen.composer in _PERIOD)

    def paper_size(self) -> Literal["A4", "Letter"]:
        """Size of the paper."""
        return "Letter" if self.paper.currentData() == "Letter" else "A4"

    def dates(self) -> tuple[str, str, str] | None:
        """The date, and the first and last day of the period, as EDTF; None if one cannot be read, which is said."""
        period = not self._period.isHidden()
        typed = (self.dated.text(), self.since.text() if period else "", self.until.text() if period else "")
        dated, since, until = (_read(one, self._today()) for one in typed)
        problem = dated[1] or since[1] or until[1]
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        return None if problem else (dated[0], since[0], until[0])


def _read(typed: str, today: dt.date) -> tuple[str, str]:
    """A date as EDTF, and why it cannot be read."""
    try:
        return (read_date_typed(typed, today) if typed.strip() else "", "")
    except ValueError as problem:
        return "", str(problem)


def _all_templates(own: Path) -> tuple[dict[str, Template], list[str]]:
    """The templates by name, and why others cannot be used."""
    found: dict[str, Template] = {}
    unusable: list[str] = []
    for name in sorted(template_names(own)):
        try:
            found[name] = template(name, own)
        except TemplateError as problem:
            unusable.append(str(problem))
    return found, unusable


def _box(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setMinimumContentsLength(8)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    calm(made)
    return made
