"""Time and identity, both injected: nothing else in casefile asks the machine what time it is.

A hybrid logical clock stamps acts so that a later act on one vault never carries an earlier time, even when
the machine's clock jumps back. The stamp orders what is *shown*; it never decides which change wins.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from string import hexdigits
from typing import NewType

RecordId = NewType("RecordId", bytes)
"""16 bytes, a UUIDv7 (RFC 9562 section 5.7): time-ordered and random, never a device counter."""

NO_ID = RecordId(b"")
"""A link that points nowhere."""

ID_BYTES = 16
_MILLIS = 1_000
_COUNTER_BITS = 16
_HEX_DIGITS = 32
_MILLIS_MASK = (1 << 48) - 1
# One bit short of the 62, so that counting on within a millisecond never reaches the variant bits above.
_RANDOM_MASK = (1 << 61) - 1


def _awake_ms() -> int:
    """Milliseconds that the machine has run since some moment, the time it slept left out."""
    if sys.platform == "win32":
        # The monotonic clock of this system goes on through sleep; this one does not.
        import ctypes  # noqa: PLC0415 - only there

        ticks = ctypes.c_ulonglong()
        ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(ticks))
        return ticks.value // 10_000
    return time.monotonic_ns() // 1_000_000


class Clock:
    """The only source of time, random bytes and ids.

    Args:
        now_ms: Milliseconds since 1970 in UTC.
        entropy: Returns that many random bytes; a test passes a seeded one so that ids can be replayed.
        awake_ms: Milliseconds that the machine ran since some moment, its sleep left out.
    """

    def __init__(
        self,
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        entropy: Callable[[int], bytes] = os.urandom,
        awake_ms: Callable[[], int] = _awake_ms,
    ) -> None:
        self._now_ms = now_ms
        self._awake_ms = awake_ms
        self._entropy = entropy
        self._last_stamp = 0
        self._last_id = 0

    def now(self) -> datetime:
        """The present moment in UTC, to the millisecond."""
        return datetime.fromtimestamp(self._now_ms() / _MILLIS, tz=UTC)

    def slept_ms(self) -> int:
        """Milliseconds that passed since some moment while the machine did not run; only differences mean something.

        It grows while the machine sleeps or is stopped, and when somebody sets its clock.
        """
        return self._now_ms() - self._awake_ms()

    def stamp(self) -> int:
        """A hybrid logical time: milliseconds shifted by 16 bits, plus a counter; each greater than the last."""
        self._last_stamp = max(self._now_ms() << _COUNTER_BITS, self._last_stamp + 1)
        return self._last_stamp

    def witness(self, stamp: int) -> None:
        """Never again give a stamp at or before `stamp`; called with the newest act of an opened vault."""
        self._last_stamp = max(self._last_stamp, stamp)

    def new_id(self) -> RecordId:
        """A UUIDv7; ids of one process sort in the order they were given.

        The first of each millisecond is random; the others count on from it (RFC 9562 section 6.2, method 2), so
        that two vaults, or two copies of one, do not meet by more than chance.
        """
        milliseconds = self._now_ms() & _MILLIS_MASK
        if milliseconds == self._last_id >> 80:
            value = self._last_id + 1
        else:
            random = int.from_bytes(self._entropy(10), "big")
            value = milliseconds << 80 | 0x7 << 76 | (random >> 62 & 0xFFF) << 64 | 0x2 << 62 | random & _RANDOM_MASK
            # A clock that jumped back must not make an id that sorts before its elders.
            value = max(value, self._last_id + 1)
        self._last_id = value
        return RecordId(value.to_bytes(ID_BYTES, "big"))


def stamp_time(stamp: int) -> datetime:
    """The moment, in UTC, that a hybrid logical time was given."""
    return datetime.fromtimestamp((stamp >> _COUNTER_BITS) / _MILLIS, tz=UTC)


def moment(when: datetime) -> str:
    """A moment where this machine is, to the minute, in a form that sorts: 2026-11-23 14:02."""
    return when.astimezone().strftime("%Y-%m-%d %H:%M")


def format_id(record_id: bytes) -> str:
    """The usual 36-character form of an id; empty for `NO_ID`."""
    if not record_id:
        return ""
    digits = record_id.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def parse_id(text: str) -> RecordId:
    """Read an id with or without dashes.

    Raises:
        ValueError: `text` is not an id.
    """
    if not text.strip():
        return NO_ID
    digits = text.strip().replace("-", "")
    if len(digits) != _HEX_DIGITS or not all(digit in hexdigits for digit in digits):
        message = "not an id"
        raise ValueError(message)
    return RecordId(bytes.fromhex(digits))
