from __future__ import annotations

from casefile.dossier.document import KeyValues, Paragraph, Span, Table
from casefile.dossier.merge_paper import MergeTold, composed, merge_paper

TOLD = MergeTold(
    language="en",
    vault="Aktau",
    when="2026-11-23 14:02",
    author="Anna",
    states=("new", "unchanged"),
    kinds=(("People", (2, 10)), ("Events", (0, 3))),
    refused=(("Almaty", "It is damaged."),),
    waiting=4,
)


def text(cell: str | tuple[Span, ...]) -> str:
    return cell if isinstance(cell, str) else "".join(span.text for span in cell)


def test_the_table_adds_up_by_kind_and_by_what_became_of_it() -> None:
    [table] = [block for block in composed(TOLD).blocks if isinstance(block, Table)]
    assert [column.head for column in table.columns] == ["Kind of record", "new", "unchanged", "All"]
    assert [[text(cell) for cell in row] for row in table.rows] == [
        ["People", "2", "10", "12"],
        ["Events", "–", "3", "3"],
        ["All", "2", "13", "15"],
    ]


def test_a_source_that_was_refused_is_named_with_the_reason() -> None:
    said = [text(block.text) for block in composed(TOLD).blocks if isinstance(block, Paragraph)]
    assert "Almaty. It is damaged." in said


def test_what_still_waits_is_told_and_a_merge_without_an_author_names_none() -> None:
    [facts] = [block for block in composed(TOLD).blocks if isinstance(block, KeyValues)]
    assert ("Fields that wait for a decision", "4") in [(name, text(value)) for name, value in facts.rows]
    unnamed = MergeTold(**{name: getattr(TOLD, name) for name in TOLD.__slots__} | {"author": ""})
    [facts] = [block for block in composed(unnamed).blocks if isinstance(block, KeyValues)]
    assert "Who" not in [name for name, _value in facts.rows]


def test_it_is_drawn_as_a_pdf() -> None:
    assert merge_paper(TOLD).startswith(b"%PDF")
