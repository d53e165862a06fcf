"""What a list asks of the book, answered alike for every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefile.base.i18n import language
from casefile.casework import lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casefile.base.clock import RecordId
    from casefile.ui.list_pane import Question
    from casefile.ui.page import Desk


def answer(desk: Desk, kind: str, question: Question) -> Sequence[RecordId]:
    """The ids of the records of a kind that a question asks for, sorted; safe to call from another thread."""
    words_ids = desk.casebook.search_ids(question.words, kind) if question.words else None
    wanted = lists.Wanted(facets=dict(question.facets), words_ids=words_ids, order=question.order, code=language().code)
    return desk.read(lambda reader: lists.listed(reader, kind, wanted, desk.today()))


def longer(desk: Desk, kind: str, most: int) -> bool:
    """Whether there are more records of a kind than so many."""
    return desk.read(lambda reader: lists.is_long(reader, kind, most))
