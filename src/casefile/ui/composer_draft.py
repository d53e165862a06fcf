"""A dossier that is half written, as it is kept inside the vault: it outlives a lock and a crash, like a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefile.base.clock import NO_ID, RecordId
from casefile.ui.drafts import Draft

if TYPE_CHECKING:
    from casefile.casework.record import Value
    from casefile.ui.dossier_choice import DossierChoice
    from casefile.ui.letter_text import LetterText

ENTRY = "dossier"
"""What stands for the composer among the drafts, where the name of a quick entry stands."""
_KIND = "letter"
_ABOUT = "about "


def draft_of(choice: DossierChoice, text: LetterText) -> Draft | None:
    """What is half written; None as long as nothing was typed by hand."""
    typed: dict[str, Value] = dict(text.typed())
    left_out = tuple(sorted(text.without()))
    chosen = choice.chosen()
    if chosen is None or not (typed or left_out):
        return None
    for number, record in enumerate(choice.about.records()):
        typed[f"{_ABOUT}{number}"] = record
    given: dict[str, Value] = {
        "template": chosen.name,
        "audience": choice.audience_code,
        "language": choice.language_code,
        "without": left_out,
    }
    return Draft(kind=_KIND, record=NO_ID, version=b"", given=given, typed=typed, entry=ENTRY)


def show_draft(draft: Draft, choice: DossierChoice, text: LetterText) -> None:
    """Show what was half written; the text belongs to the template that is chosen first."""
    records = [RecordId(value) for value in draft.typed.values() if isinstance(value, bytes)]
    choice.show_about(records)
    choice.about.refresh()
    choice.choose(
        template=str(draft.given.get("template", "")),
        language_code=str(draft.given.get("language", "")),
    )
    choice.choose(audience=str(draft.given.get("audience", "")))
    without = draft.given.get("without", ())
    text.leave_out(without if isinstance(without, tuple) else ())
    text.show_typed({name: value for name, value in draft.typed.items() if isinstance(value, str)})
