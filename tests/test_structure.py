"""The house rules of ARCHITECTURE.md that a machine can check: rooms, imports, names, sizes, hosts, documents."""

from __future__ import annotations

import ast
import os
import re
import sys
import tomllib
from collections import Counter
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import click
import pytest
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

from casefile.cli.command_line import COMMANDS, casefile

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "casefile"
LONGEST_FILE = 600
NOT_OURS = {".git", ".venv", "build", "dist", "__pycache__", ".mypy_cache", ".ruff_cache", ".hypothesis"}
TEXT = {".py", ".toml", ".md", ".sh", ".lock", ".sql", ".po", ".pot", ".txt", ".json", ".svg", ".qss", ".html", ""}


def spelled(*parts: str) -> str:
    """A word put together, so that this file does not hold what it looks for."""
    return "".join(parts)


REGISTRY_HOSTS = (
    spelled("py", "pi.org"),
    spelled("pythonhosted", ".org"),
    spelled("registry.npm", "js.org"),
    spelled("conda", ".anaconda"),
    spelled("crates", ".io"),
    spelled("proxy.go", "lang.org"),
    spelled("deb.debian", ".org"),
    spelled("archive.ubuntu", ".com"),
)
MACHINE_PATHS = re.compile(spelled(r"(?<![\w./])/", "(wo", "rk/|ro", "ot/|t", "mp/[a-z])"))
UNFINISHED = re.compile(
    "|".join(
        [
            spelled("TO", "DO"),
            spelled("FIX", "ME"),
            spelled("NotImplemented", "Error"),
            spelled("except ", r"Exception\b"),
        ]
    )
)


def own_files() -> list[Path]:
    found: list[Path] = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        found.extend(Path(folder) / name for name in files)
    return sorted(found)


@cache
def texts() -> dict[str, str]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in own_files()
        if path.suffix in TEXT and path.name != "LICENSE" and path.stat().st_size < 2_000_000
    }


@cache
def modules() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}


def imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


@cache
def importers(package: str) -> set[str]:
    """The modules, as paths within the package, that import `package` or a part of it."""
    return {
        path.relative_to(SOURCE).as_posix()
        for path, tree in modules().items()
        if any(name == package or name.startswith(f"{package}.") for name in imported(tree))
    }


def test_imports_keep_the_contracts(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    configure()
    kept = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None, no_logo=True)
    assert kept, capsys.readouterr().out


def test_no_two_files_of_the_source_have_the_same_name() -> None:
    names = Counter(path.name for path in modules() if path.name != "__init__.py")
    assert [name for name, count in names.items() if count > 1] == []


def test_no_two_test_files_have_the_same_name() -> None:
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []


def test_a_test_file_stands_where_its_module_stands() -> None:
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir()}
    by_room = {room: {path.stem for path in (SOURCE / room).rglob("*.py")} for room in rooms}
    astray = [
        path.relative_to(ROOT).as_posix()
        for room in sorted(rooms)
        for path in (ROOT / "tests" / room).rglob("test_*.py")
        if path.stem.removeprefix("test_") not in by_room[room] | {room}
        # What is tried on the demonstration case stands in the room whose rule it shows.
        and not path.stem.startswith("test_demo_")
    ]
    assert astray == []


def test_no_python_file_is_longer_than_the_ceiling() -> None:
    lengths = {name: text.count("\n") for name, text in texts().items() if name.endswith(".py")}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_file_name_says_nothing() -> None:
    empty = re.compile(r"(^|_)(utils?|helpers?|managers?|common|misc)(_|$)")
    assert [path.as_posix() for path in modules() if empty.search(path.stem)] == []


def test_a_package_says_what_lives_in_it_and_nothing_else() -> None:
    packages = {path.relative_to(ROOT).as_posix(): tree for path, tree in modules().items() if path.stem == "__init__"}
    assert [name for name, tree in packages.items() if not ast.get_docstring(tree) or len(tree.body) > 1] == []


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {path.parent for path in modules()}
    assert [folder.as_posix() for folder in folders if not (folder / "__init__.py").is_file()] == []


READS_RECORDS = {
    "batch",
    "batch_account",
    "clearance",
    "completeness",
    "exhibits",
    "fixed_texts",
    "gather",
    "issue",
    "mentions",
    "merge_account",
    "one_person",
    "redaction",
    "remembering",
    "saving",
    "source_notes",
    "tailoring",
    "template_check",
    "template_files",
}
"""What of `dossier` decides from the records what may be printed; all else draws what it is given."""


def test_every_part_of_a_dossier_that_is_not_named_here_is_kept_from_the_records() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    kept = next(set(one["source_modules"]) for one in contracts if one["id"] == "printing")
    there = {path.stem for path in modules() if path.parent == SOURCE / "dossier"} - {"__init__"}
    assert kept == {f"casefile.dossier.{name}" for name in there - READS_RECORDS}


@pytest.mark.parametrize(
    ("package", "room"),
    [
        ("sqlcipher3", {"vault/cipher.py"}),
        ("openpyxl", {"exchange/sheets.py"}),
        ("networkx", {"ui/widgets/net_layout.py"}),
        ("sqlmodel", {"casework/record.py", "casework/catalogue.py"}),
    ],
)
def test_a_heavy_library_has_one_importer(package: str, room: set[str]) -> None:
    assert importers(package) <= room


def test_reportlab_stays_with_what_draws_the_page() -> None:
    assert [name for name in importers("reportlab") if not name.startswith("dossier/pdf")] == []


@pytest.mark.parametrize(
    "package", ["ssl", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpx", "PySide6.QtNetwork"]
)
def test_nothing_can_open_a_network_connection(package: str) -> None:
    assert importers(package) == set()


def test_of_sockets_only_the_name_of_this_computer_is_asked() -> None:
    assert importers("socket") <= {"vault/locking.py"}
    asked = {
        node.attr
        for path, tree in modules().items()
        if path.relative_to(SOURCE).as_posix() in importers("socket")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "socket"
    }
    assert asked <= {"gethostname"}


@pytest.mark.parametrize("package", ["tempfile", "pickle", "shelve"])
def test_nothing_writes_beside_the_vault(package: str) -> None:
    assert importers(package) == set()


def test_nothing_logs_and_one_place_silences_a_library_that_would() -> None:
    assert importers("logging") <= {"dossier/leakcheck.py"}


def test_only_the_jobs_start_threads() -> None:
    starting = {
        path.relative_to(SOURCE).as_posix()
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"threading.Thread", "Thread", "ThreadPoolExecutor"}
    }
    assert starting <= {"ui/jobs.py"}


def test_nothing_is_left_unfinished_and_no_failure_is_swallowed() -> None:
    found = [
        name
        for name, text in texts().items()
        if name.startswith(("src/", "tests/", "packaging/")) and UNFINISHED.search(text)
    ]
    assert found == []


@pytest.mark.parametrize("host", REGISTRY_HOSTS)
def test_no_file_names_a_package_registry(host: str) -> None:
    assert [name for name, text in texts().items() if host in text] == []


def test_no_file_holds_a_path_of_one_machine() -> None:
    found = {name: MACHINE_PATHS.search(text) for name, text in texts().items() if not name.endswith(".lock")}
    assert {name: match.group() for name, match in found.items() if match} == {}


def test_every_lock_line_carries_its_hash() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        entries = [entry for entry in re.split(r"\n(?=\S)", texts()[lock]) if re.match(r"[\w.-]+==", entry)]
        assert entries
        assert [entry.split("\n")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_test_lock_holds_every_pin_of_the_demo_lock() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[\w.-]+==[^\s;\\]+", texts()[name], re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_every_library_that_casefile_imports_is_a_dependency_it_states() -> None:
    project = tomllib.loads(texts()["pyproject.toml"])["project"]
    stated = {re.split(r"[<>=! ;\[]", line)[0].lower().replace("_", "-") for line in project["dependencies"]}
    by_module = packages_distributions()
    imported_by_us = {name.partition(".")[0] for tree in modules().values() for name in imported(tree)}
    foreign = imported_by_us - set(sys.stdlib_module_names) - {"casefile"}
    # PySide6 comes with it, in the same version.
    foreign -= {"shiboken6"}
    assert {
        name for name in foreign if not {one.lower().replace("_", "-") for one in by_module.get(name, [])} & stated
    } == set()


def documents() -> dict[str, str]:
    return {name: text for name, text in texts().items() if name.endswith(".md")}


def test_documents_name_only_targets_that_make_has() -> None:
    targets = set(re.findall(r"^([a-z]+):", texts()["Makefile"], re.MULTILINE))
    named = {
        (name, word)
        for name, text in documents().items()
        for word in re.findall(r"`?\bmake ([a-z]+)\b(?=[`\n ]*(?:`|\n\n| ARGS))", text)
    }
    assert named
    assert {(name, word) for name, word in named if word not in targets} == set()


def test_documents_link_only_to_files_that_are_there() -> None:
    broken = [
        (name, target)
        for name, text in documents().items()
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", text)
        if not target.endswith(".png") and not ((ROOT / name).parent / target).exists()
    ]
    assert broken == []


def test_the_architecture_names_only_rooms_that_are_there() -> None:
    text = documents().get("ARCHITECTURE.md", "")
    named = set(re.findall(r"`((?:src|tests|resources|packaging|docs)/[\w./-]+)`", text))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_documents_name_only_commands_that_there_are() -> None:
    said = {
        (name, word)
        for name, text in documents().items()
        for word in re.findall(r"(?:^ {4}|`)(?:\.venv/bin/)?casefile ([a-z]+)\b", text, re.MULTILINE)
    }
    assert said
    assert {(name, word) for name, word in said if word not in COMMANDS} == set()


def test_the_document_of_the_command_line_names_every_command_and_option() -> None:
    text = documents()["docs/command-line.md"]
    there = {
        option
        for name in COMMANDS
        for parameter in load_command(name).params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--")
    }
    assert [name for name in COMMANDS if f"`casefile {name} " not in text and f"`casefile {name}`" not in text] == []
    assert set(re.findall(r"--[a-z][a-z-]+", text)) - {"--help"} == there


def load_command(name: str) -> click.Command:
    found = casefile.get_command(click.Context(casefile), name)
    assert found is not None
    return found
