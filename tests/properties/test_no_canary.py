"""No word of a case is ever written in the clear: one is planted everywhere, everything is done, every file is read."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from casefile.base.clock import NO_ID, Clock, RecordId
from casefile.base.errors import UserError
from casefile.casework.acts import Act
from casefile.casework.book import Reader, Writer
from casefile.casework.catalogue import record_types
from casefile.casework.evidence import add_item
from casefile.casework.record import ANY_KIND, RecordType, Shape, Value
from casefile.casework.vocabulary import vocabulary
from casefile.dossier import issue
from casefile.dossier.template_files import templates
from casefile.store.casebook import Casebook
from casefile.vault.keyslots import Passphrase
from casefile.vault.vault import Vault
from vault.at_work import window_at_work
from vault.canary import Canary, packed

PASSPHRASE, CHANGED = "seven brown lamps walk home", "eight brown lamps stay here"
FREE = {Shape.TEXT, Shape.PROSE, Shape.TAGS}
LINUX = sys.platform == "linux"


@dataclass
class House:
    """A computer of its own: where files may appear, and what was seen there."""

    root: Path
    canary: Canary = field(default_factory=Canary)
    planted: dict[str, set[str]] = field(default_factory=dict)
    """The fields by kind that hold the word."""
    refused: dict[str, set[str]] = field(default_factory=dict)
    """The free fields by kind that take no such word, since they have a form of their own."""
    seen: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    """What was found, by the moment at which was looked."""
    said: dict[str, str] = field(default_factory=dict)
    """What the commands wrote to standard output, and under "errors" what anything wrote to standard error."""

    @property
    def vault(self) -> Path:
        return self.root / "vaults" / "office.casefile"

    @property
    def watched(self) -> list[Path]:
        """All places but `wanted`, where the dossiers go that somebody asked for."""
        return [self.root / name for name in ("home", "tmp", "vaults", "here")]

    @property
    def wanted(self) -> Path:
        return self.root / "wanted"

    def environment(self) -> dict[str, str]:
        home, tmp = str(self.root / "home"), str(self.root / "tmp")
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
        places = {f"XDG_{name}_HOME": f"{home}/{name.lower()}" for name in ("CONFIG", "CACHE", "DATA", "STATE")}
        temporary = dict.fromkeys(("TMPDIR", "TMP", "TEMP", "SQLITE_TMPDIR", "XDG_RUNTIME_DIR"), tmp)
        return {**kept, **places, **temporary, "HOME": home, "QT_QPA_PLATFORM": "offscreen"}

    def look(self, moment: str, process: int | None = None) -> None:
        """Read every file there is at this moment, and those that a process holds open."""
        self.seen[moment] = self.canary.seen_below(*self.watched)
        if LINUX:
            self.seen[f"{moment}, open files"] = self.canary.seen_in_open_files(process or os.getpid())

    def run(self, name: str, *arguments: str, data: object = None, code: str = "") -> str:
        """Run a command in a process of its own, and look; gives its standard output."""
        start = ["-c", code] if code else ["-m", "casefile"]
        done = subprocess.run(
            [sys.executable, *start, *arguments],
            cwd=self.root / "here",
            env=self.environment(),
            input=b"" if data is None else json.dumps(data).encode(),
            capture_output=True,
            check=False,
        )
        self.said[name] = done.stdout.decode()
        self.said["errors"] = self.said.get("errors", "") + done.stderr.decode()
        self.look(name)
        assert done.returncode == (4 if code else 0), done.stderr.decode()
        return done.stdout.decode()


def values_of(
    kind: RecordType, words: str, made: Mapping[str, RecordId], others: Mapping[str, RecordId]
) -> dict[str, Value]:
    """A record with the words in every field that takes free text, and what else it must have."""
    values: dict[str, Value] = {}
    for name, facts in kind.facts.items():
        if facts.shape in FREE:
            values[name] = (words,) if facts.is_set else words
        elif facts.shape == Shape.LINK:
            # Of two links to anything, the second leads to another record of the same kind.
            known = made if facts.owner or name.startswith("second") else others
            values[name] = known.get("person" if facts.target == ANY_KIND else facts.target, NO_ID)
        elif facts.required and facts.shape == Shape.DATE:
            values[name] = "2012-03-04"
        elif facts.required and facts.shape == Shape.COUNT:
            values[name] = "3"
        elif facts.required and facts.shape in {Shape.TERM, Shape.TERMS}:
            first = next(iter(vocabulary(facts.vocabulary).terms))
            values[name] = (first,) if facts.is_set else first
    return values


def plant(book: Casebook, house: House) -> dict[str, RecordId]:
    """One record of every kind with the words in it, owners first."""
    made: dict[str, RecordId] = {}
    others: dict[str, RecordId] = {}
    waiting = dict(record_types())
    while waiting:
        ready = [
            name
            for name, kind in waiting.items()
            if not any(
                facts.required and facts.target in waiting and facts.target != name for facts in kind.facts.values()
            )
            and (not kind.owner or kind.facts[kind.owner].target not in waiting)
        ]
        assert ready, sorted(waiting)
        for name in ready:
            kind = waiting.pop(name)
            made[name] = plant_one(book, house, kind, made, others)
            # Some links may not lead to the owner itself.
            others[name] = made[name] if kind.owner else plant_one(book, house, kind, made, others)
    return made


def plant_one(
    book: Casebook,
    house: House,
    kind: RecordType,
    made: Mapping[str, RecordId],
    others: Mapping[str, RecordId],
) -> RecordId:
    name = kind.kind.name
    values = values_of(kind, house.canary.text, made, others)
    for _attempt in range(len(values)):
        try:
            record = book.transact(Act.ADD_RECORD, partial(_insert, name, values)).value
        except UserError as told:
            refused = told
        else:
            house.planted[name] = {one for one in values if kind.facts[one].shape in FREE}
            return record
        fields = {problem.field for problem in refused.problems} & set(values)
        assert fields, (name, refused)
        values = {one: value for one, value in values.items() if one not in fields}
        house.refused.setdefault(name, set()).update(one for one in fields if kind.facts[one].shape in FREE)
    raise AssertionError(name)


def _insert(name: str, values: Mapping[str, Value], writer: Writer) -> RecordId:
    return writer.insert(name, **values)


def _dossier(template: str, about: RecordId, reader: Reader) -> issue.Issued:
    audience = next(one.audiences[0] for one in templates() if one.name == template)
    return issue.make(reader, template, [about], audience, "en", Clock().now().date())


def _recorded(issued: issue.Issued, words: str, writer: Writer) -> RecordId:
    return issue.record(writer, issued, addressee=words)


def work_in_the_book(house: House) -> None:
    """All that the core does, in this process: files, dossiers, search, history, undo, backup, new passphrase."""
    words = house.canary.text
    vault = Vault.create(house.vault, PASSPHRASE, Clock())
    book = Casebook(vault, Clock())
    made = plant(book, house)
    blob = vault.evidence.take_in(io.BytesIO(words.encode() * 5_000))
    house.look("evidence taken in")

    def item(writer: Writer) -> RecordId:
        return add_item(
            writer,
            words,
            received_on="2012-03-04T10:00",
            file_name=f"{words}.txt",
            sha256=blob.sha256,
            blob_name=blob.name,
            blob_key=blob.identity,
        )

    book.transact(Act.ADD_RECORD, item)
    vault.evidence.open(blob.name, blob.identity).close()
    person, event = made["person"], made["event"]
    for template, about in (("case", person), ("statement", event)):
        issued = book.read(partial(_dossier, template, about))
        book.transact(Act.ADD_RECORD, partial(_recorded, issued, words))
    house.look("dossiers made in memory")
    assert book.search(house.canary.latin)
    assert book.search(house.canary.cyrillic[:6])
    book.transact(Act.EDIT_RECORD, lambda writer: writer.update(person, {"shown_name": words[::-1] + words}))
    book.history(person)
    undone = book.undo()
    book.undo(undone.changes.act)
    book.transact(Act.ERASE_RECORD, lambda writer: writer.erase(made["remark"]))
    vault.back_up("by hand")
    book.check()
    house.look("while the book is open")
    vault.change_passphrase(PASSPHRASE, CHANGED)
    book.close()
    vault.close()
    house.look("closed")
    again = Vault.open(house.vault, Passphrase(CHANGED), Clock(), read_only=True)
    reading = Casebook(again, Clock())
    assert reading.search(house.canary.latin)
    house.look("open for reading")
    reading.close()
    again.close()


def work_on_the_command_line(house: House) -> None:
    """The commands, each in a process of its own; and one that fails."""
    file = house.root / "wanted" / "passphrase"
    file.write_text(CHANGED, encoding="utf-8")
    vault, way = str(house.vault), ["--passphrase-file", str(file)]
    words = house.canary.text
    house.run("add", "add", vault, "person", *way, "--json", data={"shown_name": f"{words} again"})
    house.run("show", "show", vault, f"{words} again", *way, "--json")
    house.run("list", "list", vault, "person", *way, "--json")
    house.run("find", "find", vault, house.canary.cyrillic, *way, "--json")
    house.run("history", "history", vault, f"{words} again", *way, "--json")
    about = ["--template", "case", "--about", f"{words} again", "-o", str(house.wanted / "case.pdf")]
    house.run("dossier", "dossier", vault, *about, *way, "--json")
    photo = house.wanted / "photo.txt"
    photo.write_text(words, encoding="utf-8")
    house.run("attach", "attach", vault, str(photo), *way, "--json")
    item = json.loads(house.said["attach"])["taken"][0]["reference"]
    house.run("extract", "extract", vault, item, "-o", str(house.wanted / "out.txt"), *way, "--json")
    merge_on_the_command_line(house, vault, way)
    exchange_on_the_command_line(house, vault, way)
    failing = (
        "from casefile.store.casebook import Casebook\n"
        "import sys\n"
        f"def fail(*_given, **_more): raise ValueError({words!r})\n"
        "Casebook.read = fail\n"
        "from casefile.__main__ import main\nmain()"
    )
    house.run("a bug", "list", vault, "person", *way, code=failing)


def merge_on_the_command_line(house: House, vault: str, way: list[str]) -> None:
    """Another laptop's copy, edited apart, comes back."""
    words = house.canary.text
    other = str(house.vault.with_name("other.casefile"))
    shutil.copytree(vault, other)
    for where, note in ((vault, f"{words} here"), (other, f"{words} there")):
        house.run("edit apart", "edit", where, f"{words} again", *way, "--json", data={"note": note})
    report = house.wanted / "report.json"
    source = ["--source-passphrase-file", way[1], "--report", str(report)]
    house.run("merge", "merge", vault, other, *way, *source, "--json")
    house.run("conflicts", "conflicts", vault, *way, "--json")
    house.run("undo", "undo", vault, json.loads(house.said["merge"])["act"], *way, "--json")
    house.run("redo", "undo", vault, json.loads(house.said["undo"])["act"], *way, "--json")
    house.run("resolve", "resolve", vault, f"{words} again", "note", "--both", *way, "--json")
    house.said["report"] = report.read_text(encoding="utf-8")


def exchange_on_the_command_line(house: House, vault: str, way: list[str]) -> None:
    """Bundles to and from the other laptop; they lie where everything is looked at."""
    other = str(house.vault.with_name("aktau.casefile"))
    house.run("new", "new", other, *way)
    for name, mine, theirs in (("Aisha", vault, other), ("Bolat", other, vault)):
        card = str(house.wanted / f"{name}.card")
        house.run("own card", "contacts", mine, "--own", card, "--name", name, *way, "--json")
        house.run("add card", "contacts", theirs, "--add", card, "--compared", name, *way, "--json")
    bundle = str(house.vault.with_name("for-bolat.casefile-bundle"))
    house.run("send", "send", vault, "--to", "Bolat", "--evidence", "all", "-o", bundle, *way, "--json")
    house.run("receive", "receive", other, bundle, *way, "--json")
    house.run("received", "list", other, "person", *way, "--json")
    back = str(house.vault.with_name("for-aisha.casefile-bundle"))
    house.run("send back", "send", other, "--to", "Aisha", "-o", back, *way, "--json")


def work_in_the_window(house: House) -> None:
    """The real window: every page, form and search, a bug, a lock over half-typed forms, opened again for reading."""
    vault = Vault.open(house.vault, Passphrase(CHANGED), Clock())
    secret = vault.make_recovery()
    vault.close()
    errors = house.root / "errors.txt"
    steps = "unlock pages look find save forms bug stop:open lock stop:locked read pages lock"
    with window_at_work(house.vault, secret, house.canary.text, errors, steps, house.environment()) as window:
        for place in ("open", "locked"):
            window.comes_to(place)
            house.look(f"window {place}", window.number)
            window.goes_on()
    house.said["errors"] += errors.read_text(encoding="utf-8")
    house.look("window closed")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Everything done once; the tests look at what was seen."""
    made = House(tmp_path_factory.mktemp("house"))
    for folder in (*made.watched, made.wanted):
        folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in made.environment().items():
            patch.setenv(name, value)
        patch.setattr("tempfile.tempdir", None)
        patch.chdir(made.root / "here")
        work_in_the_book(made)
        work_on_the_command_line(made)
        work_in_the_window(made)
    return made


def test_no_file_holds_a_word_of_the_case_at_any_moment(house: House) -> None:
    assert {moment: found for moment, found in house.seen.items() if found} == {}
    assert len(house.seen) > 15


def test_nothing_of_the_case_is_written_to_standard_error(house: House) -> None:
    assert house.canary.seen_in(house.said["errors"].encode()) == set()
    assert "ValueError" in house.said["errors"]


def test_the_word_was_planted_in_every_free_field_of_every_kind(house: House) -> None:
    free = {
        name: {one for one, facts in kind.facts.items() if facts.shape in FREE} for name, kind in record_types().items()
    }
    assert {name: house.planted[name] | house.refused.get(name, set()) for name in free} == free
    count = sum(map(len, house.planted.values()))
    assert sum(map(len, house.refused.values())) < count / 8, house.refused


def test_the_commands_gave_the_word_to_who_asked(house: House) -> None:
    for command in ("show", "list", "find", "history", "conflicts", "received"):
        assert house.canary.latin in house.said[command], command


def test_the_report_of_a_merge_tells_no_word_of_the_case(house: House) -> None:
    assert house.canary.seen_in(house.said["report"].encode()) == set()
    assert json.loads(house.said["report"])["totals"]["conflicting"] == 1


@pytest.mark.parametrize("way", [0, 1, 2])
def test_the_word_would_have_been_found(way: int, tmp_path: Path) -> None:
    canary = Canary()
    ways = canary.ways()
    for number, (name, written) in enumerate(ways.items()):
        if number % 3 == way:
            (tmp_path / "file").write_bytes(b"before" + written + b"after")
            assert name in canary.seen_below(tmp_path)[str(tmp_path / "file")], name
    for name, written in packed(b"before" + canary.text.encode() + b"after").items():
        assert canary.seen_in(written), name
    (tmp_path / "file").unlink()
    assert canary.seen_below(tmp_path) == {}
    (tmp_path / canary.cyrillic).touch()
    assert canary.seen_below(tmp_path)


@pytest.mark.skipif(not LINUX, reason="looks at files as Linux shows them")
def test_a_deleted_file_that_is_still_open_would_have_been_found(tmp_path: Path) -> None:
    canary = Canary()
    with (tmp_path / "gone").open("w+") as file:
        file.write(canary.text)
        file.flush()
        (tmp_path / "gone").unlink()
        assert canary.seen_in_open_files(os.getpid())
    assert canary.seen_in_open_files(os.getpid()) == {}


@pytest.mark.skipif(not LINUX, reason="looks at files as Linux shows them")
def test_the_database_sorts_in_memory_and_not_in_a_file(house: House) -> None:
    vault = Vault.open(house.vault, Passphrase(CHANGED), Clock(), read_only=True)
    connection = vault.connect()
    connection.execute("PRAGMA cache_size = 10")
    opened: set[str] = set()

    def look() -> int:
        for one in Path("/proc/self/fd").iterdir():
            try:
                opened.add(str(one.readlink()))
            except FileNotFoundError:
                continue
        return 0

    connection.set_progress_handler(look, 50_000)
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
    connection.execute(f"{many} SELECT i, hex(randomblob(300)) AS t FROM n ORDER BY t").fetchone()  # noqa: S608 - no value
    connection.close()
    vault.close()
    assert any(name.endswith("vault.db") for name in opened)
    assert [name for name in opened if "(deleted)" in name and "etilqs" in name] == []
