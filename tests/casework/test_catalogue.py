from __future__ import annotations

from typing import Any, ClassVar

import pytest
from sqlmodel import Field

from casefile.casework.catalogue import checked, record_types
from casefile.casework.record import ANY_KIND, Kind, Record, Shape, link, text


def kind(name: str, **more: Any) -> Kind:
    facts: dict[str, Any] = {
        "label": name,
        "plural": name,
        "prefix": name.upper(),
        "title": ("called",),
        "section": "t",
    }
    return Kind(name=name, **(facts | more))


class Cup(Record, table=True):
    __tablename__ = "cup"
    __kind__: ClassVar[Kind] = kind("cup")
    called: str = text("Called")


class Silent(Record, table=True):
    __tablename__ = "silent"
    __kind__: ClassVar[Kind] = kind("silent")
    called: str = Field(default="")


class Stray(Record, table=True):
    __tablename__ = "stray"
    __kind__: ClassVar[Kind] = kind("stray")
    called: str = text("Called")
    nowhere: bytes = link("Nowhere", "no_such_kind")


class Twin(Record, table=True):
    __tablename__ = "twin"
    __kind__: ClassVar[Kind] = kind("twin", prefix="CUP")
    called: str = text("Called")


class Nameless(Record, table=True):
    __tablename__ = "nameless"
    __kind__: ClassVar[Kind] = kind("nameless", title=("other",))
    called: str = text("Called")


class Kindless(Record, table=True):
    __tablename__ = "kindless"
    called: str = text("Called")


@pytest.mark.parametrize(
    ("models", "reason"),
    [
        ([Silent], "no facts"),
        ([Stray], "no kind"),
        ([Cup, Twin], "prefix"),
        ([Nameless], "does not have"),
        ([Kindless], "does not state"),
        ([Cup, Cup], "two kinds"),
    ],
)
def test_casefile_does_not_start_with_a_kind_or_field_that_does_not_state_its_facts(
    models: list[type[Record]], reason: str
) -> None:
    with pytest.raises(TypeError, match=reason):
        checked(models)


def test_every_kind_of_the_case_file_states_its_facts() -> None:
    types = record_types()
    assert len(types) > 35
    for name, made in types.items():
        assert made.kind.label, name
        assert made.kind.title, name
        for field, facts in made.facts.items():
            assert facts.label, f"{name}.{field}"
            assert bool(facts.vocabulary) == (facts.shape in {Shape.TERM, Shape.TERMS}), f"{name}.{field}"
            assert bool(facts.target) == (facts.shape is Shape.LINK), f"{name}.{field}"


def test_a_part_has_one_owner_and_owners_form_no_circle() -> None:
    types = record_types()
    for name, made in types.items():
        owners = [field for field, facts in made.facts.items() if facts.owner]
        assert len(owners) <= 1, name
        seen, here = [name], name
        while types[here].owner:
            target = types[here].facts[types[here].owner].target
            if target == ANY_KIND:
                break
            assert target not in seen, seen
            seen.append(target)
            here = target
