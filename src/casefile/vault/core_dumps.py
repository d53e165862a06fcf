"""No core dump, which would put case data on the disk in the clear; the system's crash report is one too."""

from __future__ import annotations

import ctypes
import sys

if sys.platform != "win32":
    import resource

_PR_SET_DUMPABLE = 4
_NO_CRASH_REPORT = 0x0001 | 0x0002


def switch_off() -> None:
    """Let no crash of this process, or of one that it starts, write its memory to the disk.

    A limit of zero stops the system's own core files. Linux hands a core dump to a collecting service in spite of that
    limit, so the process is also marked as not to be dumped: this keeps other programs of the same account
    from reading its memory as well. A process started from this one inherits the limit, but not the mark.
    """
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_NO_CRASH_REPORT)
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
