from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.base.errors import UserError
from casefile.casework.catalogue import checked
from casefile.casework.record import (
    Facts,
    Kind,
    Record,
    RecordType,
    Shape,
    count,
    date,
    integer,
    link,
    prose,
    real,
    tags,
    term,
    terms,
    text,
)
from casefile.casework.values import LONGEST_LINE, accept, column_value, json_value


class Parcel(Record, table=True):
    __tablename__ = "parcel"
    __kind__: ClassVar[Kind] = Kind(
        name="parcel", label="Parcel", plural="Parcels", prefix="PC", title=("label",), section="test"
    )
    label: str = text("Label", required=True)
    story: str = prose("Story")
    sent: str = date("Sent")
    pieces: str = count("Pieces")
    weight: float | None = real("Weight")
    stamps: int | None = integer("Stamps")
    fragile: str = term("Fragile", "yes_no")
    marks: str = terms("Marks", "yes_no")
    words: str = tags("Words")
    inside: bytes = link("Inside", "parcel")


PARCEL: RecordType = checked([Parcel])["parcel"]


def one(**values: Any) -> Mapping[str, Any]:
    return accept(PARCEL, values)


def test_a_line_loses_control_characters_and_needless_space_and_keeps_its_words() -> None:
    assert one(label="  Анна\tМария\x07 \n Ким ") == {"label": "Анна Мария Ким"}


def test_text_is_kept_in_one_unicode_form() -> None:
    assert one(label="е\u0301") == one(label="е\u0301".encode().decode())
    assert one(label="cafe\u0301")["label"] == "caf\u00e9"


def test_paragraphs_are_kept() -> None:
    assert one(story="one\r\n\r\ntwo  \rthree\n\n")["story"] == "one\n\ntwo\nthree"


def test_a_date_is_kept_in_its_canonical_form_and_nonsense_is_refused() -> None:
    assert one(sent="2011-12-16")["sent"] == "2011-12-16"
    with pytest.raises(UserError):
        one(sent="2011-02-31")


def test_a_count_keeps_its_qualifier() -> None:
    assert one(pieces=14)["pieces"] == "14"
    assert one(pieces="over 80")["pieces"] == ">80"


@pytest.mark.parametrize("given_value", ["12", 12, " 12 "])
def test_a_whole_number_is_read_from_text_too(given_value: object) -> None:
    if isinstance(given_value, str):
        given_value = given_value.strip()
    assert one(stamps=given_value)["stamps"] == 12


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stamps", "many"),
        ("stamps", True),
        ("stamps", 1 << 60),
        ("weight", float("nan")),
        ("weight", "heavy"),
        ("fragile", "perhaps"),
        ("marks", "yes"),
        ("marks", ["perhaps"]),
        ("inside", "not an id"),
        ("inside", b"short"),
        ("label", "x" * (LONGEST_LINE + 1)),
        ("label", "half a character \ud800"),
        ("label", 5),
        ("colour", "red"),
    ],
)
def test_what_does_not_fit_its_field_is_refused_beside_the_field(field: str, value: object) -> None:
    with pytest.raises(UserError) as refused:
        accept(PARCEL, {"label": "fine", field: value})
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_required_field_may_not_be_missing_in_a_new_record_nor_emptied_in_an_old_one() -> None:
    with pytest.raises(UserError):
        accept(PARCEL, {"stamps": 1}, complete=True)
    with pytest.raises(UserError):
        one(label="  ")
    assert one(stamps=1) == {"stamps": 1}


def test_a_set_is_sorted_and_without_doubles_or_blanks() -> None:
    assert one(words=["b", " a ", "", "b"])["words"] == ("a", "b")
    assert column_value(PARCEL.facts["words"], ("b", "a")) == '["a","b"]'


@given(st.text(max_size=40))
def test_what_was_accepted_once_is_accepted_unchanged(line: str) -> None:
    try:
        first = one(story=line, words=[line])
    except UserError:
        return
    assert one(**first) == first


@given(st.frozensets(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1), max_size=4))
def test_a_set_goes_into_its_column_and_comes_back(words: frozenset[str]) -> None:
    facts = Facts(label="Words", shape=Shape.TAGS)
    value = tuple(sorted(words))
    stored = column_value(facts, value)
    assert isinstance(stored, str)
    assert tuple(json.loads(stored)) == value
    assert json_value(facts, value) == list(value)
