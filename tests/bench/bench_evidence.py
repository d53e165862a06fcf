"""Evidence taken into a vault, in MB/s, against `sha256sum` and `age` on the same file, one after the other."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pyrage

from bench.figures import paired, row
from casefile.vault.blobs import Evidence

MEGABYTES = 256
ROUNDS = 5
_MEGABYTE = 1 << 20


def main() -> None:
    """Print the figures of evidence."""
    age, digest = shutil.which("age"), shutil.which("sha256sum")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        original = folder / "video"
        with original.open("wb") as written:
            for _part in range(MEGABYTES):
                written.write(os.urandom(_MEGABYTE))
        (folder / "evidence").mkdir()
        evidence = Evidence(folder / "evidence")
        recipient = str(pyrage.x25519.Identity.generate().to_public())

        def ours(_number: int) -> None:
            with original.open("rb") as stream:
                blob = evidence.take_in(stream)
            (folder / "evidence" / blob.name).unlink()

        def theirs(_number: int) -> None:
            made = folder / "made.age"
            subprocess.run([str(digest), str(original)], check=True, capture_output=True)
            subprocess.run([str(age), "-r", recipient, "-o", str(made), str(original)], check=True)
            with made.open("rb") as written:
                # As we do: evidence counts as taken in once it is on the disk.
                os.fsync(written.fileno())
            made.unlink()

        if age is None or digest is None:
            start = time.perf_counter()
            ours(0)
            speed = MEGABYTES / (time.perf_counter() - start)
            row("evidence intake / age and sha256sum", f"{speed:.0f} MB/s; age or sha256sum is not installed: skipped")
            return
        one, other, ratio = paired(ours, theirs, ROUNDS)
        said = f"{MEGABYTES / one:.0f} MB/s against {MEGABYTES / other:.0f} MB/s"
        # The ratio of the times turned over: of the speeds.
        row("evidence intake / age and sha256sum", said, 1 / ratio, "goal 0.8 or more")


if __name__ == "__main__":
    main()
