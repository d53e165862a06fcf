"""Keeps the translations in step with the source: `make catalogues` brings them up to date, `--check` only looks.

Messages are found in `src` where they stand in `_()`, `N_()` or `ngettext()`, and written to
`resources/translations/casefile.pot`. Each language has its own file beside it, written by hand (`.po`) and compiled
(`.mo`). What was translated is never dropped: a message that left the source stays in the `.po` as obsolete.

`--check` ends with 1 when a complete language lacks a message, any drops a placeholder or holds a fuzzy one, when a
compiled file is older than its text, or when a label in `resources` is not given in every language.
"""

from __future__ import annotations

import argparse
import io
import string
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from babel.messages.catalog import Message

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ru", "kk")
"""Languages that are translated by hand, without a gap; English is the source."""
PARTLY = ("ar",)
"""Languages translated in part: what is there must be right, what is missing is shown in English."""
KEYWORDS: Mapping[str, Any] = {"_": None, "N_": None, "ngettext": (1, 2)}
HEADER = """# casefile, {what}.
# This file is distributed under the licence of casefile, GPL-3.0-or-later."""
# Dates in a header would make a file differ each time it is written.
NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
SHOWN = 10


def extract(source: Path) -> Catalog:
    """Every message of the Python files under `source`, each with the files it stands in."""
    found = _empty("messages")
    for filename, _line, message, comments, context in extract_from_dir(source, keywords=KEYWORDS):
        place = (Path("src") / filename).as_posix()
        found.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    return found


def translation_path(folder: Path, language: str) -> Path:
    """The `.po` file of a language."""
    return folder / language / "LC_MESSAGES" / "casefile.po"


def read(folder: Path, language: str) -> Catalog:
    """The translation of a language as it stands; an empty one if there is none."""
    path = translation_path(folder, language)
    if not path.is_file():
        return _empty(f"messages in {language}", language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _empty(what: str, language: str | None = None) -> Catalog:
    return Catalog(
        locale=language,
        project="casefile",
        version="from its source",
        header_comment=HEADER.format(what=what),
        msgid_bugs_address="see CONTRIBUTING.md",
        creation_date=NO_DATE,
        revision_date=NO_DATE,
        last_translator="see CONTRIBUTING.md",
        language_team=language,
        fuzzy=False,
    )


def as_text(catalogue: Catalog) -> bytes:
    """A catalogue as its `.po` or `.pot` file: sorted, with file names and without line numbers."""
    written = io.BytesIO()
    write_po(written, catalogue, width=110, sort_output=True, include_lineno=False)
    return written.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """A catalogue as its `.mo` file."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def update(source: Path, folder: Path) -> None:
    """Write the template, bring each translation up to date with it and compile it."""
    template = extract(source)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "casefile.pot").write_bytes(as_text(template))
    for language in (*LANGUAGES, *PARTLY):
        translation = read(folder, language)
        # A guess by likeness is worse than a gap: the gap is found by the check.
        translation.update(template, no_fuzzy_matching=True, update_creation_date=False)
        path = translation_path(folder, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_text(translation))
        # Compiled from what was written, as the check does: a plural without words has as many gaps as forms there.
        path.with_suffix(".mo").write_bytes(compiled(read(folder, language)))


def problems(source: Path, folder: Path) -> Iterator[str]:
    """What is wrong with the catalogues, one sentence each; nothing when they are complete."""
    template = extract(source)
    pot = folder / "casefile.pot"
    if not pot.is_file() or pot.read_bytes() != as_text(template):
        yield "casefile.pot is not what the source says; run: make catalogues"
    for language in (*LANGUAGES, *PARTLY):
        translation = read(folder, language)
        for message in template:
            if message.id:
                yield from _message_problems(language, message, translation.get(message.id, message.context))
        mo = translation_path(folder, language).with_suffix(".mo")
        if not mo.is_file() or mo.read_bytes() != compiled(translation):
            yield f"{language}: casefile.mo is older than casefile.po; run: make catalogues"


def _message_problems(language: str, wanted: Message, found: Message | None) -> Iterator[str]:
    sources = _forms(wanted.id)
    name = repr(sources[0])
    if found is None:
        yield f"{language}: missing: {name}"
        return
    if language in PARTLY and not any(_forms(found.string)):
        return
    if found.fuzzy:
        yield f"{language}: fuzzy: {name}"
    forms = _forms(found.string)
    if not all(forms):
        yield f"{language}: not translated: {name}"
        return
    offered = {placeholder for source in sources for placeholder in placeholders(source)}
    # A singular may say "one visit" instead of "{n} visit"; the last form must hold what the plural holds.
    needed = placeholders(sources[-1])
    if not placeholders(forms[-1]) >= needed or not all(placeholders(form) <= offered for form in forms):
        yield f"{language}: other placeholders than the source: {name}"


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    if text is None or isinstance(text, str):
        return (text or "",)
    return tuple(text)


def placeholders(text: str) -> set[str]:
    """The names in braces of a message; a message with unpaired braces has none."""
    try:
        return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return set()


def label_problems(resources: Path) -> Iterator[str]:
    """Labels in the data files of `resources` that are not given in every language."""
    for path in sorted(resources.rglob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for place, labels in _labels(content, ""):
            missing = [language for language in ("en", *LANGUAGES) if not labels.get(language)]
            if missing:
                yield f"{path.relative_to(resources).as_posix()}: {place} lacks {', '.join(missing)}"


def _labels(value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        # A table with a text in English is a text for people.
        if isinstance(value.get("en"), str):
            yield place, value
        for key, inner in value.items():
            yield from _labels(inner, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _labels(inner, f"{place}[{number}]")


def main(arguments: list[str]) -> int:
    """Bring the catalogues up to date, or check them. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Bring the translations up to date with the source.")
    parser.add_argument("--check", action="store_true", help="only say what is missing")
    parser.add_argument("--all", action="store_true", help="with --check: say everything, not the first few")
    chosen = parser.parse_args(arguments)
    source, resources = ROOT / "src", ROOT / "resources"
    folder = resources / "translations"
    if not chosen.check:
        update(source, folder)
        return 0
    found = [*problems(source, folder), *label_problems(resources)]
    for problem in found if chosen.all else found[:SHOWN]:
        print(problem)
    if len(found) > SHOWN and not chosen.all:
        print(f"... and {len(found) - SHOWN} more; packaging/catalogues.py --check --all shows them")
    print(f"Catalogues: {len(found)} problems." if found else "Catalogues: complete.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
