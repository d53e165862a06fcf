"""Starts casefile: the window when there is nothing to do on the command line, else the command."""

from __future__ import annotations

import locale
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from casefile.base.i18n import LANGUAGES, _, set_language
from casefile.exchange import text_child
from casefile.vault import core_dumps, key_child

if TYPE_CHECKING:
    from types import TracebackType

_ENVIRONMENT = 3
_BUG = 4
_COMPLETING = "_CASEFILE_COMPLETE"


def main() -> None:
    """Run casefile with the arguments of the process, and end the process."""
    core_dumps.switch_off()
    arguments = sys.argv[1:]
    if arguments == [key_child.ARGUMENT]:
        key_child.main()
        return
    if arguments == [text_child.ARGUMENT]:
        text_child.main()
        return
    set_language(preferred_language())
    if opens_window(arguments):
        if not has_screen():
            sys.exit(_no_screen())
        from casefile.app import main as open_window  # noqa: PLC0415 - Qt is loaded only for the window

        sys.exit(open_window(Path(arguments[0]) if arguments else None))
    from casefile.cli.command_line import run  # noqa: PLC0415 - help texts are translated when they are loaded

    # Only here: a window outlives a fault in one of its answers and tells of it itself.
    sys.excepthook = report_bug
    run(arguments)


def opens_window(arguments: list[str]) -> bool:
    """Whether the window is meant: no argument at all, or a vault alone."""
    if _COMPLETING in os.environ:
        return False
    return not arguments or (len(arguments) == 1 and arguments[0].rstrip("/\\").endswith(".casefile"))


def has_screen() -> bool:
    """Whether a window can be opened; without one Qt would end the process with words for programmers."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _no_screen() -> int:
    reason = _("There is no screen to open a window on. The commands work without one: casefile --help")
    print(reason, file=sys.stderr)  # noqa: T201 - before click is there
    return _ENVIRONMENT


def preferred_language() -> str:
    """The language of this account's messages, if casefile speaks it; else English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        chosen = os.environ.get(name, "")
        if chosen:
            code = chosen.replace("-", "_").split(":")[0].split(".")[0].split("_")[0].lower()
            return code if code in LANGUAGES else "en"
    code = (locale.getlocale()[0] or "").split("_")[0].lower()
    return code if code in LANGUAGES else "en"


def report_bug(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
    """Say that casefile itself failed, where, and nothing of what it was working on: no message, no value.

    The open transaction was rolled back on the way here. Ends the process with an exit code of its own.
    """
    if issubclass(kind, KeyboardInterrupt):
        os._exit(130)
    places = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    print(f"casefile failed ({kind.__name__}). Nothing was changed.", *places, sep="\n", file=sys.stderr, flush=True)  # noqa: T201 - the last words, without click
    sys.stdout.flush()
    os._exit(_BUG)


if __name__ == "__main__":
    main()
