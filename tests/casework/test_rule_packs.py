from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from casefile.base.config import resource
from casefile.casework.rule_packs import Rule, RulePackError, read_pack, rules

PACK = """
[[instruments]]
id = "code"
valid_from = 1998-01-01
valid_to = 2014-12-31
name = { en = "Code", ru = "Кодекс", kk = "Кодекс" }

[[instruments.rules]]
id = "judge"
what = "judge"
limit_hours = 72
not_for = ["sentence"]
source = "Code, article 1"
article = { en = "article 1", ru = "статья 1", kk = "1-бап" }
says = { en = "at once", ru = "сразу", kk = "бірден" }
"""
SECOND = PACK[PACK.index("[[instruments.rules]]") :]


def pack(folder: Path, text: str) -> tuple[Rule, ...]:
    path = folder / "code.toml"
    path.write_text(text, encoding="utf-8")
    return read_pack(path)


def of(name: str) -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    for rule in rules():
        if rule.pack == name:
            found.setdefault(rule.id, []).append(rule)
    return found


def test_a_rule_is_in_force_as_long_as_its_instrument_unless_it_says_otherwise(tmp_path: Path) -> None:
    (rule,) = pack(tmp_path, PACK)
    assert (rule.valid_from, rule.valid_to) == (date(1998, 1, 1), date(2014, 12, 31))
    (later,) = pack(tmp_path, PACK + "valid_from = 2006-07-01\nvalid_to = 2009-06-30")
    assert (later.valid_from, later.valid_to) == (date(2006, 7, 1), date(2009, 6, 30))


def test_a_rule_is_read_with_its_limit_its_texts_and_whom_it_is_about(tmp_path: Path) -> None:
    (rule,) = pack(tmp_path, PACK)
    assert (rule.pack, rule.id, rule.what, rule.limit) == ("code", "judge", "judge", timedelta(hours=72))
    assert (rule.juveniles, rule.not_for, rule.country) == (False, frozenset({"sentence"}), "")
    assert (rule.instrument["ru"], rule.article["kk"], rule.says["en"]) == ("Кодекс", "1-бап", "at once")
    (young,) = pack(tmp_path, 'country = "kz"\n' + PACK + 'applies_to = "juveniles"')
    assert (young.juveniles, young.country) == (True, "kz")


def test_a_text_without_a_number_gives_a_rule_without_a_limit(tmp_path: Path) -> None:
    (rule,) = pack(tmp_path, PACK.replace("limit_hours = 72\n", ""))
    assert rule.limit is None


def test_a_template_without_rules_is_an_empty_pack(tmp_path: Path) -> None:
    assert pack(tmp_path, PACK.replace(SECOND, "")) == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (PACK.replace("limit_hours = 72", "limit_hours = 0"), "code.toml: code: judge: limit_hours"),
        (PACK.replace("limit_hours = 72", "limit_hours = true"), "code.toml: code: judge: limit_hours"),
        (PACK.replace("limit_hours = 72", 'limit_hours = "72"'), "code.toml: code: judge: limit_hours"),
        (PACK.replace("limit_hours = 72", "limit_hours ="), "code.toml: "),
        (PACK.replace("limit_hours = 72", "limit = 72"), "code.toml: code: judge: 'limit'"),
        (PACK.replace('what = "judge"', 'what = "jury"'), "code.toml: code: judge: 'jury'"),
        (PACK.replace('id = "judge"', 'id = "The judge"'), "code.toml: code: The judge: an id"),
        (PACK.replace(', kk = "бірден"', ""), "code.toml: code: judge: says is missing in 'kk'"),
        (PACK.replace('kk = "1-бап"', 'kk = " "'), "code.toml: code: judge: article is missing in 'kk'"),
        (PACK.replace('source = "Code, article 1"', 'source = ""'), "code.toml: code: judge: source"),
        (PACK.replace('not_for = ["sentence"]', 'not_for = ["prison"]'), "code.toml: code: judge: not_for"),
        (PACK + 'applies_to = "adults"', "code.toml: code: judge: applies_to"),
        (PACK + 'reservation = { en = "No." }', "code.toml: code: judge: reservation"),
        (PACK + "valid_from = 1997-12-31", "code.toml: code: judge: its days"),
        (PACK + "valid_to = 2015-01-01", "code.toml: code: judge: its days"),
        (PACK + "valid_from = 2009-01-01\nvalid_to = 2008-01-01", "code.toml: code: judge: its days"),
        (PACK + 'valid_from = "2009"', "code.toml: code: judge: valid_from"),
        (PACK + SECOND, "code.toml: judge: two versions"),
        (
            PACK.replace("limit", "valid_to = 1999-12-31\nlimit")
            + SECOND.replace('what = "judge"', 'what = "lawyer"').replace("limit", "valid_from = 2000-01-01\nlimit"),
            "code.toml: judge: all versions",
        ),
        ('country = "xx"\n' + PACK, "code.toml: 'xx'"),
        (PACK.replace("valid_from = 1998-01-01\n", ""), "code.toml: code: valid_from"),
        (PACK.replace("valid_to =", "in_force_for = { zz = 2000-01-01 }\nvalid_to ="), "code.toml: code: in_force_for"),
        ("colour = 1\n" + PACK, "code.toml: 'colour'"),
        ("", "code.toml: it has no"),
    ],
)
def test_a_pack_that_cannot_be_used_is_named_with_the_rule(tmp_path: Path, wrong: str, said: str) -> None:
    with pytest.raises(RulePackError, match=re.escape(said)):
        pack(tmp_path, wrong)


def test_a_missing_pack_is_named(tmp_path: Path) -> None:
    with pytest.raises(RulePackError, match=r"nowhere\.toml"):
        read_pack(tmp_path / "nowhere.toml")


def test_versions_may_follow_each_other_day_by_day(tmp_path: Path) -> None:
    found = pack(
        tmp_path,
        PACK.replace("limit", "valid_to = 1999-12-31\nlimit")
        + SECOND.replace("limit", "valid_from = 2000-01-01\nlimit"),
    )
    assert [rule.valid_from for rule in found] == [date(1998, 1, 1), date(2000, 1, 1)]


def test_every_pack_that_is_shipped_can_be_used() -> None:
    assert {rule.pack for rule in rules()} == {"iccpr", "body_of_principles"}


def test_the_covenant_asks_for_a_judge_within_48_hours_and_for_juveniles_within_24() -> None:
    found = of("iccpr")
    assert [(rule.valid_from, rule.limit) for rule in found["judge"]] == [
        (date(1982, 6, 30), None),
        (date(2005, 9, 29), timedelta(hours=48)),
        (date(2014, 10, 30), timedelta(hours=48)),
    ]
    (young,) = found["judge_juvenile"]
    assert (young.limit, young.juveniles) == (timedelta(hours=24), True)
    assert young.in_force_for["kz"] == date(2006, 4, 24)


def test_no_other_rule_of_the_covenant_and_none_of_the_body_of_principles_names_a_number() -> None:
    numbered = {(rule.pack, rule.id) for rule in rules() if rule.limit is not None}
    assert numbered == {("iccpr", "judge"), ("iccpr", "judge_juvenile")}


def test_the_body_of_principles_is_there_with_the_principles_on_arrest_and_contact() -> None:
    told = " ".join(rule.source for versions in of("body_of_principles").values() for rule in versions)
    assert {"10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "24"} <= set(re.findall(r"\b\d+\b", told))


def test_the_pack_of_kazakhstan_is_a_template_without_a_single_rule() -> None:
    path = resource("rules", "kazakhstan.toml")
    assert read_pack(path) == ()
    assert not re.search(r"limit_hours\s*=\s*\d", path.read_text(encoding="utf-8"))


def test_the_template_can_be_filled_in_as_its_comments_tell(tmp_path: Path) -> None:
    text = resource("rules", "kazakhstan.toml").read_text(encoding="utf-8")
    example = [line.removeprefix("#:").split("  #")[0].strip() for line in text.splitlines() if line.startswith("#:")]
    filled = "\n".join(example).replace("limit_hours =", "limit_hours = 1").replace('""', '"x"')
    (rule,) = pack(tmp_path, f"{text}\n{filled}")
    assert (rule.id, rule.country, rule.instrument["en"][-5:]) == ("judge", "kz", "231-V")
