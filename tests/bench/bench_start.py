"""From the start of a process to the first paint of the unlock window, against a bare PySide6 window; then People."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.figures import row
from casefile.base.clock import Clock
from casefile.store import demo
from casefile.store.casebook import Casebook
from casefile.vault.vault import Vault

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
from PySide6.QtWidgets import QApplication
from casefile.app import pages
from casefile.base.clock import Clock
from casefile.ui.preferences import Preferences
from casefile.ui.shell import Shell
from pathlib import Path
app = QApplication([])
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
from PySide6.QtWidgets import QApplication
from casefile.app import pages
from casefile.base.clock import Clock
from casefile.ui.preferences import Preferences
from casefile.ui.shell import Shell
from casefile.ui.vault_opening import Way, open_vault, warm_up
app = QApplication([])
shell = Shell(Preferences(Path(sys.argv[1])), Clock(), pages)
warm_up()
shell.show()
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
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
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
        clock = Clock()
        vault = Vault.create(Path(folder) / "demo", demo.PASSPHRASE, clock)
        secret = vault.make_recovery()
        book = Casebook(vault, clock)
        demo.fill(book)
        book.close()
        vault.close()
        took = []
        for _round in range(ROUNDS):
            before, after = started(PEOPLE, preferences, str(vault.path), secret)
            took.append(after - before)
        median = statistics.median(took) * 1e3
        row("unlock to People, demonstration vault", f"{median:.0f} ms, the passphrase's own time left out")


if __name__ == "__main__":
    main()
