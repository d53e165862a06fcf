"""The three kinds of failure, and which words each owes the user.

A `UserError` is something the person can put right: it is said kindly, beside the field it concerns.
An `EnvironmentFault` is the machine's doing: a full disk, a lock, a wrong key, a damaged file.
Everything else is a bug: the transaction is rolled back and a report without case data is shown.
"""

from __future__ import annotations

from dataclasses import dataclass


class CasefileError(Exception):
    """Base of every failure that casefile foresees. Its text is for the user and never quotes case data."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing wrong with one field of one record.

    Attributes:
        field: Name of the field as `schema` prints it; empty when the problem is the record's as a whole.
        reason: One sentence in the user's language.
    """

    field: str
    reason: str


class UserError(CasefileError):
    """Input that cannot be taken as it is. Nothing was changed.

    Attributes:
        problems: The fields concerned, empty if the problem is not about fields.
    """

    def __init__(self, message: str, problems: tuple[FieldProblem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class NotFoundError(UserError):
    """No record, or more than one, answers to what was asked for."""


class StaleError(UserError):
    """The record was changed after it was read: saving would overwrite somebody's work.

    Attributes:
        fields: Fields changed here and meanwhile there, sorted.
    """

    def __init__(self, message: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(message, tuple(FieldProblem(name, message) for name in fields))
        self.fields = fields


class ReadOnlyError(UserError):
    """A write to a vault that was opened for reading only."""


class EnvironmentFault(CasefileError):
    """The machine, not the person: disk, lock, key, damaged or newer file. The vault is as it was before."""


class WrongKeyError(EnvironmentFault):
    """No key slot opens with what was given."""


class DamagedError(EnvironmentFault):
    """A file of the vault is missing, cut short or altered."""


class NewerFormatError(EnvironmentFault):
    """The vault was written by a later casefile than this one."""


class LockedError(EnvironmentFault):
    """Another process, or another computer, is writing in this vault."""


class DiskFullError(EnvironmentFault):
    """There was no room to write. What was there before is unharmed."""
