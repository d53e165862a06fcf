from __future__ import annotations

import pytest

from casefile.base import errors
from casefile.base.errors import (
    CasefileError,
    DamagedError,
    DiskFullError,
    EnvironmentFault,
    FieldProblem,
    LockedError,
    NewerFormatError,
    NotFoundError,
    ReadOnlyError,
    StaleError,
    UserError,
    WrongKeyError,
)


def test_every_failure_foreseen_is_the_persons_or_the_machines() -> None:
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, Exception) and kind is not CasefileError:
            assert issubclass(kind, UserError) != issubclass(kind, EnvironmentFault), name


@pytest.mark.parametrize("kind", [NotFoundError, ReadOnlyError, StaleError])
def test_what_a_person_can_mend_is_a_user_error(kind: type[UserError]) -> None:
    with pytest.raises(UserError, match="Please choose"):
        raise kind("Please choose.")


@pytest.mark.parametrize("kind", [WrongKeyError, DamagedError, NewerFormatError, LockedError, DiskFullError])
def test_what_the_machine_did_is_an_environment_fault(kind: type[EnvironmentFault]) -> None:
    with pytest.raises(EnvironmentFault, match="disk"):
        raise kind("The disk is full.")


def test_a_user_error_names_each_field_and_has_none_unless_told() -> None:
    problems = (FieldProblem("birth_date", "There is no such day."), FieldProblem("age", "This must be a number."))
    assert UserError("Two things are wrong.", problems).problems == problems
    assert UserError("Nothing here.").problems == ()


def test_a_stale_save_names_the_fields_that_both_changed_beside_each_of_them() -> None:
    stale = StaleError("Changed meanwhile.", ("age", "note"))
    assert stale.fields == ("age", "note")
    assert [(problem.field, problem.reason) for problem in stale.problems] == [
        ("age", "Changed meanwhile."),
        ("note", "Changed meanwhile."),
    ]
