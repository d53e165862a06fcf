"""The set-up script, run for real in a folder of its own, with the machine around it made up."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QT = "libglib-2.0.so.0 libGL.so.1 libEGL.so.1 libxkbcommon.so.0 libfreetype.so.6 libfontconfig.so.1 libdbus-1.so.3"
WINDOW = "libxkbcommon-x11.so.0 libxcb-cursor.so.0 libxcb-icccm.so.4 libxcb-keysyms.so.1 libxcb-shape.so.0"
EVERYTHING = f"{QT} libgssapi_krb5.so.2 {WINDOW}".split()
PROGRAMS = ("bash", "dirname", "grep", "cat", "sha256sum", "cut", "rm", "env", "mkdir", "cp", "true")
READERS = ("age", "pdftotext", "Xvfb", "xdotool", "openbox")
# What the made-up Python does: answers the questions of the script, and writes down what pip was asked.
PYTHON = """#!/usr/bin/env bash
if [ "$1" = -m ] && [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; exit; fi
if [ "$1" = -VV ]; then echo "Python 3.11.0"; exit; fi
if [ "$1" = -c ]; then exit 0; fi
echo "$*" >>calls
"""


@dataclass
class Machine:
    """A machine with these libraries and programs, and an account that may or may not install."""

    folder: Path

    @property
    def bin(self) -> Path:
        return self.folder / "bin"

    @property
    def project(self) -> Path:
        return self.folder / "project"

    def has(self, *libraries: str) -> None:
        self.program("ldconfig", "\n".join(f"echo '\t{name} (libc6,x86-64) => {name}'" for name in libraries))

    def program(self, name: str, body: str = "") -> None:
        path = self.bin / name
        path.write_text(f"#!/usr/bin/env bash\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    def set_up(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.project / "packaging" / "setup.sh"), *arguments],
            env={"PATH": str(self.bin), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[str]:
        """What pip was asked since the last look."""
        path = self.project / "calls"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return lines


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.bin.mkdir()
    for name in PROGRAMS:
        found = shutil.which(name)
        assert found
        (made.bin / name).symlink_to(found)
    for name in READERS:
        made.program(name)
    made.program("id", "echo 1000")
    made.program("sudo", "exit 1")
    (made.bin / "python3.11").write_text(PYTHON, encoding="utf-8")
    (made.bin / "python3.11").chmod(0o755)
    made.has(*EVERYTHING)
    (made.project / "packaging").mkdir(parents=True)
    shutil.copy(ROOT / "packaging" / "setup.sh", made.project / "packaging")
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        (made.project / name).write_text(name, encoding="utf-8")
    return made


def test_the_demo_is_installed_from_its_lock_with_hashes_and_then_the_project_itself(machine: Machine) -> None:
    assert machine.set_up("demo").returncode == 0
    first, second = machine.calls()
    assert first.endswith("install --require-hashes -r requirements.lock")
    assert second.endswith("install --no-deps --no-build-isolation --editable .")


def test_a_second_run_installs_nothing(machine: Machine) -> None:
    machine.set_up("test")
    machine.calls()
    assert machine.set_up("test").returncode == 0
    assert machine.calls() == []


def test_a_changed_lock_is_installed_again(machine: Machine) -> None:
    machine.set_up("demo")
    machine.calls()
    (machine.project / "requirements.lock").write_text("other", encoding="utf-8")
    machine.set_up("demo")
    assert len(machine.calls()) == 2


def test_whoever_can_test_can_run_the_demo(machine: Machine) -> None:
    machine.set_up("test")
    machine.calls()
    machine.set_up("demo")
    assert machine.calls() == []


def test_the_demo_alone_is_not_enough_to_test(machine: Machine) -> None:
    machine.set_up("demo")
    machine.calls()
    machine.set_up("test")
    assert "-r requirements-dev.lock" in machine.calls()[0]


def test_an_installation_that_failed_is_tried_again(machine: Machine) -> None:
    broken = PYTHON.replace('echo "$*" >>calls', "exit 9")
    (machine.bin / "python3.11").write_text(broken, encoding="utf-8")
    assert machine.set_up("demo").returncode != 0
    (machine.project / ".venv" / "bin" / "python").write_text(PYTHON, encoding="utf-8")
    assert machine.set_up("demo").returncode == 0
    assert len(machine.calls()) == 2


def test_missing_libraries_are_named_exactly_where_they_may_not_be_installed(machine: Machine) -> None:
    machine.has(*(name for name in EVERYTHING if name not in {"libEGL.so.1", "libdbus-1.so.3"}))
    done = machine.set_up("demo")
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1] == "Ask for them, or run: sudo apt-get install libegl1 libdbus-1-3"
    assert not (machine.project / ".venv").exists()


def test_a_library_is_not_taken_for_another_that_begins_like_it(machine: Machine) -> None:
    machine.has(*(name for name in EVERYTHING if name != "libGL.so.1"), "libGL.so.1.2.0")
    assert "libgl1" in machine.set_up("demo").stderr


def test_the_libraries_of_a_window_are_asked_for_only_where_there_is_a_screen(machine: Machine) -> None:
    machine.has(*QT.split(), "libgssapi_krb5.so.2")
    assert machine.set_up("demo").returncode == 0
    done = machine.set_up("demo", DISPLAY=":0")
    assert done.returncode == 3
    assert "libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0" in done.stderr


def test_tests_need_the_programs_that_read_what_casefile_writes(machine: Machine) -> None:
    (machine.bin / "age").unlink()
    (machine.bin / "pdftotext").unlink()
    done = machine.set_up("test")
    assert done.returncode == 3
    assert "age poppler-utils" in done.stderr


def test_tests_run_without_what_only_a_real_window_needs_and_it_is_said(machine: Machine) -> None:
    (machine.bin / "openbox").unlink()
    done = machine.set_up("test")
    assert done.returncode == 0
    assert "skipped: openbox" in done.stdout


@pytest.mark.parametrize("account", ["root", "sudo"])
def test_missing_packages_are_installed_where_the_account_may(machine: Machine, account: str) -> None:
    machine.has()
    machine.program("apt-get", f'echo "$*" >>"{machine.folder}/apt"')
    if account == "root":
        machine.program("id", "echo 0")
    else:
        machine.program("sudo", 'shift; exec "$@"')
    assert machine.set_up("demo").returncode == 0
    update, install = (machine.folder / "apt").read_text(encoding="utf-8").splitlines()
    assert update.startswith("update")
    assert install.endswith(
        "libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfreetype6 libfontconfig1 libdbus-1-3 libgssapi-krb5-2"
    )


def test_a_machine_without_a_python_that_is_new_enough_is_told_so(machine: Machine) -> None:
    (machine.bin / "python3.11").unlink()
    machine.program("python3", "exit 1")
    done = machine.set_up("demo")
    assert done.returncode == 3
    assert "Python 3.11" in done.stderr


@pytest.mark.parametrize("arguments", [(), ("all",), ("demo", "test")])
def test_anything_but_demo_or_test_is_a_usage_error(machine: Machine, arguments: tuple[str, ...]) -> None:
    assert machine.set_up(*arguments).returncode == 2
