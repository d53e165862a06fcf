"""The account of a merge, told: in words for a person, as data for a script and a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from casefile.base.clock import format_id
from casefile.base.errors import EnvironmentFault
from casefile.base.i18n import _, ngettext
from casefile.casework.catalogue import record_types
from casefile.store.merging import STATE_LABELS, STATES, UNCHANGED
from casefile.vault.keyslots import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from casefile.store.merging import Account
JSON = ".json"
"""How the name of an account that is data ends."""


def account_lines(account: Account) -> Iterator[str]:
    """The account in words: what came, then each kind with what became of it, then what was refused."""
    came = account.count()
    yield ngettext("{n} record came in:", "{n} records came in:", came).format(n=came)
    for state in STATES:
        number = account.count(state)
        kinds = [f"{_plural(line.kind)} {len(line.records)}" for line in account.lines if line.state == state]
        # Of what was known already, the number is enough.
        listed = "" if state == UNCHANGED else f"  ({', '.join(kinds)})"
        if number:
            yield f"  {number:>7}  {_(STATE_LABELS[state])}{listed}"
    if account.incomplete:
        yield ngettext(
            "Of {n} record a part waits for what was not sent.",
            "Of {n} records a part waits for what was not sent.",
            len(account.incomplete),
        ).format(n=len(account.incomplete))
    for refused in account.refused_sources:
        yield _("Nothing was taken from “{source}”: {reason}").format(source=refused.label, reason=refused.reason)


def as_data(account: Account) -> dict[str, Any]:
    """The account for a script; records are named by id, so that it tells nothing of anybody."""
    return {
        "came_in": account.count(),
        "totals": {state: account.count(state) for state in STATES},
        "account": [
            {"kind": line.kind, "state": line.state, "records": [format_id(record) for record in line.records]}
            for line in account.lines
        ],
        "incomplete": sorted(format_id(record) for record in account.incomplete),
        "dropped": sorted(format_id(record) for record in account.dropped),
        "refused": [{"source": refused.label, "reason": refused.reason} for refused in account.refused_sources],
    }


def write_report(path: Path, data: dict[str, Any], paper: Callable[[], bytes]) -> None:
    """Write the account to a file that is not there yet: as data if its name ends in .json, else on paper.

    Args:
        path: Where to.
        data: The account for a script.
        paper: Makes the PDF.

    Raises:
        EnvironmentFault: There is a file of this name, or it cannot be written here.
    """
    if path.exists():
        raise EnvironmentFault(_("There is already a file called “{name}”.").format(name=path.name))
    write_whole(path, as_file(data) if path.suffix.lower() == JSON else paper())


def as_file(data: dict[str, Any]) -> bytes:
    """The account as a file of its own."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _plural(kind: str) -> str:
    known = record_types().get(kind)
    return _(known.kind.plural) if known is not None else kind
