from __future__ import annotations

import pytest

from cli.conftest import Office


@pytest.fixture
def pair(office: Office) -> tuple[str, str]:
    """One person, recorded twice in two scripts."""
    return (
        office.add("person", shown_name="Роза Байтелова", birth_date="1987-03-05"),
        office.add("person", shown_name="Bajtelova Roza", birth_date="1987"),
    )


def test_duplicates_are_listed_with_reasons_until_somebody_decides(office: Office, pair: tuple[str, str]) -> None:
    [found] = office.json("duplicates")["candidates"]
    assert {found["first"]["reference"], found["second"]["reference"]} == set(pair)
    assert "Both were born in 1987" in found["for"]
    words = office.run("duplicates").stdout
    assert all(reference in words for reference in pair)
    office.json("different", *pair, "--because", "Two documents seen")
    assert office.json("duplicates")["candidates"] == []


def test_same_joins_and_split_takes_it_back(office: Office, pair: tuple[str, str]) -> None:
    before = [office.values(reference) for reference in pair]
    joined = office.json("same", *pair, "--because", "One passport")
    assert {one["reference"] for one in joined["together"]} == set(pair)
    assert [office.values(reference) for reference in pair] == before
    assert len(office.json("split", *pair)["together"]) == 1
    assert len(office.json("duplicates")["candidates"]) == 1
    assert "Nobody decided" in office.refusal("split", *pair)["message"]


def test_a_decision_is_undone_like_any_act(office: Office, pair: tuple[str, str]) -> None:
    office.json("same", *pair)
    office.json("undo")
    assert len(office.json("duplicates")["candidates"]) == 1
    assert office.json("check") == {"clean": True, "findings": []}


def test_a_contradiction_is_told_and_nobody_is_joined_by_it(office: Office, pair: tuple[str, str]) -> None:
    third = office.add("person", shown_name="Roza Baytelova")
    office.json("same", *pair)
    office.json("same", pair[1], third)
    told = office.json("different", pair[0], third)
    assert len(told["together"]) == 1
    [found] = told["contradictions"]
    assert [one["reference"] for one in found["chain"]] in ([pair[0], pair[1], third], [third, pair[1], pair[0]])
    assert len(office.json("duplicates")["contradictions"]) == 1


def test_places_are_compared_and_a_part_of_a_case_is_not(office: Office) -> None:
    one, two = (office.add("place", shown_name=name) for name in ("Жаңаөзен", "Zhanaozen"))
    [found] = office.json("duplicates", "--kind", "place")["candidates"]
    assert {found["first"]["reference"], found["second"]["reference"]} == {one, two}
    task = office.add("task", title="Call")
    assert office.run("duplicates", "--about", task).exit_code == 2
    assert "two kinds" in office.refusal("same", one, office.add("person", shown_name="A"))["message"]
