from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from casefile.base.clock import Clock
from casefile.base.errors import WrongKeyError
from casefile.vault import backup
from casefile.vault.keyslots import Identity, Passphrase
from casefile.vault.vault import Vault
from vault.conftest import PASSPHRASE, PLANTED

KILLED = """
    import os, signal, sys
    from pathlib import Path
    from casefile.base.clock import Clock
    from casefile.vault import backup
    from casefile.vault.keyslots import Identity
    from casefile.vault.vault import Vault
    left = int(sys.argv[3])
    def die(*_args, **_more):
        os.kill(os.getpid(), signal.SIGKILL)
    vault = Vault.open(Path(sys.argv[1]), Identity(sys.argv[2]), Clock())
    places = ((backup, "copy"), (backup.shutil, "copytree"), (os, "fsync"), (Path, "rename"))
    setattr(*places[left], die)
    vault.back_up("killed")
"""


def opened(path: Path, secret: str) -> Vault:
    return Vault.open(path, Identity(secret), Clock())


def test_a_backup_is_a_vault_that_opens_by_itself(path: Path, secret: str) -> None:
    vault = opened(path, secret)
    made = vault.back_up("before")
    vault.close()
    again = opened(made, secret)
    connection = again.connect()
    assert connection.execute("SELECT text FROM note").fetchall() == [(PLANTED,)]
    again.close()


def test_a_revoked_way_in_no_longer_opens_any_backup(path: Path, secret: str) -> None:
    vault = opened(path, secret)
    made = [vault.back_up("one"), vault.back_up("two")]
    (slot,) = (found for found in vault.slots() if found.kind == "passphrase")
    vault.revoke_slot(slot.name)
    vault.close()
    assert [folder for folder in (path, *made) if (folder / "keys" / slot.name).exists()] == []


def test_a_changed_passphrase_changes_in_the_backups_too(path: Path, secret: str) -> None:
    vault = opened(path, secret)
    made = vault.back_up("one")
    vault.change_passphrase(PASSPHRASE, "the new one")
    vault.close()
    with pytest.raises(WrongKeyError):
        Vault.open(made, Passphrase(PASSPHRASE), Clock())
    Vault.open(made, Passphrase("the new one"), Clock()).close()


@pytest.mark.parametrize("at", range(4))
def test_a_backup_cut_off_by_a_crash_does_not_count_and_goes_with_the_next(path: Path, secret: str, at: int) -> None:
    vault = opened(path, secret)
    good = vault.back_up("good")
    vault.close()
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(path), secret, str(at)],
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert backup.backups(path / "backups") == [good]
    vault = opened(path, secret)
    later = vault.back_up("later")
    vault.close()
    assert sorted((path / "backups").iterdir()) == sorted([good, later])


def test_a_reason_never_leads_out_of_the_backups(path: Path, secret: str) -> None:
    vault = opened(path, secret)
    made = vault.back_up("a/../../Outside!")
    vault.close()
    assert made.parent == path / "backups"
    assert made.name.endswith("-a-outside")
