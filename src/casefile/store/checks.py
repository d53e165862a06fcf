"""The check of a whole vault: pages, triggers, log against tables, evidence, links. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from casefile.base.i18n import _
from casefile.casework.record import RecordType, Shape
from casefile.history import log
from casefile.history.replay import Mismatch, mismatches
from casefile.history.seal import ALTERED, CHAIN, GONE, OTHER, SIGNATURE, Broken
from casefile.store.changes import Finding
from casefile.store.migrate import shape_differences

if TYPE_CHECKING:
    from casefile.store.reading import BookReader
    from casefile.vault.vault import Vault

Progress = Callable[[str, int], None]

PROBLEM = "problem"
NOTICE = "notice"


def findings(
    reader: BookReader,
    vault: Vault,
    types: Mapping[str, RecordType],
    altered: tuple[str, ...],
    progress: Progress,
    sealed: Callable[[Callable[[int], None]], Iterator[Broken]],
) -> Iterator[Finding]:
    """Everything that is wrong with a vault, or worth a look.

    Args:
        reader: One moment of the book.
        vault: For the pages' own seals and the evidence files.
        types: Every kind by name.
        altered: Triggers that opening found altered and made anew.
        progress: Called with the name of the step and how much of it is done.
        sealed: What does not agree with the seals, given how to tell the progress.
    """
    progress("pages", 0)
    for (line,) in reader.raw.execute("PRAGMA cipher_integrity_check").fetchall():
        yield Finding(PROBLEM, "", b"", _("A page of the database is damaged: {line}").format(line=line))
    for (line,) in reader.raw.execute("PRAGMA integrity_check").fetchall():
        if line != "ok":
            yield Finding(PROBLEM, "", b"", _("The database is damaged: {line}").format(line=line))
    for name in shape_differences(reader.raw, types.values()):
        yield Finding(PROBLEM, "", b"", _("The table {name} is not what it should be.").format(name=name))
    for name in altered:
        yield Finding(PROBLEM, "", b"", _("The guard {name} of the history had been altered.").format(name=name))
    for mismatch in mismatches(reader.raw, types, lambda done: progress("history", done)):
        yield Finding(PROBLEM, mismatch.kind, mismatch.record, _sentence(types, mismatch))
    for broken in sealed(lambda done: progress("seals", done)):
        kind = log.kind_of(reader.raw, broken.record) if broken.record else ""
        yield Finding(PROBLEM, kind, broken.record, _seal_sentence(broken))
    yield from _dangling(reader, types, progress)
    if "evidence_item" in types:
        yield from _evidence(reader, vault, progress)


def _sentence(types: Mapping[str, RecordType], mismatch: Mismatch) -> str:
    facts = types[mismatch.kind].facts.get(mismatch.field)
    sentences = {
        "no row": _("History knows this record; its row is missing."),
        "not logged": _("This record was written around the history."),
        "value": _("The field “{field}” does not hold what history says."),
        "heads": _("The end of this record's history is not where it should be."),
        "history": _("The history of this record was altered."),
    }
    return sentences[mismatch.reason].format(field=_(facts.label) if facts else mismatch.field)


def _seal_sentence(broken: Broken) -> str:
    return {
        ALTERED: _("What was recorded here was altered after it was sealed."),
        GONE: _(
            "Something that was sealed is not in the history any more. It was taken out, or an erasure reached it while"
            " it was set aside."
        ),
        CHAIN: _("The seals do not belong to this history."),
        SIGNATURE: _("A seal was not signed with the key it names."),
        OTHER: _("The history is not the one of the seal that was given, or that seal is not of this vault."),
    }[broken.reason]


def _dangling(reader: BookReader, types: Mapping[str, RecordType], progress: Progress) -> Iterator[Finding]:
    for number, (kind, record_type) in enumerate(types.items()):
        progress("links", number)
        for name, facts in record_type.facts.items():
            if facts.shape is not Shape.LINK:
                continue
            rows = reader.raw.execute(
                f'SELECT t.id FROM "{record_type.kind.name}" t'
                f" WHERE t.\"{name}\" <> x'' AND NOT EXISTS (SELECT 1 FROM log_head h JOIN log_kind k ON k.n = h.kind"
                f" WHERE h.record = t.\"{name}\" AND ? IN (k.name, '*'))",
                (facts.target,),
            ).fetchall()
            for (record,) in rows:
                text = _("“{field}” points to a record that is not here.").format(field=_(facts.label))
                yield Finding(NOTICE, kind, bytes(record), text)


def _evidence(reader: BookReader, vault: Vault, progress: Progress) -> Iterator[Finding]:
    for number, item in enumerate(reader.of("evidence_item", archived=True)):
        progress("evidence", number)
        name = item.text("blob_name")
        if not name:
            continue
        reason = vault.evidence.problem(name, item.text("blob_key"), item.text("sha256"))
        if reason:
            yield Finding(PROBLEM, item.kind, item.id, reason)
