from __future__ import annotations

import pytest

from casefile.base.config import resource
from casefile.dossier.issue import _COMPOSERS  # what can be made and what a template may ask for must be the same
from casefile.dossier.template_check import COMPOSERS, checked

LETTER = resource("dossier", "letter", "template.toml").read_text(encoding="utf-8")
FORM = resource("dossier", "wgad", "template.toml").read_text(encoding="utf-8")


def test_every_composer_that_a_template_may_ask_for_exists() -> None:
    assert set(COMPOSERS) == set(_COMPOSERS)


def test_our_own_templates_have_no_problems() -> None:
    for path in resource("dossier").glob("*/template.toml"):
        assert checked(path.read_text(encoding="utf-8")).problems == [], path


@pytest.mark.parametrize(
    ("text", "before", "after", "told"),
    [
        (LETTER, 'composer = "letter"', 'composer = "poet"', "composer"),
        (LETTER, "version = 2", 'version = "one"', "version"),
        (LETTER, 'about = ["person"]', 'about = ["perzon"]', "perzon"),
        (LETTER, 'audiences = ["government"', 'audiences = ["martians"', "martians"),
        (LETTER, "{custody.registered_at}", "{custody.colour}", "colour"),
        (LETTER, "{custody.registered_at}", "{custody.registration_number}", "never be printed"),
        (LETTER, "{custody.registered_at}", "{weather.today}", "weather"),
        (LETTER, "{custody.registered_at}", "{custody registered}", "not written like"),
        (LETTER, 'when = "custody[warrant_shown:no]"', 'when = "warrant[no]"', "warrant"),
        (LETTER, 'style = "requests"', 'style = "dance"', "dance"),
        (LETTER, 'ru = "Письмо"', 'fr = "Lettre"', "fr"),
        (LETTER, 'en = "Letter"', 'xx = "Letter"', "English"),
        (LETTER, 'name = "sources"', 'name = "springs"', '"sources" is missing'),
        (FORM, 'fields = ["person.sex"]', "fields = []", "fields"),
        (FORM, 'fields = ["person.sex"]', 'fields = ["person.ethnicity"]', "ethnicity"),
        (FORM, 'sensitive = ["health"]', 'sensitive = ["gender"]', "gender"),
        (FORM, "[allowed.person]", "[allowed.dragon]", "dragon"),
        (FORM, '"shown_name", "described_as"', '"shown_name", "note"', "never printed"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(text: str, before: str, after: str, told: str) -> None:
    broken = text.replace(before, after, 1)
    assert broken != text
    # The line of what was put in, or of the table that it broke.
    lines = {number for number, one in enumerate(broken.splitlines(), 1) if after.splitlines()[0] in one}

    problems = checked(broken).problems

    assert problems
    assert any(told in one.text or told in after for one in problems)
    assert any(abs(one.line - line) <= 3 for one in problems for line in lines)


def test_broken_toml_is_told_at_its_line() -> None:
    text = LETTER.replace("version = 2", "version = = 2")

    assert [one.line for one in checked(text).problems] == [2]


@pytest.mark.parametrize("text", ["", "version = 1", "section = 3", "[[section]]", "allowed = 1\ntitle = 2"])
def test_a_template_that_lacks_nearly_everything_is_refused_and_does_not_crash(text: str) -> None:
    assert checked(text).problems
