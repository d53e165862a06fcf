"""What the readers of other people's files raise when a file is broken, or was made to do harm.

A file of evidence may be anything, and a reader written for whole files meets a broken one in any of these ways. None
of them is a fault of casefile: the file is kept as it came, and what could not be read is not shown.
"""

from __future__ import annotations

import struct
import zipfile
import zlib

from PIL import Image

BROKEN: tuple[type[BaseException], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""To be caught around the reading of one file, and nowhere else."""
