from __future__ import annotations

import subprocess
import sys

import pyrage
import pytest

from casefile.vault import key_child
from casefile.vault.key_child import DONE, MAGIC, REFUSED, SEAL, UNSEAL, answered, request_of
from casefile.vault.key_process import command

PASSPHRASE = "слова, которые никто не знает"


@pytest.fixture(scope="module")
def sealed() -> bytes:
    answer = answered(bytes(request_of(SEAL, PASSPHRASE.encode(), b"the key")))
    assert answer.startswith(MAGIC + DONE)
    return answer.removeprefix(MAGIC + DONE)


def test_what_is_sealed_is_a_plain_age_file_that_the_same_words_unseal(sealed: bytes) -> None:
    assert sealed.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert answered(bytes(request_of(UNSEAL, PASSPHRASE.encode(), sealed))) == MAGIC + DONE + b"the key"
    assert pyrage.passphrase.decrypt(sealed, PASSPHRASE) == b"the key"


def test_other_words_are_refused_and_not_a_failure(sealed: bytes) -> None:
    assert answered(bytes(request_of(UNSEAL, b"other words", sealed))) == MAGIC + REFUSED


@pytest.mark.parametrize(
    "nonsense",
    [b"", MAGIC, b"nothing of ours", MAGIC + b"x\0\0\0\0", MAGIC + UNSEAL + b"\0\0\0\x09short", MAGIC + UNSEAL + b"\0"],
)
def test_what_is_not_a_request_gets_no_answer(nonsense: bytes) -> None:
    with pytest.raises(ValueError, match="not a request"):
        answered(nonsense)
    ended = subprocess.run(command(), input=nonsense, capture_output=True, check=False)
    assert ended.returncode != 0
    assert ended.stdout == b""


LOADED = """
import sys
sys.path[:0] = sys.argv[1:]
before = set(sys.modules)
from casefile.vault import key_child
sys.stdin = None
try:
    key_child.main()
except ValueError:
    pass
print(sorted({name.partition(".")[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names)))
print(sorted(name for name in sys.modules if name.startswith("casefile.")))
"""


def test_the_process_loads_pyrage_and_nothing_of_a_vault() -> None:
    *start, _flag, _code, first, second = command()
    ended = subprocess.run([*start, "-c", LOADED, first, second], input=b"nonsense", capture_output=True, check=True)
    outer, inner = ended.stdout.decode().splitlines()
    assert outer == "['casefile', 'pyrage']"
    assert inner == "['casefile.vault', 'casefile.vault.core_dumps', 'casefile.vault.key_child']"


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_the_process_leaves_no_core_dump() -> None:
    *start, _flag, _code, first, second = command()
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]\nfrom casefile.vault import key_child\n"
        "try:\n    key_child.main()\nexcept ValueError:\n    pass\n"
        "import ctypes, resource\n"
        "print(*resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    ended = subprocess.run([*start, "-c", code, first, second], input=b"", capture_output=True, check=True)
    assert ended.stdout.split() == [b"0", b"0", b"0"]


def test_casefile_itself_can_be_the_process_where_python_is_not_at_hand(sealed: bytes) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "casefile", key_child.ARGUMENT],
        input=bytes(request_of(UNSEAL, PASSPHRASE.encode(), sealed)),
        capture_output=True,
        check=True,
    )
    assert ended.stdout == MAGIC + DONE + b"the key"
