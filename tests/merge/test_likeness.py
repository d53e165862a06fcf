from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.base.clock import RecordId
from casefile.merge import likeness as at
from casefile.merge.likeness import NOTHING, Arrest, Lexicon, Profile, born_between, compare

LEXICON = Lexicon()


def person(*names: str, born: str = "", **more: object) -> Profile:
    made = tuple(LEXICON.naming(name) for name in names)
    return Profile(RecordId(bytes(16)), made, born_between(born, "", ""), **more)  # type: ignore[arg-type]  # tests name what they need


def names(one: str, other: str) -> tuple[int, int, int]:
    found = compare(person(one), person(other)).levels
    return found[0], found[1], found[2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Роза Байтелова", "Bajtelova Roza"),
        ("Роза Байтелова", "Roza Baytelova"),
        ("Тихонов Иван", "Ivan Tikhonov"),
        ("Тихонов Иван", "Ivan Tihonov"),
        ("حسين علي", "Ali Hussein"),
        ("Жаңабай Өтегенов", "Zhanabay Otegenov"),
    ],
)
def test_a_name_is_the_same_in_every_script_spelling_and_order(one: str, other: str) -> None:
    assert min(names(one, other)[:2]) >= at.HEARD


@pytest.mark.parametrize(
    ("one", "other", "levels"),
    [
        ("А. Серикова", "Айгуль Серикова", (at.WRITTEN, at.INITIAL, NOTHING)),
        ("Саша Тихонов", "Alexander Tikhonov", (at.WRITTEN, at.CLOSE, NOTHING)),
        ("Марат Тихонов", "Марат Байтелов", (at.WRITTEN, at.DIFFERENT, NOTHING)),
        ("Иван Тихонов", "Марат Байтелов", (at.DIFFERENT, NOTHING, NOTHING)),
        ("Марат Серикович Тихонов", "Тихонов Марат Серикұлы", (at.WRITTEN, at.WRITTEN, 2)),
        ("Марат Серикович Тихонов", "Тихонов Марат Иванович", (at.WRITTEN, at.WRITTEN, 0)),
        ("Марат Серик улы Тихонов", "Petrovič Tikhonov Marat", (at.WRITTEN, at.WRITTEN, 0)),
    ],
)
def test_initials_short_forms_and_patronymics_are_told_apart(
    one: str, other: str, levels: tuple[int, int, int]
) -> None:
    assert names(one, other) == names(other, one) == levels


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1987-03-05", "1987-03-05", at.BORN_DAY),
        ("1987-03-05", "1987", at.BORN_YEAR),
        ("1987-03-05", "1987-05-03", at.BORN_NEAR),
        ("1987-03-05", "1977-03-05", at.BORN_NEAR),
        ("1987-03-05", "1977-03-06", at.BORN_APART),
        ("1987", "", NOTHING),
    ],
)
def test_births_are_compared_as_precisely_as_they_are_known(one: str, other: str, level: int) -> None:
    assert compare(person("A", born=one), person("B", born=other)).levels[3] == level


@pytest.mark.parametrize(("birth", "fits"), [("1987-06-01", True), ("1980-06-01", False)])
def test_an_age_on_a_day_is_compared_with_a_birth_date(birth: str, fits: bool) -> None:  # noqa: FBT001 - the table's own column
    aged = Profile(RecordId(bytes(16)), (), born_between("", "24", "2011-12-16"))
    level = compare(aged, person(born=birth)).levels[3]
    assert (level >= at.BORN_FITS) is fits


def test_arrests_agree_by_place_and_by_days_that_may_be_one() -> None:
    def arrested(*arrests: Arrest) -> Profile:
        return person("A", arrests=arrests)

    here = arrested(Arrest(734_000, 734_000, "jnzn"))
    assert compare(here, arrested(Arrest(1, 1, "ktw"), Arrest(734_002, 734_002, "jnzn"))).levels[6] == at.ARREST_BOTH
    assert compare(here, arrested(Arrest(734_000, 734_000, ""))).levels[6] == at.ARREST_DAY
    assert compare(here, arrested(Arrest(700_000, 734_500, "jnzn"))).levels[6] == at.ARREST_PLACE
    assert compare(here, arrested()).levels[6] == NOTHING


def test_documents_agree_by_number_and_differ_only_within_a_kind() -> None:
    def holding(kind: str, number: str) -> Profile:
        return person("A", identifiers=frozenset({(kind, number)}))

    one = holding("passport", "N123")
    assert compare(one, holding("passport", "N123")).levels[5] == 1
    assert compare(one, holding("passport", "N124")).levels[5] == 0
    assert compare(one, holding("identity_card", "7")).levels[5] == NOTHING


words = st.sampled_from(["Айгуль", "Aigul", "Серикова", "Serikova", "А", "Ивановна", "улы", "Саша", "علي", "Marat"])
people = st.builds(
    lambda all_names, born: person(*all_names, born=born),
    st.lists(st.lists(words, min_size=1, max_size=4).map(" ".join), max_size=3),
    st.sampled_from(["", "1987", "1987-03-05", "1988~", "1977-03-05"]),
)


@given(people, people)
def test_likeness_is_the_same_whichever_comes_first(one: Profile, other: Profile) -> None:
    there, back = compare(one, other), compare(other, one)
    assert there.levels == back.levels
    assert there.sounds == back.sounds
