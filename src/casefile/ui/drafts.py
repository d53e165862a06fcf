"""What was half typed when the vault was locked, kept inside it, encrypted like everything there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from casefile.base.clock import RecordId
from casefile.casework.catalogue import record_types
from casefile.ui.record_form import Draft

if TYPE_CHECKING:
    from casefile.casework.record import Value
    from casefile.store.casebook import Casebook

_SETTING = "drafts"


def keep(casebook: Casebook, drafts: Sequence[Draft]) -> None:
    """Keep these drafts in the book in the place of any kept before."""
    kept = [
        {
            "kind": draft.kind,
            "record": draft.record.hex(),
            "version": draft.version.hex(),
            "given": _plain(draft.given),
            "typed": _plain(draft.typed),
        }
        for draft in drafts
    ]
    text = json.dumps(kept, ensure_ascii=False) if kept else ""
    if text != casebook.setting(_SETTING):
        casebook.set_setting(_SETTING, text)


def kept(casebook: Casebook) -> list[Draft]:
    """The drafts kept; one of a kind or field that is no longer there is left out."""
    text = casebook.setting(_SETTING)
    drafts = []
    for one in json.loads(text) if text else []:
        if one["kind"] not in record_types():
            continue
        facts = record_types()[one["kind"]].facts
        given, typed = (
            {name: _value(value) for name, value in one[part].items() if name in facts} for part in ("given", "typed")
        )
        record, version = RecordId(bytes.fromhex(one["record"])), bytes.fromhex(one["version"])
        drafts.append(Draft(one["kind"], record, version, given, typed))
    return drafts


def _plain(values: Mapping[str, Value]) -> dict[str, Any]:
    return {name: {"id": value.hex()} if isinstance(value, bytes) else value for name, value in values.items()}


def _value(value: Any) -> Value:
    if isinstance(value, dict):
        return RecordId(bytes.fromhex(value["id"]))
    kept_value: Value = tuple(value) if isinstance(value, list) else value
    return kept_value
