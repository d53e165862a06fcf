from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

STARTS = {
    "the command line": "import sys\nsys.argv = ['casefile', '--version']\n"
    "import casefile.__main__ as start\ntry:\n    start.main()\nexcept SystemExit:\n    pass\n",
    "the window": "import casefile.app as app\n"
    "def stop(_arguments, _size):\n    raise SystemExit\n"
    "app.application = stop\ntry:\n    app.main()\nexcept SystemExit:\n    pass\n",
}
CRASH = "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n"
ASK = (
    "import ctypes, resource\n"
    "print(*resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
)


def ran(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python with core dumps allowed, as far as this machine allows them."""
    allow = (
        "import resource\nmost = resource.getrlimit(resource.RLIMIT_CORE)[1]\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (most, most))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", allow + code],
        cwd=folder,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
@pytest.mark.parametrize("start", STARTS)
def test_a_crash_of_casefile_leaves_no_core_dump_and_nobody_else_may_take_one(start: str, tmp_path: Path) -> None:
    said = ran(STARTS[start] + ASK, tmp_path)
    assert said.stdout.splitlines()[-1:] == ["0 0 0"], said.stderr
    crashed = ran(STARTS[start] + CRASH, tmp_path)
    assert crashed.returncode == -signal.SIGSEGV
    assert list(tmp_path.iterdir()) == []
