"""People: the list of all of them, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from casefile.base.clock import RecordId
from casefile.base.i18n import N_, _, language, ngettext
from casefile.casework import people_lists
from casefile.casework.facet_catalogue import ANY_NEED, NEEDS, people_in_need
from casefile.casework.vocabulary import vocabulary
from casefile.ui.list_pane import ListWords
from casefile.ui.page import Desk
from casefile.ui.pages.list_page import Chip, ListPage
from casefile.ui.pages.person_view import STATE_TONES, PersonView
from casefile.ui.record_table import Row

if TYPE_CHECKING:
    from casefile.store.changes import ChangeSet

_CHIPS = ("in_custody", "missing", "released", "deceased")
_FLAGS = {
    "risk": N_("High risk"),
    "incommunicado": N_("Held incommunicado"),
    "consent_withdrawn": N_("Consent withdrawn"),
}


class PeoplePage(ListPage):
    """The people of the book.

    Args:
        desk: What it works with.
    """

    def __init__(self, desk: Desk) -> None:
        words = ListWords(
            title=_("People"),
            icon="users",
            hint=_("Name, alias, place, code"),
            count=lambda number: ngettext("{n} person", "{n} people", number).format(n=f"{number:n}"),
            empty=_("Nobody recorded yet"),
            advice=_("Press New, or Ctrl+N, to record the first person: a name is enough."),
            new=_("New"),
        )
        orders = [("name", _("Name")), ("newest", _("Newest first")), ("reference", _("Code")), ("state", _("State"))]
        choose = (_("Choose a person"), _("Their case opens here. Arrow keys move in the list."))
        super().__init__(desk, "person", words, orders, choose)
        self._show_chips()

    def _read_list(self, changes: ChangeSet) -> None:
        self._show_chips()
        super()._read_list(changes)

    def _view_of(self, record: RecordId) -> PersonView:
        return PersonView(self.desk, record)

    def _quick_chips(self) -> list[Chip]:
        counts = self.desk.read(people_lists.person_counts)
        labels = vocabulary("whereabouts_status")
        code = language().code
        chips: list[Chip] = [
            (f"state:{state}", labels.label(state, code), counts[state]) for state in _CHIPS if counts.get(state)
        ]
        needy = self.desk.read(people_in_need)
        return [*chips, (f"{NEEDS}:{ANY_NEED}", _("Needs action"), needy)] if needy else chips

    def _lines(self, ids: Sequence[RecordId]) -> Sequence[Row]:
        return [_row(line) for line in self.desk.read(lambda reader: people_lists.person_lines(reader, ids))]


def _row(line: people_lists.PersonLine) -> Row:
    tone, icon = STATE_TONES.get(line.state, ("plain", ""))
    state = vocabulary("whereabouts_status").label(line.state, language().code) if line.state else ""
    detail = line.where or line.other_script
    return Row(
        line.id,
        line.name,
        aside=line.reference,
        chip=state,
        tone=tone,
        icon=icon,
        detail=detail,
        warning=_(_FLAGS.get(line.flag, "")),
        avatar=True,
    )
