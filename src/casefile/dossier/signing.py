"""The paper beside a dossier that says which file it belongs to, and the check of both.

The manifest is a JSON file `NAME.pdf.manifest.json`: the fingerprint of the PDF, the template, the audience, and every
record printed with its version. It may bear a signature (Ed25519). That is not done unasked: all dossiers signed with
one key can be told to come from one office.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT = "casefile-manifest-1"
SUFFIX = ".manifest.json"
_LARGEST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the paper beside a dossier says.

    Attributes:
        sha256: Fingerprint of the PDF, hexadecimal.
        pages: Pages of the PDF.
        template: Name of the template.
        template_version: Its version.
        language: ISO 639-1 code.
        audience: For whom it was made.
        dated: The date that it bears, EDTF.
        records: Kind, id and version of every record printed, sorted.
        public_key: Of the signer, hexadecimal; empty if it is not signed.
        signature: Hexadecimal; empty if it is not signed.
    """

    sha256: str
    pages: int
    template: str
    template_version: int
    language: str
    audience: str
    dated: str
    records: tuple[tuple[str, str, str], ...]
    public_key: str = ""
    signature: str = ""

    def signed_bytes(self) -> bytes:
        """What the signature is made over: everything but itself, in one form."""
        return _canonical({name: value for name, value in self._data().items() if name != "signature"})

    def to_json(self) -> str:
        """The file as it is written beside the PDF."""
        return json.dumps(self._data(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def _data(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "sha256": self.sha256,
            "pages": self.pages,
            "template": self.template,
            "template_version": self.template_version,
            "language": self.language,
            "audience": self.audience,
            "dated": self.dated,
            "records": [list(record) for record in self.records],
            "public_key": self.public_key,
            "signature": self.signature,
        }


class Verdict(StrEnum):
    """What became of a check."""

    GENUINE = "genuine"
    """The file is the one that was made, and the signature is good."""
    UNSIGNED = "unsigned"
    """The file is the one that the manifest speaks of; nobody signed for it."""
    CHANGED = "changed"
    """The file is not the one that was made."""
    FORGED = "forged"
    """The signature does not belong to this manifest."""
    NO_MANIFEST = "no_manifest"
    """There is no manifest beside the file, or none that can be read."""


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What became of a check.

    Attributes:
        verdict: See `Verdict`.
        sha256: Fingerprint of the file as it is now.
        manifest: What the manifest says; None if there is none.
    """

    verdict: Verdict
    sha256: str
    manifest: Manifest | None = None

    @property
    def good(self) -> bool:
        """Whether the file is the one that was made."""
        return self.verdict in {Verdict.GENUINE, Verdict.UNSIGNED}


def signed(manifest: Manifest, key: Ed25519PrivateKey) -> Manifest:
    """The manifest with a signature."""
    public = key.public_key().public_bytes_raw().hex()
    bare = _replaced(manifest, public_key=public, signature="")
    return _replaced(bare, public_key=public, signature=key.sign(bare.signed_bytes()).hex())


def _replaced(manifest: Manifest, *, public_key: str, signature: str) -> Manifest:
    return Manifest(
        sha256=manifest.sha256,
        pages=manifest.pages,
        template=manifest.template,
        template_version=manifest.template_version,
        language=manifest.language,
        audience=manifest.audience,
        dated=manifest.dated,
        records=manifest.records,
        public_key=public_key,
        signature=signature,
    )


def fingerprint(pdf: bytes) -> str:
    """SHA-256 of a file, hexadecimal."""
    return hashlib.sha256(pdf).hexdigest()


def manifest_path(path: Path) -> Path:
    """Where the manifest of a file is."""
    return path.with_name(path.name + SUFFIX)


def verify(path: Path) -> VerifyReport:
    """Compare a file with the manifest beside it. Says nothing about who owns the key: compare it by another way.

    Raises:
        OSError: The file cannot be read.
    """
    sha256 = fingerprint(path.read_bytes())
    manifest = read_manifest(manifest_path(path))
    if manifest is None:
        return VerifyReport(Verdict.NO_MANIFEST, sha256)
    if manifest.sha256 != sha256:
        return VerifyReport(Verdict.CHANGED, sha256, manifest)
    if not manifest.signature and not manifest.public_key:
        return VerifyReport(Verdict.UNSIGNED, sha256, manifest)
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(manifest.public_key))
        key.verify(bytes.fromhex(manifest.signature), manifest.signed_bytes())
    except (InvalidSignature, ValueError):
        return VerifyReport(Verdict.FORGED, sha256, manifest)
    return VerifyReport(Verdict.GENUINE, sha256, manifest)


def read_manifest(path: Path) -> Manifest | None:
    """A manifest from its file; None if there is none or it is no manifest."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        data = json.loads(path.read_bytes())
        return _read(data) if isinstance(data, dict) and data.get("format") == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _read(data: Mapping[str, Any]) -> Manifest:
    return Manifest(
        sha256=str(data["sha256"]),
        pages=int(data["pages"]),
        template=str(data["template"]),
        template_version=int(data["template_version"]),
        language=str(data["language"]),
        audience=str(data["audience"]),
        dated=str(data["dated"]),
        records=tuple((str(kind), str(record), str(version)) for kind, record, version in data["records"]),
        public_key=str(data["public_key"]),
        signature=str(data["signature"]),
    )


def _canonical(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
