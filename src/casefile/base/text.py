"""Text in any script: cleaned, folded, written in Latin letters, and reduced to a key that ignores spelling.

Names come in Cyrillic, Latin and Arabic, by several systems of transliteration, often for the same person. `fold` makes
two writings in one script equal, `latin` writes any script in ASCII, `skeleton` makes the usual spellings of one name
equal across scripts. All three work letter by letter from tables made when this file is imported; nothing that
passes through them is kept.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

_RTL = frozenset({"R", "AL"})

# Characters that nobody types but that travel with pasted text: controls, bidi embeddings, overrides and isolates
# (Unicode Standard Annex 9), byte order marks, tags, and what is no character at all. A stray override turns a name
# around.
_DROPPED = [
    *range(0x09),
    *range(0x0E, 0x20),
    *range(0x7F, 0x85),
    *range(0x86, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    0xFFFE,
    0xFFFF,
    *range(0xE0000, 0xE0080),
]
_CLEAN: dict[int, str | None] = {
    **dict.fromkeys(_DROPPED),
    **dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n"),
}


def clean(text: str) -> str:
    """The text in Unicode's composed form (NFC), without control, bidi-override and other invisible characters.

    Line feed, carriage return and tab stay; the other line and page breaks become line feeds.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text.translate(_CLEAN))


def direction(text: str) -> Literal["ltr", "rtl"]:
    """The direction of a paragraph by its first strong letter (Unicode Standard Annex 9, rule P2); "ltr" if none."""
    if text.isascii():
        return "ltr"
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return "ltr"
        if kind in _RTL:
            return "rtl"
    return "ltr"


# Marks that are read over: accents of Latin, Greek and Cyrillic, vowel points of Arabic and Hebrew. The vowel signs of
# Indic scripts are marks as well, but are letters to their readers, and stay.
_MARKS = [
    *range(0x0300, 0x0370),
    *range(0x0483, 0x048A),
    *range(0x0591, 0x05C8),
    *range(0x0610, 0x061B),
    *range(0x064B, 0x0660),
    0x0670,
    *range(0x06D6, 0x06EE),
    *range(0x1AB0, 0x1B00),
    *range(0x1DC0, 0x1E00),
    *range(0x20D0, 0x2100),
    *range(0xFE00, 0xFE10),
    *range(0xFE20, 0xFE30),
    0x00AD,  # soft hyphen
    0x0640,  # Arabic tatweel, which only stretches a line
    *range(0x200B, 0x2010),  # zero-width space and joiners, direction marks
    0x2060,
]
_STRIP: dict[int, str | None] = dict.fromkeys(_MARKS)
# Two ways in which Arabic and Persian keyboards write one letter.
_SAME_LETTER = {0x06CC: "ي", 0x0649: "ي", 0x06A9: "ك", 0x0671: "ا", 0x06C1: "ه"}


def _fold_slowly(text: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", folded.translate(_STRIP).translate(_SAME_LETTER))


def _folding() -> dict[int, str]:
    # The scripts that casefile mostly meets, letter by letter; anything else takes the slow way.
    letters = [
        *range(0x80),
        *range(0xA0, 0x0250),
        *range(0x0370, 0x0530),
        *range(0x0620, 0x064B),
        *range(0x066E, 0x06D4),
    ]
    return {code: _fold_slowly(chr(code)) for code in [*letters, 0x2018, 0x2019, 0x02BC, 0x02BB, 0x2116]}


_FOLDING = _folding()
_EASY = re.compile(f"[{re.escape(''.join(map(chr, _FOLDING)))}]*")


def fold(text: str) -> str:
    """The text as search and comparison see it, in its own script: NFKC, no case, no accents or vowel points.

    Folding twice changes nothing.
    """
    if text.isascii():
        return text.lower()
    if _EASY.fullmatch(text):
        return text.translate(_FOLDING)
    folded = _fold_slowly(text)
    # Few letters come to rest only at the second turn: their compatibility form has a case or a mark of its own.
    while (again := _fold_slowly(folded)) != folded:
        folded = again
    return folded


def _letters(pairs: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in pairs.split())


# Russian as the press writes it (near to BGN/PCGN), then what Kazakh, Ukrainian, Kyrgyz, Tajik, Uzbek and Serbian add.
# The one table serves all: nothing in a name says which language it is in.
_CYRILLIC = _letters(
    "а:a б:b в:v г:g д:d е:e ё:yo ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh"
    " щ:shch ъ: ы:y ь: э:e ю:yu я:ya"
    " ә:a ғ:g қ:k ң:n ө:o ұ:u ү:u һ:h і:i"
    " ї:yi є:ye ґ:g ў:u ҳ:h ҷ:j ӣ:i ӯ:u ҡ:k ҫ:s ҙ:z ђ:dj ћ:c љ:lj њ:nj џ:dz ј:j ѓ:g ќ:k ѕ:dz"
)
# Consonants and long vowels; the short vowels are not written. A hamza or an ain is not heard in the region's names.
_ARABIC = _letters(
    "ا:a آ:a أ:a إ:i ٱ:a ب:b ت:t ث:th ج:j ح:h خ:kh د:d ذ:dh ر:r ز:z س:s ش:sh ص:s ض:d ط:t ظ:z ع:a غ:gh ف:f ق:q ك:k ل:l"
    " م:m ن:n ه:h ة:a و:u ؤ:u ى:a ي:i ئ:i ء: ـ: ی:i ک:k گ:g پ:p چ:ch ژ:zh ھ:h ہ:h ۀ:e ے:e ڤ:v"
)
_TYPOGRAPHY = {"ʼ": "'", "ʻ": "'", "ʿ": "", "ʾ": "", "’": "'", "‘": "'", "№": "No."}


def _transliteration() -> dict[int, str]:
    table: dict[int, str] = {}
    for letter, written in (_CYRILLIC | _ARABIC).items():
        table[ord(letter)] = written
        if letter.upper() != letter:
            table[ord(letter.upper())] = written.capitalize()
    table.update({ord(sign): written for sign, written in _TYPOGRAPHY.items()})
    table.update(dict.fromkeys([*range(0x064B, 0x0660), 0x0670, *range(0x200B, 0x2010)], ""))
    table.update({ord("٠") + digit: str(digit) for digit in range(10)})
    table.update({ord("۰") + digit: str(digit) for digit in range(10)})
    return table


_TRANSLITERATION = _transliteration()
_SHOUTED = re.compile(r"[^\W\d_]{2,}")


def latin(text: str) -> str:
    """The text in ASCII letters, case kept: "Жаңаөзен" gives "Zhanaozen", "حسين" gives "hsin".

    Russian, Kazakh, Ukrainian and Arabic by the tables of this file, every other script by anyascii.
    """
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    if not composed.islower():
        # "ЖАҢАӨЗЕН" is "ZHANAOZEN", "Жаңаөзен" is "Zhanaozen".
        composed = _SHOUTED.sub(_shouted, composed)
    written = composed.translate(_TRANSLITERATION)
    return written if written.isascii() else _ascii(written)


def _ascii(text: str) -> str:
    from anyascii import anyascii  # noqa: PLC0415 - 30 ms that a start without foreign scripts need not wait

    return anyascii(text)


def _shouted(word: re.Match[str]) -> str:
    found = word.group()
    return _ascii(found.lower().translate(_TRANSLITERATION)).upper() if found.isupper() else found


# For the skeleton, a letter with a sign is written as it sounds: the strokes of one spelling are digraphs of another.
_AS_HEARD = _letters(
    "ж:zh ш:sh щ:sh ч:ch ц:ts х:kh ң:n ё:io ю:iu я:ia й:i ы:i э:e є:e ї:i ђ:dzh ћ:ch љ:l њ:n џ:dzh ј:i ҷ:dzh ҳ:kh һ:kh"
    " ž:zh š:sh č:ch ć:ch ş:sh ș:sh ç:ch ğ:g ţ:ts ț:ts ŝ:sh ĉ:ch ĵ:zh ż:zh đ:dzh ñ:n ŋ:n ı:i ß:ss æ:e œ:e þ:t ð:d ł:l"
    " ў:u ث:s ذ:z ض:d ظ:z ج:dzh ع:a ة: ى:"
)


def _hearing() -> dict[int, str]:
    table = {code: _TRANSLITERATION[code] for code in _TRANSLITERATION if chr(code).islower() or chr(code) in _ARABIC}
    table.update({ord(letter): heard for letter, heard in _AS_HEARD.items()})
    # The combined forms of fold's alphabet, each without its accent.
    for code, folded in _FOLDING.items():
        if code not in table and folded.isascii() and code >= 0x80:  # noqa: PLR2004 - where ASCII ends
            table[code] = folded
    table.update(dict.fromkeys([*map(ord, "'’‘ʼʻʿʾ`´"), *range(0x064B, 0x0660), *range(0x200B, 0x2010)], ""))
    return table


_HEARING = _hearing()
_WORD_BREAK = re.compile(r"[^a-z0-9]+")
# In this order: the longer writing of a sound before its parts. Capitals stand for one sound each: W for ш, J for ж,
# C for ч, H for х; Latin x, q and c are put with the sounds they stand for.
_SOUNDS_WITH_H = (
    ("tsch", "C"),
    ("tch", "C"),
    ("shch", "W"),
    ("sch", "W"),
    ("sh", "W"),
    ("ch", "C"),
    ("dzh", "J"),
    ("zh", "J"),
    ("kh", "H"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
)
_SOUNDS = (("w", "v"), ("dj", "J"), ("ng", "n"), ("ck", "k"), ("q", "k"))
_SOFT_C = re.compile(r"c(?=[eiy])")
# "Alexei" is Алексей; "Xasan" and "Baxtiyor" are Хасан and Бахтиёр.
_KS = re.compile(r"(?<=[a-zA-Z0-9])x(?=[aeiouy]|\b)")
# "Janaozen", "Kojakhmet" and "Nurjan" have a ж; "Bajtelova", "Tatjana" and "Ljubov" a й or a soft sign.
_ZH = re.compile(r"\bj(?=[aeiou])|(?<=[^ltT ])j(?=[aeiou])")
_TWICE = re.compile(r"([a-zA-Z])\1+")
_VOWELS = "aeiouyj"
_NO_VOWELS = dict.fromkeys(map(ord, _VOWELS), "")


def skeleton(text: str) -> str:
    """A key that the usual spellings of one name share, in any script; words are parted by one space.

    "Жаңаөзен", "Жанаозен", "Zhanaozen", "Janaozen" and "Žanaozen" have one; so have "حسين", "Hussein" and "Husein".
    It keeps the consonants as they sound, and that a word begins with a vowel. Names that differ in vowels alone
    share it as well ("Marat", "Murat"): it finds candidates, and never shows that two people are one.
    """
    heard = text.lower() if text.isascii() else _heard(text)
    if not heard.isalnum():
        heard = _WORD_BREAK.sub(" ", heard).strip()
    if "h" in heard:
        for written, sound in _SOUNDS_WITH_H:
            heard = heard.replace(written, sound)
    for written, sound in _SOUNDS:
        heard = heard.replace(written, sound)
    if "c" in heard:
        heard = _SOFT_C.sub("s", heard).replace("c", "k")
    if "x" in heard:
        heard = _KS.sub("ks", heard).replace("x", "h")
    if "j" in heard:
        heard = _ZH.sub("J", heard)
    heard = _TWICE.sub(r"\1", heard)
    return " ".join([_without_vowels(word) for word in heard.split(" ")]).lower()


def _without_vowels(word: str) -> str:
    rest = word.lstrip(_VOWELS)
    if len(rest) == len(word):
        return rest.translate(_NO_VOWELS)
    first = word[: len(word) - len(rest)]
    # "Yulia", "Iulia", "Юлия" begin with one sound, "Yerlan", "Erlan", "Ерлан" with another.
    iotated = first[0] in "iyj" and first.lstrip("iyj")[:1] in set("aou")
    return ("Y" if iotated else "A") + rest.translate(_NO_VOWELS)


def _heard(text: str) -> str:
    heard = unicodedata.normalize("NFC", text).casefold().translate(_HEARING)
    if not heard.isascii():
        heard = _ascii(_fold_slowly(heard)).lower()
    return heard


# How the end of a word half typed may go on: "s" may become "sh". Longest first.
_UNFINISHED = (
    ("shc", ("w", "wk", "ws")),
    ("tsc", ("tsk", "ts", "c")),
    ("tc", ("tk", "ts", "tc", "c")),
    ("sc", ("sk", "s", "sc", "w")),
    ("dz", ("dz", "dj", "j")),
    ("dj", ("j",)),
    ("ts", ("ts", "tw", "c")),
    ("s", ("s", "w")),
    ("z", ("z", "j")),
    ("k", ("k", "h")),
    ("t", ("t", "c")),
    ("d", ("d", "j")),
    ("p", ("p", "f")),
    ("c", ("k", "s", "c")),
    ("x", ("ks", "h")),
    ("j", ("", "j")),
)


def skeleton_beginnings(word: str) -> tuple[str, ...]:
    """What the skeleton of a word may begin with, when these are its first letters: "z" may be of "Zarina" or "Zhanar".

    Of several words the last counts; empty if there is none. For search as you type, which would lose a word while "zh"
    is half typed.
    """
    heard = _WORD_BREAK.sub(" ", word.lower() if word.isascii() else _heard(word)).strip().rpartition(" ")[2]
    if heard == "j":
        return ("j", "a")
    for ending, sounds in _UNFINISHED:
        if heard.endswith(ending):
            # With one more consonant, since an x before one sounds unlike an x at the end.
            more = "m" if heard.removesuffix(ending)[-1:] == "b" else "b"
            stem = skeleton(heard.removesuffix(ending) + more).removesuffix(more)
            # A letter written twice is heard once: "ss" after "s" adds nothing.
            begun = [stem if sound and stem.endswith(sound[0]) else stem + sound for sound in sounds]
            return tuple(dict.fromkeys(filter(None, begun)))
    found = skeleton(heard)
    if found == "a" and heard[0] in "iyj":
        return ("a", "y")
    return (found,) if found else ()
