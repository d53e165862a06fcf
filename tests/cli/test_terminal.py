"""What is said on the terminal: failures with their codes, in words and as JSON, and nothing that a terminal obeys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner, Result

from casefile.base.errors import FieldProblem, StaleError, UserError, WrongKeyError
from casefile.cli.terminal import FailingGroup, give, note, say, with_json

if TYPE_CHECKING:
    from collections.abc import Callable


def run(body: Callable[[], None], *arguments: str) -> Result:
    @click.group(cls=FailingGroup)
    def group() -> None:
        pass

    @group.command(name="work")
    @with_json
    def work() -> None:
        body()

    return CliRunner().invoke(group, ["work", *arguments])


def failing(error: Exception) -> Callable[[], None]:
    def body() -> None:
        raise error

    return body


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UserError("no"), 1),
        (StaleError("changed meanwhile", ("note",)), 1),
        (WrongKeyError("wrong"), 3),
        (FileNotFoundError(2, "No such file or directory", "paper.pdf"), 3),
        (OSError(28, "No space left on device"), 3),
    ],
)
def test_each_kind_of_failure_has_its_exit_code(error: Exception, code: int) -> None:
    done = run(failing(error))
    assert done.exit_code == code
    assert done.stdout == ""
    assert done.stderr


def test_a_bug_passes_through_untouched() -> None:
    assert isinstance(run(failing(ZeroDivisionError())).exception, ZeroDivisionError)


def test_a_refusal_names_the_fields_in_words_and_in_json() -> None:
    error = UserError("Not taken.", (FieldProblem("name[0].script", "not a script"), FieldProblem("sex", "unknown")))
    assert run(failing(error)).stderr == "Not taken.\n  name[0].script: not a script\n  sex: unknown\n"
    told = json.loads(run(failing(error), "--json").stderr)["error"]
    assert told["message"] == "Not taken."
    assert told["kind"] == "refused"
    assert told["problems"][0] == {"field": "name[0].script", "reason": "not a script"}


def test_a_fault_of_the_machine_says_so_in_json() -> None:
    assert json.loads(run(failing(WrongKeyError("wrong")), "--json").stderr)["error"]["kind"] == "environment"


def test_an_error_of_the_system_names_the_file_and_the_reason() -> None:
    error = FileNotFoundError(2, "No such file or directory", "paper.pdf")
    assert run(failing(error)).stderr == "paper.pdf: No such file or directory\n"


def test_what_a_terminal_obeys_is_never_passed_on() -> None:
    done = run(lambda: say("a\x1b[2Jb\x9bc\u202ed\te\nf"))
    assert done.stdout == "a\ufffd[2Jb\ufffdc\ufffdd\te\nf\n"
    assert run(lambda: note("\x1b]0;x")).stderr == "\ufffd]0;x\n"


def test_json_keeps_every_letter_and_escapes_what_a_terminal_obeys() -> None:
    value = {"name": "Жаңаөзен \x9b\u202e\x1b"}
    done = run(lambda: give(value))
    assert "Жаңаөзен" in done.stdout
    assert not {"\x9b", "\u202e", "\x1b"} & set(done.stdout)
    assert json.loads(done.stdout) == value
