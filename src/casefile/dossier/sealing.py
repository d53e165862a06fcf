"""A finished, checked dossier behind a passphrase: AES-256, as every reader of PDF files opens it."""

from __future__ import annotations

import io
from typing import Final

import pikepdf

from casefile.base.errors import FieldProblem, UserError
from casefile.base.i18n import _

SHORTEST = 8
"""Characters of the shortest passphrase that is taken."""
_REVISION: Final = 6
"""The only scheme with AES-256 and a sound derivation of the key: ISO 32000-2, 7.6.4."""


def protected(pdf: bytes, passphrase: str) -> bytes:
    """The file, to be opened with the passphrase alone; its properties and outline are enciphered too.

    Each call gives other bytes, since the key is random. Nothing is restricted for whoever can open it.

    Args:
        pdf: A file that was checked already: what is inside cannot be checked from outside any more.
        passphrase: At least `SHORTEST` characters.

    Raises:
        UserError: The passphrase is too short.
    """
    if len(passphrase) < SHORTEST:
        problem = _("The passphrase of a PDF needs at least {n} characters.").format(n=SHORTEST)
        raise UserError(problem, (FieldProblem("passphrase", problem),))
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        encryption = pikepdf.Encryption(owner=passphrase, user=passphrase, R=_REVISION, aes=True, metadata=True)
        file.save(out, encryption=encryption)
    return out.getvalue()
