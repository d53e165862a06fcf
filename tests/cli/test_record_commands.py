"""Commands about records: schema, show, list, find. What is read in is tried in test_json_input."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from casefile.casework.catalogue import record_types
from casefile.cli.command_line import casefile

if TYPE_CHECKING:
    from cli.conftest import Office


def schema(*arguments: str) -> Any:
    done = CliRunner().invoke(casefile, ["schema", *arguments, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_schema_lists_every_kind() -> None:
    assert [kind["kind"] for kind in schema()] == list(record_types())
    words = CliRunner().invoke(casefile, ["schema"]).stdout
    assert [line.split()[0] for line in words.splitlines()] == list(record_types())


@pytest.mark.parametrize("kind", list(record_types()))
def test_the_schema_of_a_kind_describes_every_field(kind: str) -> None:
    described = schema(kind)
    facts = record_types()[kind].facts
    assert [field["name"] for field in described["fields"]] == list(facts)
    for field in described["fields"]:
        assert field["label"]
        assert ("terms" in field) is bool(facts[field["name"]].vocabulary)
    words = CliRunner().invoke(casefile, ["schema", kind]).stdout
    assert [name for name in facts if f"\n{name}  (" not in words] == []


def test_a_term_is_described_with_its_labels() -> None:
    field = next(field for field in schema("person")["fields"] if field["name"] == "whereabouts_status")
    labels = {term["id"]: term["labels"] for term in field["terms"]}
    assert set(labels["in_custody"]) == {"en", "ru", "kk"}
    assert "unknown" in labels


def test_an_unknown_kind_is_a_usage_error() -> None:
    assert CliRunner().invoke(casefile, ["schema", "unicorn"]).exit_code == 2


@pytest.fixture
def office(office: Office) -> Office:
    office.add("place", shown_name="Invented Town")
    office.add(
        "person",
        shown_name="Invented One",
        religion="other",
        birthplace="Invented Town",
        note="first line\nsecond line",
        custody=[{"arrested": "2011-12-16T23:00", "taken_to": "Invented Town"}],
    )
    return office


def test_a_record_is_shown_by_section_in_words(office: Office) -> None:
    lines = office.run("show", "P-0001").stdout.splitlines()
    assert lines[0] == "Invented One"
    assert lines[1].startswith("Person · P-0001 · ")
    assert "Born in: Invented Town (PL-0001)" in lines
    assert "Note: first line" in lines
    assert "  second line" in lines
    assert lines.index("CUSTODY") < lines.index("Detentions (1)")
    assert "    Arrested: 16 December 2011, 23:00" in lines


def test_empty_fields_are_not_shown_in_words(office: Office) -> None:
    assert "Occupation" not in office.run("show", "P-0001").stdout


def test_a_sensitive_field_is_folded_until_it_is_asked_for(office: Office) -> None:
    folded = office.run("show", "P-0001").stdout
    assert "Religion: (sensitive" in folded
    assert "Religion: (sensitive" not in office.run("show", "P-0001", "--sensitive").stdout
    assert "Religion: " in office.run("show", "P-0001", "--sensitive").stdout


def test_json_holds_every_field_the_links_and_the_parts(office: Office) -> None:
    shown = office.json("show", "P-0001")
    assert set(shown) == {"id", "kind", "reference", "title", "archived", "version", "values", "links", "parts"}
    assert set(shown["values"]) == set(record_types()["person"].facts) - {"reference", "archived"}
    town = {"kind": "place", "reference": "PL-0001", "title": "Invented Town"}
    assert shown["links"] == {"birthplace": town, "whereabouts_place": town}
    assert [part["reference"] for part in shown["parts"]["custody"]] == ["CU-0001"]


def test_a_record_shows_where_it_is_mentioned(office: Office) -> None:
    lines = office.run("show", "Invented Town").stdout.splitlines()
    assert "  Person P-0001: Invented One (Born in)" in lines
    assert [line for line in lines if line.startswith("  Detention CU-0001")]


def test_what_was_put_aside_is_shown_only_when_asked_for(office: Office) -> None:
    office.json("edit", "CU-0001", data={"archived": True})
    assert "CU-0001" not in office.run("show", "P-0001").stdout
    assert "CU-0001" in office.run("show", "P-0001", "--archived").stdout
    assert office.json("show", "P-0001")["parts"] == {}


def test_a_list_gives_a_line_for_each_record(office: Office) -> None:
    office.add("person", shown_name="Invented Two")
    lines = office.json("list", "person")
    assert [(line["reference"], line["title"]) for line in lines] == [
        ("P-0001", "Invented One"),
        ("P-0002", "Invented Two"),
    ]
    assert set(lines[0]) == {"id", "kind", "reference", "title", "archived"}
    assert len(office.json("list", "person", "--limit", "1")) == 1
    assert office.run("list", "person").stdout == "P-0001  Invented One\nP-0002  Invented Two\n"


def test_search_finds_a_record_in_another_script_and_by_what_belongs_to_it(office: Office) -> None:
    office.json("edit", "P-0001", data={"name": [{"full_name": "Жаңаөзенов Выдуманный"}]})
    hits = office.json("find", "zhanaozenov")
    assert [(hit["kind"], hit["owner"]["reference"]) for hit in hits] == [("name", "P-0001")]
    assert office.run("find", "zhanao").stdout.startswith("P-0001  Invented One")


def test_search_takes_several_words_and_may_be_narrowed_to_a_kind(office: Office) -> None:
    assert [hit["reference"] for hit in office.json("find", "invented", "town", "--kind", "place")] == ["PL-0001"]
    assert office.json("find", "invented", "--kind", "event") == []
