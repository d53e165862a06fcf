from __future__ import annotations

import json
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from casefile.base.clock import Clock
from casefile.base.errors import LockedError
from casefile.vault.keyslots import Identity
from casefile.vault.vault import Vault

HOLDER = """
    import sys, time
    from pathlib import Path
    from casefile.base.clock import Clock
    from casefile.vault.keyslots import Identity
    from casefile.vault.vault import Vault
    vault = Vault.open(Path(sys.argv[1]), Identity(sys.argv[2]), Clock())
    connection = vault.connect()
    connection.execute("INSERT INTO note VALUES ('kept')")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO note VALUES ('not yet saved')")
    print("holding", flush=True)
    time.sleep(600)
"""


def test_the_lock_of_a_killed_holder_falls_to_the_next_who_opens(path: Path, secret: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDER), str(path), secret], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "holding\n"
        with pytest.raises(LockedError):
            Vault.open(path, Identity(secret), Clock())
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    assert json.loads((path / "lock").read_bytes())["pid"] == holder.pid
    vault = Vault.open(path, Identity(secret), Clock())
    connection = vault.connect()
    notes = {text for (text,) in connection.execute("SELECT text FROM note")}
    connection.close()
    vault.close()
    assert "kept" in notes
    assert "not yet saved" not in notes
