"""What a clean clone must pass: `.ci/run` with a made-up make, and the targets of the real one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(folder: Path, *, check: int, test: int) -> tuple[int, str]:
    (folder / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", folder / ".ci")
    (folder / "bin").mkdir()
    made = folder / "bin" / "make"
    made.write_text(
        f'#!/usr/bin/env bash\necho "make $1"\n[ "$1" = check ] && exit {check}\nexit {test}\n', encoding="utf-8"
    )
    made.chmod(0o755)
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    done = subprocess.run(
        [str(folder / ".ci" / "run")], env={"PATH": path}, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(("check", "test", "code"), [(0, 0, 0), (2, 0, 2), (0, 2, 2), (2, 2, 2)])
def test_it_fails_when_the_check_or_the_tests_fail_and_always_runs_both(
    tmp_path: Path, check: int, test: int, code: int
) -> None:
    assert run(tmp_path, check=check, test=test) == (code, "make check\nmake test\n")


def would_run(target: str) -> str:
    # Run by make itself, these would make it talk about the folder it is in.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(["make", "-n", target], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_make_test_sets_up_and_ends_with_pytest() -> None:
    first, last = would_run("test").splitlines()
    assert first == "packaging/setup.sh test"
    assert "-m pytest" in last


@pytest.mark.parametrize("tool", ["ruff check", "ruff format --check", "mypy", "lint-imports", "catalogues.py --check"])
def test_make_check_asks_every_tool(tool: str) -> None:
    assert tool in would_run("check")


@pytest.mark.parametrize("target", ["demo", "bench", "shots", "soak", "catalogues", "clean"])
def test_every_promised_target_exists(target: str) -> None:
    assert would_run(target)
