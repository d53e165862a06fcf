"""Records as JSON on standard input: what is taken, what is refused, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from casefile.casework.catalogue import record_types
from casefile.cli.json_input import parts_of

if TYPE_CHECKING:
    from cli.conftest import Office


def problems(told: dict[str, Any]) -> list[str]:
    return [problem["field"] for problem in told["problems"]]


def test_one_object_is_one_record(office: Office) -> None:
    done = office.json("add", "person", data={"shown_name": "Invented One"})
    assert [(one["reference"], one["title"]) for one in done["records"]] == [("P-0001", "Invented One")]


def test_a_list_is_one_act(office: Office) -> None:
    done = office.json("add", "person", data=[{"shown_name": "Invented One"}, {"shown_name": "Invented Two"}])
    assert [one["reference"] for one in done["records"]] == ["P-0001", "P-0002"]
    assert [(act["id"], act["records"]) for act in office.json("history")] == [(done["act"], 2)]


def test_what_belongs_to_a_record_stands_under_its_kind_to_any_depth(office: Office) -> None:
    office.add(
        "person", shown_name="Invented", custody={"arrested": "2011-12-16", "stay": [{"began": "2011-12-16"}, {}]}
    )
    custody = office.json("show", "P-0001")["parts"]["custody"][0]
    assert [stay["values"]["began"] for stay in custody["parts"]["stay"]] == ["2011-12-16", ""]


def test_a_claim_may_stand_under_any_record(office: Office) -> None:
    office.add("source", title="A published statement")
    office.add(
        "event", title="Rally", claim=[{"field": "began", "value": "2011-12-17", "source": "A published statement"}]
    )
    assert office.json("show", "E-0001")["parts"]["claim"][0]["links"]["source"]["reference"] == "S-0001"


def test_a_link_may_name_a_record_added_before_it_in_the_same_act(office: Office) -> None:
    entries = [{"shown_name": "Region"}, {"shown_name": "Town", "parent": "Region"}]
    office.json("add", "place", data=entries)
    assert office.json("show", "PL-0002")["links"]["parent"] == {
        "kind": "place",
        "reference": "PL-0001",
        "title": "Region",
    }


@pytest.mark.parametrize(
    ("kind", "field", "typed", "kept"),
    [
        ("event", "began", "16 December 2011", "2011-12-16"),
        ("event", "began", "около 3 марта 2012", "2012-03-03~"),
        ("event", "began", "../2011-12-20", "../2011-12-20"),
        ("person", "head_count", "over 80", ">80"),
        ("person", "head_count", 14, "14"),
        ("person", "shown_name", "  two   words ", "two words"),
        ("place", "latitude", "43,3", 43.3),
        ("place", "aliases", ["b", "a", "b"], ["a", "b"]),
        ("place", "aliases", None, []),
    ],
)
def test_values_may_be_given_as_they_are_typed_and_are_kept_in_one_form(
    office: Office, kind: str, field: str, typed: Any, kept: Any
) -> None:
    named = {"person": "shown_name", "place": "shown_name", "event": "title"}[kind]
    reference = office.add(kind, **{named: "Invented", field: typed})
    assert office.values(reference)[field] == kept


@pytest.mark.parametrize("typed", ["in_custody", "In custody", "in custody", "Под стражей"])
def test_a_term_may_be_given_by_its_id_or_its_label_in_any_language(office: Office, typed: str) -> None:
    reference = office.add("person", shown_name="Invented", whereabouts_status=typed)
    assert office.values(reference)["whereabouts_status"] == "in_custody"


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        ({"shown_nam": "x"}, ["shown_nam"]),
        ({"birth_date": "one of these days"}, ["birth_date"]),
        ({"birth_date": "2011-13-40", "head_count": "lots and lots of them", "sex": "nonsense"}, None),
        ({"shown_name": 7}, ["shown_name"]),
        ({"birthplace": "nowhere"}, ["birthplace"]),
        ({"archived": 7}, ["archived"]),
        ({"id": "x"}, ["id"]),
        ({"custody": [{"arrested": "2011"}, {"arrested": "?!"}]}, ["custody[1].arrested"]),
        ({"custody": {"stay": {"began": "?!"}}}, ["custody.stay.began"]),
        ({"custody": [3]}, ["custody[0]"]),
        ({"stay": []}, ["stay"]),
    ],
)
def test_what_cannot_be_taken_is_named_by_its_field(
    office: Office, entry: dict[str, Any], fields: list[str] | None
) -> None:
    found = problems(office.refusal("add", "person", data={"shown_name": "Invented", **entry}))
    assert sorted(found) == sorted(entry if fields is None else fields)


def test_every_problem_of_every_object_is_told_at_once_and_nothing_is_added(office: Office) -> None:
    entries = [{"shown_name": "Good"}, {"birth_date": "?!"}, {"sex": "?!", "name": [{"language": "?!"}]}, 5]
    told = office.refusal("add", "person", data=entries)
    assert problems(told) == ["[1].birth_date", "[2].sex", "[3]"]
    assert office.json("list", "person") == []
    assert office.json("history") == []


def test_a_required_field_that_is_missing_is_named(office: Office) -> None:
    assert problems(office.refusal("add", "event", data={})) == ["title"]


def test_a_link_to_a_record_of_another_kind_is_refused(office: Office) -> None:
    office.add("event", title="Rally")
    assert problems(office.refusal("add", "person", data={"shown_name": "Invented", "birthplace": "E-0001"})) == [
        "birthplace"
    ]


@pytest.mark.parametrize(
    "text", ["", "{", "nonsense", "[1,]", '{"shown_name": "nonsense", "shown_name": "x"}', "[" * 100_000]
)
def test_what_is_not_json_is_refused_with_its_place_and_without_its_content(office: Office, text: str) -> None:
    done = office.run("add", "person", text=text)
    assert done.exit_code == 1
    assert "nonsense" not in done.stderr
    assert len(done.stderr) < 200


def test_an_edit_changes_only_the_fields_that_are_given(office: Office) -> None:
    office.add("person", shown_name="Invented", note="stays")
    assert office.json("edit", "P-0001", data={"sex": "female"})["changed"] is True
    values = office.values("P-0001")
    assert (values["note"], values["sex"]) == ("stays", "female")


def test_an_edit_that_changes_nothing_writes_nothing(office: Office) -> None:
    office.add("person", shown_name="Invented")
    done = office.json("edit", "P-0001", data={"shown_name": "Invented"})
    assert (done["changed"], done["act"]) == (False, "")
    assert len(office.json("history")) == 1


def test_what_show_gives_may_be_given_back_to_edit_and_changes_nothing(office: Office) -> None:
    office.add("place", shown_name="Town")
    office.add("person", shown_name="Invented", birthplace="Town", birth_date="1980~", name=[{"full_name": "Other"}])
    for reference in ("P-0001", "NM-0001", "PL-0001"):
        assert office.json("edit", reference, data=office.values(reference))["changed"] is False


def test_an_edit_changes_a_part_by_its_id_and_adds_one_without(office: Office) -> None:
    office.add("person", shown_name="Invented", name=[{"full_name": "First"}])
    office.json("edit", "P-0001", data={"name": [{"id": "NM-0001", "full_name": "Mended"}, {"full_name": "Second"}]})
    names = office.json("show", "P-0001")["parts"]["name"]
    assert [name["values"]["full_name"] for name in names] == ["Mended", "Second"]


def test_a_part_of_another_record_is_not_changed_through_this_one(office: Office) -> None:
    office.add("person", shown_name="Invented", name=[{"full_name": "First"}])
    office.add("person", shown_name="Another")
    told = office.refusal("edit", "P-0002", data={"name": [{"id": "NM-0001", "full_name": "Stolen"}]})
    assert problems(told) == ["name[0].id"]


def test_a_refused_edit_changes_nothing_of_it(office: Office) -> None:
    office.add("person", shown_name="Invented")
    office.refusal("edit", "P-0001", data={"shown_name": "Other", "birth_date": "?!"})
    assert office.values("P-0001")["shown_name"] == "Invented"


def test_an_edit_of_what_was_changed_since_it_was_seen_is_refused(office: Office) -> None:
    office.add("person", shown_name="Invented", note="old")
    seen = office.json("show", "P-0001")["version"]
    office.json("edit", "P-0001", data={"note": "by somebody else"})
    told = office.refusal("edit", "P-0001", "--seen", seen, data={"note": "mine"})
    assert problems(told) == ["note"]
    assert office.json("edit", "P-0001", "--seen", seen, data={"shown_name": "Other field"})["changed"] is True


def test_an_edit_puts_aside_and_brings_back(office: Office) -> None:
    office.add("person", shown_name="Invented")
    office.json("edit", "P-0001", data={"archived": True})
    assert office.json("list", "person") == []
    office.json("edit", "P-0001", data={"archived": False})
    assert len(office.json("list", "person")) == 1


def test_no_field_bears_the_name_of_a_kind_that_belongs_to_its_record() -> None:
    both = {(name, kind) for name, made in record_types().items() for kind in parts_of(made) if kind in made.facts}
    assert both == set()
