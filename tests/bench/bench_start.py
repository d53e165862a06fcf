"""From the start of a process to the first paint of the unlock window, against a bare PySide6 window; then People."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.crowd import demonstration
from bench.figures import as_installed, row

ROUNDS = 7

# What both children share: exit at the first paint of the window, after saying the time.
PAINTED = """
import sys, time
from PySide6.QtCore import QEvent, QObject
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(time.time(), flush=True)
            import os
            os._exit(0)
        return False
"""
BARE = (
    PAINTED
    + """
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
window = QLabel("Passphrase")
painted = Painted()
window.installEventFilter(painted)
window.show()
app.exec()
"""
)
UNLOCK = (
    PAINTED
    + """
from casefile.app import pages
from casefile.base.clock import Clock
from casefile.ui.preferences import Preferences
from casefile.ui.shell import Shell
from casefile.ui.theme import application
from pathlib import Path
app = application([])
shell = Shell(Preferences(Path(sys.argv[1])), Clock(), pages)
painted = Painted()
shell.centralWidget().installEventFilter(painted)
shell.show()
app.exec()
"""
)
PEOPLE = (
    PAINTED
    + """
from pathlib import Path
from casefile.app import pages
from casefile.base.clock import Clock
from casefile.ui.preferences import Preferences
from casefile.ui.shell import Shell
from casefile.ui.theme import application
from casefile.ui.vault_opening import Way, open_vault
app = application([])
shell = Shell(Preferences(Path(sys.argv[1])), Clock(), pages)
shell.show()
# As while somebody types a passphrase: the shell loads beside it what it loads.
until = time.monotonic() + 4
while time.monotonic() < until:
    app.processEvents()
    time.sleep(0.02)
print(time.time(), flush=True)
shell.show_book(open_vault(Path(sys.argv[2]), Way(sys.argv[3], "recovery"), Clock()))
painted = Painted()
shell.main.installEventFilter(painted)
app.exec()
"""
)


def started(code: str, *arguments: str) -> list[float]:
    """Seconds from the start of a process to each time that it says."""
    start = time.time()
    said = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=as_installed(),
    )
    return [float(line) - start for line in said.stdout.split()]


def main() -> None:
    """Print the figures of the start."""
    with tempfile.TemporaryDirectory() as folder:
        preferences = str(Path(folder) / "preferences.json")
        pairs = [(started(UNLOCK, preferences)[-1], started(BARE)[-1]) for _round in range(ROUNDS)]
        ours = statistics.median(one for one, _other in pairs)
        floor = statistics.median(other for _one, other in pairs)
        row(
            "start to unlock window / bare PySide6 window",
            f"{ours * 1e3:.0f} ms against {floor * 1e3:.0f} ms",
            statistics.median(one / other for one, other in pairs),
            "goal 1.5",
        )
        with demonstration() as made:
            said = [started(PEOPLE, preferences, str(made.path), made.secret) for _round in range(ROUNDS)]
        took = [after - before for before, after in said]
        median = statistics.median(took) * 1e3
        row("unlock to People, demonstration vault", f"{median:.0f} ms, the passphrase's own time left out")


if __name__ == "__main__":
    main()
