"""Looks for a planted word in files and in the memory of a process, in every way in which it could be written there."""

from __future__ import annotations

import base64
import gzip
import os
import random
import re
import stat
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

LATIN, CYRILLIC = "bdfghjklmnprstvwxz", "бвгджзклмнпрстфхцшщ"
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1251", "koi8-r", "iso8859-5")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_DEFLATED = re.compile(rb"PK\x03\x04.{4}\x08\x00.{16}(..)(..)", re.DOTALL)
_GZIP = re.compile(rb"\x1f\x8b\x08")
_DEEPEST = 3


@dataclass(frozen=True)
class Canary:
    """A Latin and a Cyrillic word that stand nowhere else, new in every run."""

    latin: str = field(default_factory=lambda: _word(LATIN, "aeiou"))
    cyrillic: str = field(default_factory=lambda: _word(CYRILLIC, "аеиоу"))

    @property
    def text(self) -> str:
        """Both words, as they are planted."""
        return f"{self.latin} {self.cyrillic}"

    def ways(self) -> dict[str, bytes]:
        """Every way in which a word could be written, by name."""
        found: dict[str, bytes] = {}
        for word in (self.latin, self.cyrillic):
            for spelled in (word, word.upper()):
                for encoding in _ENCODINGS:
                    try:
                        plain = spelled.encode(encoding)
                    except UnicodeEncodeError:
                        continue
                    found[f"{spelled} {encoding}"] = plain
                    found[f"{spelled} {encoding} hex"] = plain.hex().encode()
                    found[f"{spelled} {encoding} HEX"] = plain.hex().upper().encode()
                    for shift in range(3):
                        found[f"{spelled} {encoding} base64+{shift}"] = _base64(plain, shift)
                found[f"{spelled} escaped"] = spelled.encode("ascii", "backslashreplace")
        return found

    def seen_in(self, content: bytes, depth: int = 0) -> set[str]:
        """The ways in which a word is written in these bytes, packed ones too."""
        found = {way for way, pattern in self.ways().items() if pattern in content}
        if depth < _DEEPEST:
            for inner in _unpacked(content):
                found |= {f"{way}, packed" for way in self.seen_in(inner, depth + 1)}
        return found

    def seen_below(self, *folders: Path) -> dict[str, set[str]]:
        """Files below the folders that hold a word, in their name or in their content."""
        found: dict[str, set[str]] = {}
        for path in _below(folders):
            seen = self.seen_in(os.fsencode(path.name))
            if path.is_symlink():
                seen |= self.seen_in(os.fsencode(path.readlink()))
            elif path.is_file():
                seen |= self.seen_in(path.read_bytes())
            if seen:
                found[str(path)] = seen
        return found

    def seen_in_open_files(self, process: int) -> dict[str, set[str]]:
        """Files that a process holds open and that hold a word, deleted ones too (Linux)."""
        found: dict[str, set[str]] = {}
        for one in Path("/proc", str(process), "fd").iterdir():
            try:
                if not stat.S_ISREG(one.stat().st_mode):
                    continue
                seen = self.seen_in(one.read_bytes())
            except FileNotFoundError:
                # Closed meanwhile.
                continue
            if seen:
                found[str(one.readlink())] = seen
        return found

    def count_in_memory(self, process: int) -> int:
        """How often a word stands in what a process may write in its memory (Linux); one below `ptrace`'s eye."""
        patterns = [
            word.encode(encoding)
            for word in (self.latin, self.cyrillic)
            for encoding in ("utf-8", "utf-16-le", "utf-32-le")
        ]
        return sum(chunk.count(pattern) for chunk in _memory(process) for pattern in patterns)


def _word(consonants: str, vowels: str) -> str:
    pick = random.SystemRandom()
    return "".join(pick.choice(consonants) + pick.choice(vowels) for _syllable in range(7))


def _base64(plain: bytes, shift: int) -> bytes:
    # What stands before the word moves it by 0, 1 or 2 bytes; the first and the last letters depend on its neighbours.
    coded = base64.b64encode(bytes(shift) + plain)
    end = (shift + len(plain)) * 8 // 6
    return coded[-(-shift * 8 // 6) : end]


def _unpacked(content: bytes) -> Iterator[bytes]:
    for match in _ZLIB.finditer(content):
        yield from _inflated(content[match.start() :], zlib.MAX_WBITS)
    for match in _GZIP.finditer(content):
        yield from _inflated(content[match.start() :], zlib.MAX_WBITS | 16)
    for match in _DEFLATED.finditer(content):
        skipped = int.from_bytes(match[1], "little") + int.from_bytes(match[2], "little")
        yield from _inflated(content[match.end() + skipped :], -zlib.MAX_WBITS)


def _inflated(content: bytes, window: int) -> Iterator[bytes]:
    try:
        got = zlib.decompressobj(window).decompress(content, 20_000_000)
    except zlib.error:
        return
    if got:
        yield got


def _below(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for place, names, files in os.walk(folder):
            yield from (Path(place, name) for name in (*names, *files))


def _memory(process: int) -> Iterator[bytes]:
    place = Path("/proc", str(process))
    with (place / "maps").open() as ranges, (place / "mem").open("rb", 0) as memory:
        for line in ranges:
            where, how = line.split()[:2]
            if "r" not in how or "w" not in how or "[v" in line:
                continue
            start, end = (int(part, 16) for part in where.split("-"))
            try:
                memory.seek(start)
                yield memory.read(end - start)
            except OSError:
                continue


def packed(content: bytes) -> dict[str, bytes]:
    """The bytes in every packing that is looked into, with something around them."""
    deflated = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    body = deflated.compress(content) + deflated.flush()
    header = b"PK\x03\x04" + bytes(4) + b"\x08\x00" + bytes(16) + b"\x01\x00\x02\x00" + b"n" + b"xy"
    return {
        "zlib": b"stream\n" + zlib.compress(content) + b"\nendstream",
        "gzip": gzip.compress(content),
        "zip": b"before" + header + body,
        "twice": zlib.compress(gzip.compress(content)),
    }
