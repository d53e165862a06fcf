"""Shell completion, asked for as a shell asks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from casefile.cli.command_line import casefile

SOURCE = Path(__file__).resolve().parents[2] / "src"


def completions(words: str, position: int) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "casefile"],
        env={
            "PYTHONPATH": str(SOURCE),
            "PATH": os.environ["PATH"],
            "_CASEFILE_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(position),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str) -> None:
    done = CliRunner().invoke(casefile, ["completion", shell])
    assert done.exit_code == 0
    assert f"_CASEFILE_COMPLETE={shell}_complete" in done.output


def test_an_unknown_shell_is_a_usage_error() -> None:
    assert CliRunner().invoke(casefile, ["completion", "tcsh"]).exit_code == 2


def test_commands_are_completed() -> None:
    assert completions("casefile h", 1) == ["history"]


def test_options_are_completed() -> None:
    assert "--passphrase-file" in completions("casefile list --pass", 2)


def test_kinds_are_completed() -> None:
    assert completions("casefile list office.casefile evidence_", 3) == ["evidence_item", "evidence_link"]


def test_nothing_from_inside_a_vault_is_completed() -> None:
    assert completions("casefile show office.casefile P", 3) == []
