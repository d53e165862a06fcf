"""People who do not exist, some of them recorded twice as two offices would: in another script, order or spelling."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_WOMEN, _MEN, _FATHERS, _STEMS, _MIDDLES, _CONSONANTS = (
    line.split()
    for line in (
        "Айгуль Сауле Динара Мария Елена Жанна Гульнара Асель Наталья Ольга Мадина Зарина Светлана Алия Татьяна",
        "Марат Серик Александр Нурлан Тимур Ерлан Дмитрий Сергей Бауыржан Кайрат Болат Рустам Иван Аслан Жандос",
        "Серик Марат Иван Болат Кайрат Петр Аскар Нурлан Александр Ермек Тимур Олег Самат Владимир",
        "Бай Тих Жума Ко Серж Кар Абд Мус Иса Нур Тле Сап Дос Ерм Кал Раз Шар Алт Бек Таж Жак Иба Кул Мал Ораз Пан Сул",
        "а о е и у ли ра та ма на ду бе ке жа ша то ге со ва хи",
        "б в г д ж з к л м н р с т ш",
    )
)
_SYSTEMS = (
    {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "й": "y", "ы": "y"},
    {"ж": "j", "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "iu", "я": "ia", "й": "i", "ы": "i"},
    {"ж": "ž", "х": "h", "ц": "c", "ч": "č", "ш": "š", "щ": "šč", "ю": "ju", "я": "ja", "й": "j", "ы": "y"},
)
_PLAIN = {**dict(zip("абвгдезиклмнопрстуфэё", "abvgdeziklmnoprstufeo", strict=True)), "ъ": "", "ь": ""}


@dataclass
class Somebody:
    """Somebody as they are, before anybody writes them down."""

    given: str
    father: str
    family: str
    born: dt.date
    sex: str


def doubled(people: int, share: float, seed: int) -> tuple[list[dict[str, Any]], list[tuple[int, int]]]:
    """Fields of invented people, and which two numbers of them are one person; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - fiction that can be repeated, not a key
    rows: list[dict[str, Any]] = []
    true: list[tuple[int, int]] = []
    for who in _somebodies(chance, round(people / (1 + share))):
        rows.append(_row(_name(who, chance, script="cyrl"), who.born.isoformat(), who.sex))
        if chance.random() < share:
            true.append((len(rows) - 1, len(rows)))
            rows.append(_again(who, chance))
    return rows, true


def in_latin(word: str, system: int) -> str:
    """A word by one of three systems of transliteration."""
    letters = {**_PLAIN, **_SYSTEMS[system]}
    return "".join(letters.get(letter, letter) for letter in word.lower()).capitalize()


def _somebodies(chance: random.Random, count: int) -> Iterator[Somebody]:
    for _number in range(count):
        woman = chance.random() < 0.5
        father = chance.choice(_FATHERS)
        ending = ("ова", "ов") if chance.random() < 0.8 else ("ина", "ин")
        stem = chance.choice(_STEMS) + "".join(
            chance.choice(_MIDDLES) + chance.choice(_CONSONANTS) for _n in range(chance.choice((1, 1, 2)))
        )
        yield Somebody(
            chance.choice(_WOMEN if woman else _MEN),
            father + ("овна" if woman else "ович"),
            stem + ending[0 if woman else 1],
            dt.date(1940, 1, 1) + dt.timedelta(days=chance.randrange(365 * 65)),
            "female" if woman else "male",
        )


def _name(who: Somebody, chance: random.Random, script: str) -> str:
    words = [who.given, who.family] if chance.random() < 0.5 else [who.family, who.given]
    if chance.random() < 0.4:
        words.insert(words.index(who.given) + 1, who.father)
    if script == "latn":
        system = chance.randrange(3)
        words = [in_latin(word, system) for word in words]
    return " ".join(words)


def _again(who: Somebody, chance: random.Random) -> dict[str, Any]:
    name = _name(who, chance, script=chance.choice(("cyrl", "latn", "latn")))
    born = who.born.isoformat()
    harm = chance.random()
    if harm < 0.15:
        name = _mistyped(name, chance)
    elif harm < 0.25:
        name = name.replace(name.split(" ")[0], f"{name[0]}.", 1)
    year = chance.random()
    if year < 0.3:
        born = born[:4]
    elif year < 0.4:
        born = ""
    elif year < 0.45 and who.born.day <= 12:
        born = who.born.replace(month=who.born.day, day=who.born.month).isoformat()
    return _row(name, born, who.sex if chance.random() < 0.8 else "")


def _mistyped(name: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(name))
    return name[:at] + name[at + 1 :] if chance.random() < 0.5 else name[:at] + name[at - 1] + name[at:]


def _row(name: str, born: str, sex: str) -> dict[str, Any]:
    return {"shown_name": name, "birth_date": born, "sex": sex, "entity": "individual", "invented": "yes"}
