"""Freed memory still holds what stood in it: this overwrites it, so that nothing of a vault is left after a lock.

Both Python and the C library keep freed pieces for later and clear none of them. There is no way to walk over them, but
they are handed out before the system is asked for more: so each is asked for, zeroed and given back.
Linux with glibc only; elsewhere only what nobody refers to any more is freed.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from bisect import bisect_right
from pathlib import Path
from typing import Any

_CLASSES = range(16, 513, 16)
"""Sizes that Python's own allocator serves, in bytes; all above come from the C library."""
_SIZES = (65_536, 16_384, 4_096, *range(1_032, 0, -16))
"""Sizes asked of the C library: down to the smallest piece it keeps, in the steps in which it keeps them."""
_MOST = 2_000_000
"""Pieces of one size; far more than there are, so that a mistake does not take all memory."""
_ARENA_MAX = -8
_ASKED_EVERY = 16


def prepare() -> None:
    """Let every thread take its memory from one place, where `overwrite` finds it; called before threads start."""
    library = _library()
    if library is not None:
        library.mallopt(_ARENA_MAX, 1)


def overwrite() -> None:
    """Free what nobody refers to any more, and overwrite all memory that is free; takes some tenths of a second."""
    gc.collect()
    library = _library()
    if library is None:
        return
    # Whole pages go back to the system, which clears them; what is left are the pieces between what is in use.
    library.malloc_trim(0)
    _fill_pythons()
    _fill_librarys(library)
    library.malloc_trim(0)


def _library() -> Any:
    """The C library where it is glibc, else None."""
    if sys.platform != "linux" or sys.implementation.name != "cpython":
        return None
    library = ctypes.CDLL(None)
    if not hasattr(library, "mallinfo2") or not hasattr(library, "malloc_trim"):
        return None
    library.malloc.restype = ctypes.c_void_p
    library.malloc.argtypes = [ctypes.c_size_t]
    library.free.argtypes = [ctypes.c_void_p]
    library.memset.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t]
    library.mallinfo2.restype = _Mallinfo
    return library


class _Mallinfo(ctypes.Structure):
    """What glibc says of its memory, in bytes; see mallinfo(3)."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",
            "usmblks",
            "fsmblks",
            "uordblks",
            "fordblks",
            "keepcost",
        )
    ]


def _fill_pythons() -> None:
    python = ctypes.pythonapi
    take, free = python.PyMem_Calloc, python.PyMem_Free
    take.restype, take.argtypes = ctypes.c_void_p, [ctypes.c_size_t, ctypes.c_size_t]
    free.argtypes = [ctypes.c_void_p]
    starts, ends = _mapped()
    for size in _CLASSES:
        taken: list[int] = []
        while len(taken) < _MOST:
            address = take(1, size)
            if not address:
                break
            taken.append(address)
            at = bisect_right(starts, address) - 1
            if at < 0 or address >= ends[at]:
                # Fresh from the system: nothing of this size was left.
                break
        for address in taken:
            free(address)


def _mapped() -> tuple[list[int], list[int]]:
    ranges: list[tuple[int, int]] = []
    with Path("/proc/self/maps").open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            start, _dash, end = line.split(maxsplit=1)[0].partition("-")
            ranges.append((int(start, 16), int(end, 16)))
    ranges.sort()
    return [start for start, _end in ranges], [end for _start, end in ranges]


def _fill_librarys(library: Any) -> None:
    taken: list[int] = []
    for size in _SIZES:
        room = library.mallinfo2().arena
        mapped = library.mallinfo2().hblks
        while len(taken) < _MOST:
            address = library.malloc(size)
            if not address:
                break
            library.memset(address, 0, size)
            taken.append(address)
            if len(taken) % _ASKED_EVERY == 0:
                now = library.mallinfo2()
                if now.arena > room or now.hblks > mapped:
                    break
    for address in taken:
        library.free(address)
