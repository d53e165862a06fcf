"""REF: an id, a reference code, or a title or name that only one record has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli.conftest import Office


@pytest.fixture
def office(office: Office) -> Office:
    people = [
        {
            "shown_name": "Askar Invented",
            "name": [{"full_name": "Асқар Ойданшыққан"}, {"given": "Askar", "family": "Invented"}],
        },
        {"shown_name": "Same Name"},
        {"shown_name": "Same Name"},
    ]
    office.json("add", "person", data=people)
    office.json("add", "place", data={"shown_name": "Жаңаөзен", "aliases": ["New Uzen"]})
    office.json("add", "event", data={"title": "Rally in the square", "violation_act": [{}]})
    return office


def meant(office: Office, ref: str) -> str:
    reference: str = office.json("show", ref)["reference"]
    return reference


@pytest.mark.parametrize(
    ("ref", "reference"),
    [
        ("P-0001", "P-0001"),
        ("p-0001", "P-0001"),
        ("  P-0001 ", "P-0001"),
        ("VA-0001", "VA-0001"),
        ("Askar Invented", "P-0001"),
        ("askar invented", "P-0001"),
        ("Асқар Ойданшыққан", "P-0001"),
        ("Жаңаөзен", "PL-0001"),
        ("Zhanaozen", "PL-0001"),
        ("Жанаозен", "PL-0001"),
        ("New Uzen", "PL-0001"),
        ("Rally in the square", "E-0001"),
    ],
)
def test_a_record_is_found_by_code_title_or_name_in_any_spelling(office: Office, ref: str, reference: str) -> None:
    assert meant(office, ref) == reference


def test_a_record_is_found_by_its_id_with_and_without_dashes(office: Office) -> None:
    identity = office.json("show", "P-0001")["id"]
    assert meant(office, identity) == "P-0001"
    assert meant(office, identity.replace("-", "").upper()) == "P-0001"


@pytest.mark.parametrize(
    "ref", ["Askar", "Invented", "Rally", "square", "nobody at all", "00000000-0000-7000-8000-0", ""]
)
def test_a_part_of_a_name_is_never_taken_for_the_whole(office: Office, ref: str) -> None:
    assert office.refusal("show", ref)["message"]


def test_what_comes_near_is_offered(office: Office) -> None:
    offered = office.refusal("show", "Askar")["candidates"]
    assert [(one["reference"], one["kind"], one["title"]) for one in offered] == [
        ("P-0001", "person", "Askar Invented")
    ]


def test_of_several_none_is_taken_and_all_are_listed(office: Office) -> None:
    told = office.refusal("show", "same name")
    assert [one["reference"] for one in told["candidates"]] == ["P-0002", "P-0003"]
    done = office.run("show", "Same Name")
    assert done.exit_code == 1
    assert "P-0002" in done.stderr
    assert "P-0003" in done.stderr


def test_one_that_was_put_aside_gives_way_to_one_that_was_not(office: Office) -> None:
    office.json("edit", "P-0002", data={"archived": True})
    assert meant(office, "Same Name") == "P-0003"


def test_one_that_was_put_aside_is_still_found_by_its_title_when_it_is_the_only_one(office: Office) -> None:
    office.json("edit", "P-0001", data={"archived": True})
    assert meant(office, "Askar Invented") == "P-0001"


def test_a_code_that_two_records_bear_is_not_guessed_at(office: Office) -> None:
    office.json("edit", "P-0003", data={"reference": "P-0002"})
    assert len(office.refusal("show", "P-0002")["candidates"]) == 2


def test_a_code_from_elsewhere_is_a_code_too(office: Office) -> None:
    office.json("edit", "P-0003", data={"reference": "Archive/77"})
    assert meant(office, "Archive/77") == "Archive/77"
