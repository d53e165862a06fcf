from __future__ import annotations

from casefile.ui.widgets.compared_text import compared


def marked(text: str, other: str) -> list[str]:
    return [stretch for stretch, differs in compared(text, other) if differs and stretch.strip()]


def test_the_words_are_marked_that_the_other_text_does_not_have() -> None:
    assert marked("seen in Aktau on Monday", "seen in Almaty on Monday") == ["Aktau"]
    assert marked("seen in Almaty on Monday", "seen in Almaty on Monday") == []


def test_nothing_of_a_text_is_lost_by_marking_it() -> None:
    text = "One, two;\nthree  four. Бір, екі."
    assert "".join(stretch for stretch, _differs in compared(text, "One, two;\nthree five. Бір, үш.")) == text


def test_texts_with_little_in_common_are_not_marked_all_over() -> None:
    assert marked("held in a remand prison", "Was never arrested at all, says his mother.") == []
