from __future__ import annotations

import unicodedata
from pathlib import Path

from casefile.vault.keyslots import Identity, Passphrase, add_passphrase, read_key


def test_no_secret_is_in_what_a_trace_would_print() -> None:
    assert "hunter2" not in f"{Passphrase('hunter2')!r} {Identity('hunter2')!r}"


def test_both_spellings_of_a_letter_with_a_mark_open_a_slot(tmp_path: Path) -> None:
    key = bytes(range(32))
    add_passphrase(tmp_path, key, unicodedata.normalize("NFC", "Жаңаөзен й é"))
    assert read_key(tmp_path, Passphrase(unicodedata.normalize("NFD", "Жаңаөзен й é"))) == key
