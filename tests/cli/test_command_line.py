"""The command line as a whole, and the door before it: window or command, language, a fault of casefile's own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from casefile.__main__ import opens_window, preferred_language
from casefile.cli.command_line import COMMANDS, casefile

SOURCE = Path(__file__).resolve().parents[2] / "src"


def python(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={"PYTHONPATH": str(SOURCE), "PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["office.casefile"], True),
        (["folder/office.casefile/"], True),
        (["list"], False),
        (["list", "office.casefile"], False),
        (["office.casefile", "list"], False),
        (["--help"], False),
    ],
)
def test_the_window_opens_without_arguments_or_on_a_vault_alone(arguments: list[str], *, window: bool) -> None:
    assert opens_window(arguments) is window


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_the_window_is_not_tried_and_the_way_out_is_told() -> None:
    done = python("import sys\nfrom casefile.__main__ import main\nmain()")
    assert done.returncode == 3
    assert "casefile --help" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_shell_that_asks_for_completion_gets_no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_CASEFILE_COMPLETE", "bash_complete")
    assert not opens_window([])


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "kk:ru"}, "kk"),
        ({"LC_MESSAGES": "kk_KZ", "LANG": "ru_RU"}, "kk"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_people_are_spoken_to_in_the_language_of_their_account_if_casefile_speaks_it(
    settings: dict[str, str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert preferred_language() == code


def test_help_names_every_command_and_loads_none() -> None:
    code = (
        "import sys\nfrom casefile.cli.command_line import casefile\n"
        "try: casefile.main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'sqlalchemy', 'sqlmodel', 'PySide6', 'reportlab', 'sqlcipher3'} & set(sys.modules)))"
    )
    done = python(code)
    assert [name for name in COMMANDS if f"\n  {name} " not in done.stdout] == []
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_can_be_loaded_and_explains_itself(name: str) -> None:
    command = casefile.get_command(click.Context(casefile), name)
    assert command is not None
    done = CliRunner().invoke(casefile, [name, "--help"])
    assert done.exit_code == 0
    assert len(done.output.splitlines()) > 5


def test_every_command_but_completion_speaks_json() -> None:
    for name in COMMANDS:
        command = casefile.get_command(click.Context(casefile), name)
        assert command is not None
        options = {option for parameter in command.params for option in parameter.opts}
        assert ("--json" in options) is (name != "completion")


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["list"], ["list", "x.casefile", "nonsense"], ["undo", "--sideways"]]
)
def test_a_wrong_command_line_ends_with_2(arguments: list[str]) -> None:
    assert CliRunner().invoke(casefile, arguments).exit_code == 2


def test_the_version_is_said() -> None:
    assert CliRunner().invoke(casefile, ["--version"]).output.startswith("casefile 0.")


def test_a_fault_of_casefile_itself_ends_with_4_and_tells_nothing_of_the_case() -> None:
    code = (
        "import sys\nfrom casefile.__main__ import report_bug\nsys.excepthook = report_bug\n"
        "def broken(name): raise ValueError(name)\nbroken('Secret Name')"
    )
    done = python(code)
    assert done.returncode == 4
    assert "ValueError" in done.stderr
    assert "broken" in done.stderr
    assert "Secret" not in done.stderr
