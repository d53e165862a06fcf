"""The way to an open book: VAULT, the passphrase from a file or from the terminal, and what is said when it fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from casefile.base.clock import Clock
from casefile.cli.command_line import casefile
from casefile.vault.keyslots import Passphrase
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from cli.conftest import Office

SOURCE = Path(__file__).resolve().parents[2] / "src"
WORDS = "eleven lorries under water"


def listing(*arguments: str) -> Result:
    return CliRunner().invoke(casefile, ["list", *arguments, "person"])


def test_the_suffix_may_be_left_out(office: Office) -> None:
    assert listing(str(office.vault.with_suffix("")), "--passphrase-file", str(office.passphrase_file)).exit_code == 0


def test_only_the_first_line_of_the_file_counts_and_its_spaces_belong_to_it(office: Office) -> None:
    office.passphrase_file.write_text(f"{WORDS}\r\nsomething else\n", encoding="utf-8")
    assert office.run("list", "person").exit_code == 0
    office.passphrase_file.write_text(f"{WORDS} \n", encoding="utf-8")
    assert office.run("list", "person").exit_code == 3


def test_a_wrong_passphrase_ends_with_3(office: Office) -> None:
    office.passphrase_file.write_text("another", encoding="utf-8")
    done = office.run("list", "person")
    assert done.exit_code == 3
    assert "passphrase" in done.stderr


def test_an_empty_passphrase_file_is_refused(office: Office) -> None:
    office.passphrase_file.write_text("\n", encoding="utf-8")
    assert office.run("list", "person").exit_code == 1


def test_a_passphrase_file_that_is_not_there_ends_with_3(office: Office) -> None:
    assert listing(str(office.vault), "--passphrase-file", "nowhere").exit_code == 3


def test_standard_input_is_refused_as_the_passphrase_file(office: Office) -> None:
    assert listing(str(office.vault), "--passphrase-file", "-").exit_code == 2


def test_a_vault_that_is_not_there_is_named_before_anybody_is_asked_for_a_passphrase(tmp_path: Path) -> None:
    done = listing(str(tmp_path / "nothing"))
    assert done.exit_code == 3
    assert "nothing" in done.stderr


def test_a_command_that_only_reads_works_beside_one_that_writes(office: Office) -> None:
    writer = Vault.open(office.vault, Passphrase(WORDS), Clock())
    try:
        assert office.run("list", "person").exit_code == 0
        assert office.run("add", "person", text="{}").exit_code == 3
    finally:
        writer.close()


def test_the_lock_of_another_computer_gives_way_only_when_asked(office: Office) -> None:
    lock = office.vault / "lock"
    left = json.dumps({"host": "elsewhere", "pid": 1, "since": "2026-01-02T03:04:05+00:00"})
    lock.write_text(left, encoding="utf-8")
    refused = office.run("add", "person", text="{}")
    assert refused.exit_code == 3
    assert "elsewhere" in refused.stderr
    assert lock.read_text(encoding="utf-8") == left
    assert office.run("list", "person").exit_code == 0
    taken = office.run("add", "person", "--take-over", text='{"shown_name": "Invented Person"}')
    assert taken.exit_code == 0, taken.output
    assert "elsewhere" not in lock.read_text(encoding="utf-8")


def test_the_lock_of_a_program_that_writes_on_this_computer_never_gives_way(office: Office) -> None:
    writer = Vault.open(office.vault, Passphrase(WORDS), Clock())
    try:
        assert office.run("add", "person", "--take-over", text="{}").exit_code == 3
    finally:
        writer.close()


def at_a_terminal(arguments: list[str], typed: list[str], text: str = "") -> tuple[int, str, str]:
    """Run casefile with a terminal to ask on and `text` on standard input; gives code, output and what was asked."""
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    code = (
        "import os, sys\nos.setsid()\nimport fcntl, termios\n"
        f"fcntl.ioctl({slave}, termios.TIOCSCTTY, 0)\n"
        "sys.argv[0] = 'casefile'\nfrom casefile.__main__ import main\nmain()"
    )
    environment = {"PYTHONPATH": str(SOURCE), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        pass_fds=[slave],
    )
    os.close(slave)
    assert process.stdin is not None
    process.stdin.write(text.encode())
    process.stdin.close()
    process.stdin = None
    asked = b""
    for answer in typed:
        before = len(asked)
        while b": " not in asked[before:]:
            asked += os.read(master, 1024)
        os.write(master, f"{answer}\n".encode())
    output, errors = process.communicate(timeout=60)
    os.close(master)
    return process.returncode, output.decode(), asked.decode() + errors.decode()


def test_the_passphrase_is_asked_on_the_terminal_though_records_come_through_a_pipe(office: Office) -> None:
    code, output, shown = at_a_terminal(
        ["add", str(office.vault), "organisation"], [WORDS], '{"shown_name": "Invented Bureau"}'
    )
    assert (code, output) == (0, "O-0001  Invented Bureau\n"), shown
    assert WORDS not in shown


def test_without_a_terminal_and_a_file_it_is_a_usage_error(office: Office) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "casefile", "list", str(office.vault), "person"],
        env={"PYTHONPATH": str(SOURCE), "PATH": os.environ["PATH"]},
        input="",
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    assert done.returncode == 2
    assert "--passphrase-file" in done.stderr
