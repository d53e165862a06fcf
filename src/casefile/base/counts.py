"""Numbers of people and things as sources give them: exact, about, more than, at least, between.

A count is kept as one short text, so that two versions of it never mix: `14`, `>=14` (at least), `>80` (more than),
`<=20` (at most), `<20` (fewer than), `~300` (about), `10..20` (between), `>>14` (considerably more than 14) and `>>`
(considerably more than another figure, which the record names). Nothing is made exact that was not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from casefile.base.i18n import _

LARGEST = 10**12
"""More than there are of anything that is counted here."""
_LONGEST = 100


class Qualifier(StrEnum):
    """How a number is meant; the value is its sign in the canonical text."""

    EXACTLY = ""
    AT_LEAST = ">="
    MORE_THAN = ">"
    AT_MOST = "<="
    FEWER_THAN = "<"
    ABOUT = "~"
    BETWEEN = ".."
    CONSIDERABLY_MORE = ">>"


@dataclass(frozen=True, slots=True)
class Count:
    """A number with its qualifier; `str()` gives the canonical text.

    Attributes:
        qualifier: How the number is meant.
        number: The number named, the lower one of a range; None for `>>` alone.
        upper: The upper number of a range, else None.
    """

    qualifier: Qualifier
    number: int | None
    upper: int | None = None

    def __str__(self) -> str:
        if self.qualifier is Qualifier.BETWEEN:
            return f"{self.number}..{self.upper}"
        return f"{self.qualifier}{'' if self.number is None else self.number}"

    @property
    def least(self) -> int | None:
        """The smallest number that is meant for sure; None where there is no floor, as with "about"."""
        if self.number is None or self.qualifier is Qualifier.ABOUT:
            return None
        if self.qualifier in {Qualifier.MORE_THAN, Qualifier.CONSIDERABLY_MORE}:
            return self.number + 1
        return 0 if self.qualifier in {Qualifier.AT_MOST, Qualifier.FEWER_THAN} else self.number

    @property
    def most(self) -> int | None:
        """The largest number that is meant for sure; None where there is no ceiling."""
        if self.number is None:
            return None
        if self.qualifier is Qualifier.FEWER_THAN:
            return self.number - 1
        if self.qualifier in {Qualifier.EXACTLY, Qualifier.AT_MOST}:
            return self.number
        return self.upper


_CANONICAL = re.compile(
    r"(?P<low>0|[1-9][0-9]*)\.\.(?P<high>0|[1-9][0-9]*)|(?P<sign>>>|>=|<=|>|<|~|)(?P<number>0|[1-9][0-9]*|(?<=>>))"
)
_NUMBER = r"[0-9]+|[1-9][0-9]{0,2}(?:[  ',][0-9]{3})+"
# Before the number, and after it, in the three languages. A Kazakh ending may hang on the number: "80-нен астам".
_BEFORE = {
    Qualifier.AT_LEAST: "at least|no fewer than|not fewer than|no less than|not less than|minimum|min."
    "|не менее|не меньше|как минимум|по меньшей мере|минимум|кемінде|кем дегенде|≥|=>",
    Qualifier.MORE_THAN: "more than|over|above|upwards of|in excess of|exceeding|более|более чем|больше|больше чем"
    "|свыше|кемінен артық",
    Qualifier.AT_MOST: "at most|no more than|not more than|up to|maximum|max."
    "|не более|не более чем|не больше|до|максимум|ең көбі|ең көп дегенде|≤|=<",
    Qualifier.FEWER_THAN: "fewer than|less than|under|below|менее|менее чем|меньше|меньше чем",
    Qualifier.ABOUT: "about|around|some|approximately|approx.|roughly|circa|ca.|c.|nearly|almost|≈|~"
    "|около|примерно|приблизительно|порядка|ок.|шамамен",
    Qualifier.CONSIDERABLY_MORE: "considerably more than|considerably higher than|far more than|many more than"
    "|much more than|significantly more than|значительно больше|значительно больше чем|значительно более"
    "|значительно выше|намного больше|намного больше чем|гораздо больше|гораздо больше чем",
    Qualifier.EXACTLY: "exactly|ровно|дәл|=",
}
_AFTER = {
    Qualifier.AT_LEAST: "or more|and more|plus|и более|или более|и больше|кем емес",
    Qualifier.MORE_THAN: "астам|артық|көп|аса",
    Qualifier.AT_MOST: "or fewer|or less|и менее|или менее|артық емес|көп емес|аспайды",
    Qualifier.FEWER_THAN: "аз|кем",
    Qualifier.ABOUT: "or so|жуық|шақты|шамасында",
    Qualifier.CONSIDERABLY_MORE: "әлдеқайда көп|айтарлықтай көп|едәуір көп",
}
# Said without a number: that there were more than another figure has it, or a number nobody counted. Of the latter,
# each word says the least it can mean.
_WITHOUT_NUMBER = {
    Count(Qualifier.CONSIDERABLY_MORE, None): "considerably more|considerably higher|far more|many more|much more"
    "|much higher|значительно больше|значительно выше|значительно более|намного больше|гораздо больше|әлдеқайда көп"
    "|айтарлықтай көп|едәуір көп",
    Count(Qualifier.AT_LEAST, 2): "several|a few|a number of|несколько|бірнеше",
    Count(Qualifier.AT_LEAST, 20): "dozens|десятки|ондаған",
    Count(Qualifier.AT_LEAST, 200): "hundreds|сотни|жүздеген",
    Count(Qualifier.AT_LEAST, 2000): "thousands|тысячи|мыңдаған",
    Count(Qualifier.EXACTLY, 0): "none|nobody|no one|никто|ни одного|нет|ешкім|жоқ",
}
_WORDS = {word: count for count, words in _WITHOUT_NUMBER.items() for word in words.split("|")}


def _patterns(listed: Mapping[Qualifier, str], pattern: str) -> list[tuple[re.Pattern[str], Qualifier]]:
    made = []
    for qualifier, words in listed.items():
        spelled = "|".join(re.escape(word) for word in sorted(words.split("|"), key=len, reverse=True))
        made.append((re.compile(pattern.format(words=spelled, number=_NUMBER)), qualifier))
    return made


@cache
def _ranges() -> list[re.Pattern[str]]:
    low, high = rf"(?P<low>{_NUMBER})", rf"(?P<high>{_NUMBER})"
    return [
        re.compile(rf"{low} ?(?:[-–—]|\.\.|…) ?{high}(?: аралығында)?"),
        re.compile(rf"(?:from )?{low} to {high}"),
        re.compile(rf"between {low} and {high}"),
        re.compile(rf"(?:от|с) {low} (?:до|по) {high}"),
        re.compile(rf"между {low} и {high}"),
        re.compile(rf"{low} (?:мен|бен|пен) {high} (?:аралығында|арасында)"),
    ]


@cache
def _qualified() -> list[tuple[re.Pattern[str], Qualifier]]:
    return [
        (re.compile(rf"(?P<number>{_NUMBER})"), Qualifier.EXACTLY),
        (re.compile(rf"(?P<number>{_NUMBER}) ?\+"), Qualifier.AT_LEAST),
        *_patterns(_BEFORE, r"(?:{words}) ?(?P<number>{number})"),
        *_patterns(_AFTER, r"(?P<number>{number})(?:-?[а-яәғқңөұүһі]{{2,3}})? (?:{words})"),
    ]


def read_count(text: str) -> Count:
    """Read a count in its canonical form or as people say it in English, Russian or Kazakh.

    "over 80", "some 300", "at least 12", "10-20", "более 80", "80-нен астам", "several" (at least 2).

    Raises:
        ValueError: It cannot be read; the message says why, in the language of the app.
    """
    said = " ".join(unicodedata.normalize("NFC", text).replace("−", "-").casefold().split()).removesuffix(".").strip()
    if len(said) > _LONGEST:
        raise ValueError(_("This number is too large."))
    found = _canonical(re.sub(r"(?<=[<>~=]) ", "", said)) or _WORDS.get(said) or _spoken(said)
    if found is None:
        raise ValueError(_reason(said))
    return _checked(found)


def _canonical(said: str) -> Count | None:
    found = _CANONICAL.fullmatch(said)
    if not found:
        return None
    if found["low"] is not None:
        return _between(int(found["low"]), int(found["high"]))
    return Count(Qualifier(found["sign"]), int(found["number"]) if found["number"] else None)


def _spoken(said: str) -> Count | None:
    for pattern in _ranges():
        if found := pattern.fullmatch(said):
            return _between(_whole(found["low"]), _whole(found["high"]))
    for pattern, qualifier in _qualified():
        if found := pattern.fullmatch(said):
            return Count(qualifier, _whole(found["number"]))
    return None


def _reason(said: str) -> str:
    if re.search(r"[0-9][.,][0-9]", said):
        return _("People and things are counted in whole numbers. Write a thousand as 1000 or 1 000.")
    if re.match(r"-[0-9]", said):
        return _("A count cannot be less than zero.")
    return _("This cannot be read as a number. Write for example 14, at least 14, over 80, about 300 or 10-20.")


def _whole(digits: str) -> int:
    return int(re.sub(r"[^0-9]", "", digits))


def _checked(count: Count) -> Count:
    if (count.number or 0) > LARGEST or (count.upper or 0) > LARGEST:
        raise ValueError(_("This number is too large."))
    if count.qualifier is Qualifier.FEWER_THAN and not count.number:
        raise ValueError(_("A count cannot be less than zero."))
    return count


def _between(low: int, high: int) -> Count:
    if low > high:
        raise ValueError(_("The first number of the two is the larger one. Please check both."))
    if low == high:
        return Count(Qualifier.EXACTLY, low)
    return Count(Qualifier.BETWEEN, low, high)


_SAID = {
    "en": {
        Qualifier.AT_LEAST: "at least {n}",
        Qualifier.MORE_THAN: "more than {n}",
        Qualifier.AT_MOST: "at most {n}",
        Qualifier.FEWER_THAN: "fewer than {n}",
        Qualifier.ABOUT: "about {n}",
        Qualifier.BETWEEN: "{n} to {upper}",
        Qualifier.CONSIDERABLY_MORE: "considerably more than {n}",
    },
    "ru": {
        Qualifier.AT_LEAST: "не менее {n}",
        Qualifier.MORE_THAN: "более {n}",
        Qualifier.AT_MOST: "не более {n}",
        Qualifier.FEWER_THAN: "менее {n}",
        Qualifier.ABOUT: "около {n}",
        Qualifier.BETWEEN: "от {n} до {upper}",
        Qualifier.CONSIDERABLY_MORE: "значительно больше {n}",
    },
    "kk": {
        Qualifier.AT_LEAST: "кемінде {n}",
        Qualifier.MORE_THAN: "{n}-{ending} астам",
        Qualifier.AT_MOST: "ең көбі {n}",
        Qualifier.FEWER_THAN: "{n}-{ending} аз",
        Qualifier.ABOUT: "шамамен {n}",
        Qualifier.BETWEEN: "{n}–{upper} аралығында",
        Qualifier.CONSIDERABLY_MORE: "{n}-{ending} әлдеқайда көп",
    },
}
_CONSIDERABLY_ALONE = {"en": "considerably more", "ru": "значительно больше", "kk": "әлдеқайда көп"}
_GROUPED_FROM = 1_000


def say_count(canonical: str, language: str) -> str:
    """A count in words for screen and paper: "at least 14", "более 80", "80-нен астам".

    Args:
        canonical: A canonical count, or empty, which stays empty.
        language: "en", "ru" or "kk"; any other gives English.
    """
    if not canonical:
        return ""
    code = language if language in _SAID else "en"
    try:
        count = read_count(canonical)
    except ValueError:
        # Written by a later version, which knew one more form: shown as it is rather than not at all.
        return canonical
    if count.number is None:
        return _CONSIDERABLY_ALONE[code]
    pattern = _SAID[code].get(count.qualifier, "{n}")
    upper = "" if count.upper is None else _grouped(count.upper, code)
    return pattern.format(n=_grouped(count.number, code), upper=upper, ending=_kazakh_from(count.number))


def _grouped(number: int, language: str) -> str:
    if number < _GROUPED_FROM:
        return str(number)
    from babel.numbers import format_decimal  # noqa: PLC0415 - not for the many small numbers

    return format_decimal(number, locale=language)


# The ablative of a Kazakh number, by its last word that is spoken: 14 төрттен, 80 сексеннен, 300 жүзден.
_KAZAKH_ONES = ("ден", "ден", "ден", "тен", "тен", "тен", "дан", "ден", "ден", "дан")
_KAZAKH_TENS = ("", "нан", "дан", "дан", "тан", "ден", "тан", "тен", "нен", "нан")


def _kazakh_from(number: int) -> str:
    if number % 10 or not number:
        return _KAZAKH_ONES[number % 10]
    if number % 100:
        return _KAZAKH_TENS[number // 10 % 10]
    if number % 1_000:
        return "ден"
    return "нан"
