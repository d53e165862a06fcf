from __future__ import annotations

import datetime as dt
import json

from casefile.base.clock import RecordId
from casefile.dossier.batch_account import About, Account, Line, as_file

LINES = (
    Line(record=RecordId(bytes(15) + b"1"), reference="P-0001", title="A", file_name="a.pdf", pages=2, sha256="ab"),
    Line(record=RecordId(bytes(15) + b"2"), reference="P-0002", why="It was put aside."),
    Line(record=RecordId(bytes(15) + b"3"), reference="P-0003"),
)
ABOUT = About(
    vault="Training",
    when=dt.datetime(2026, 11, 24, tzinfo=dt.UTC),
    author="",
    template="Letter",
    audience="government",
)


def test_each_is_made_refused_or_not_reached_and_the_sum_is_what_was_asked() -> None:
    account = Account(LINES, "Somebody stopped it.")
    told = account.data()
    assert told["asked"] == 3
    assert (told["made"], told["refused"], told["not_reached"]) == (1, 1, 1)
    assert account.sentence() == "Asked for 3, made 1, refused 1. Not reached: 1. Somebody stopped it."


def test_it_is_written_as_data_or_as_a_paper() -> None:
    account = Account(LINES)
    assert json.loads(as_file(account, ABOUT, ".JSON")) == account.data()
    assert as_file(account, ABOUT, ".pdf").startswith(b"%PDF")
