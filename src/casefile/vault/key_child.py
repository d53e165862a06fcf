"""The program of the process that works out a key: one request from standard input, one answer, the end.

It lives for the two seconds that scrypt takes and leaves its memory to the system, which clears it. It loads
pyrage and nothing of a vault. `key_process` starts it and knows the other end of the pipes.
"""

from __future__ import annotations

import sys

from casefile.vault import core_dumps

ARGUMENT = "--work-out-a-key"
"""The only argument of casefile's own program, where Python's is not at hand (a frozen app), that starts this one."""
MAGIC = b"casefile key 1\n"
"""Begins a request and an answer, so that neither is mistaken for something else."""
UNSEAL, SEAL = b"u", b"s"
DONE, REFUSED = b"d", b"r"
NO_MEMORY = 71
"""Exit code: Python had no memory left. scrypt has its own way to say so, which is to abort."""
_LENGTH = 4


def main() -> None:
    """Answer one request.

    A request is MAGIC, UNSEAL or SEAL, the length of the passphrase in four bytes, the passphrase, and what is to be
    unsealed or sealed. An answer is MAGIC, DONE with the result or REFUSED (the passphrase does not unseal it).
    """
    core_dumps.switch_off()
    try:
        # Not sys.stdin: an app without a console has none, but it has the pipe.
        with open(0, "rb", closefd=False) as pipe:
            answer = answered(pipe.read())
        with open(1, "wb", closefd=False) as pipe:
            pipe.write(answer)
    except MemoryError:
        sys.exit(NO_MEMORY)


def answered(request: bytes) -> bytes:
    """The answer to a request.

    Raises:
        ValueError: It is not a request.
    """
    import pyrage  # noqa: PLC0415 - whoever only wants the words of the pipe does not load it

    work, passphrase, content = _parts(request)
    try:
        result: bytes = (pyrage.passphrase.encrypt if work == SEAL else pyrage.passphrase.decrypt)(content, passphrase)
    except pyrage.DecryptError:
        return MAGIC + REFUSED
    return MAGIC + DONE + result


def request_of(work: bytes, passphrase: bytes | bytearray, content: bytes | bytearray) -> bytearray:
    """A request; the one who makes it overwrites it.

    Args:
        work: UNSEAL or SEAL.
        passphrase: In UTF-8.
        content: A slot, or a key.
    """
    made = bytearray(len(MAGIC) + 1 + _LENGTH + len(passphrase) + len(content))
    at = 0
    # Into the one buffer that is overwritten later: joining would leave pieces behind.
    for part in (MAGIC, work, len(passphrase).to_bytes(_LENGTH, "big"), passphrase, content):
        made[at : at + len(part)] = part
        at += len(part)
    return made


def _parts(request: bytes) -> tuple[bytes, str, bytes]:
    head = len(MAGIC)
    start = head + 1 + _LENGTH
    work = request[head : head + 1]
    end = start + int.from_bytes(request[head + 1 : start], "big")
    if not request.startswith(MAGIC) or work not in {UNSEAL, SEAL} or len(request) < end:
        message = "not a request"
        raise ValueError(message)
    return work, request[start:end].decode(), request[end:]
