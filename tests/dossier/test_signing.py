from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from casefile.dossier.signing import Manifest, Verdict, fingerprint, manifest_path, signed, verify

PDF = b"%PDF-1.7 a dossier"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def manifest() -> Manifest:
    return Manifest(
        sha256=fingerprint(PDF),
        pages=3,
        template="case",
        template_version=1,
        language="kk",
        audience="un_body",
        dated="2026-11-23",
        records=(("person", "018f", "00ff"),),
    )


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = tmp_path / "dossier.pdf"
    path.write_bytes(PDF)
    return path


def lay_beside(path: Path, made: Manifest) -> None:
    manifest_path(path).write_text(made.to_json(), encoding="utf-8")


def test_a_signed_dossier_is_genuine(dossier: Path) -> None:
    lay_beside(dossier, signed(manifest(), KEY))

    report = verify(dossier)

    assert report.verdict is Verdict.GENUINE
    assert report.good
    assert report.manifest == signed(manifest(), KEY)


def test_a_dossier_is_not_signed_unless_asked(dossier: Path) -> None:
    lay_beside(dossier, manifest())

    assert verify(dossier).verdict is Verdict.UNSIGNED


def test_one_changed_byte_is_noticed(dossier: Path) -> None:
    lay_beside(dossier, signed(manifest(), KEY))
    dossier.write_bytes(PDF + b" ")

    report = verify(dossier)

    assert report.verdict is Verdict.CHANGED
    assert not report.good


@pytest.mark.parametrize(
    ("field", "value"),
    [("audience", "public"), ("records", []), ("dated", "2026-11-24"), ("pages", 4), ("template", "statement")],
)
def test_a_manifest_changed_after_signing_is_forged(dossier: Path, field: str, value: object) -> None:
    data = json.loads(signed(manifest(), KEY).to_json())
    manifest_path(dossier).write_text(json.dumps({**data, field: value}), encoding="utf-8")

    assert verify(dossier).verdict is Verdict.FORGED


def test_another_key_than_the_one_that_signed_is_forged(dossier: Path) -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw().hex()
    data = json.loads(signed(manifest(), KEY).to_json())
    manifest_path(dossier).write_text(json.dumps({**data, "public_key": other}), encoding="utf-8")

    assert verify(dossier).verdict is Verdict.FORGED


def test_a_signature_taken_away_leaves_a_forged_manifest(dossier: Path) -> None:
    data = json.loads(signed(manifest(), KEY).to_json())
    manifest_path(dossier).write_text(json.dumps({**data, "signature": ""}), encoding="utf-8")

    assert verify(dossier).verdict is Verdict.FORGED


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "other"}', '{"format": "casefile-manifest-1"}'])
def test_what_is_no_manifest_counts_as_none(dossier: Path, text: str) -> None:
    manifest_path(dossier).write_text(text, encoding="utf-8")

    assert verify(dossier).verdict is Verdict.NO_MANIFEST


def test_without_a_manifest_nothing_can_be_said(dossier: Path) -> None:
    assert verify(dossier).verdict is Verdict.NO_MANIFEST
