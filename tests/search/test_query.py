from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casefile.casework.catalogue import record_types
from casefile.search import index, query

if TYPE_CHECKING:
    from search.conftest import Sea

SPELLINGS = [
    "Жаңаөзен Жанаозен Zhanaozen Janaozen Žanaozen",
    "Байтелова Bajtelova Baytelova Baitelova",
    "Тихонов Tikhonov Tihonov",
    "Қазыханов Kazykhanov Qazykhanov",
    "حسين Hussein Husein",
    "Шетпе Shetpe",
    "Маңғыстау Mangistau Mangystau",
]
BYSTANDERS = ["Almaty", "Айдана Ким", "Petrov", "Quetzal", "Omarova", "Берлин", "علي"]


@pytest.mark.parametrize("line", SPELLINGS)
def test_every_spelling_of_a_name_finds_every_other_at_each_letter_typed(sea: Sea, line: str, either: str) -> None:
    for name in BYSTANDERS:
        sea.add("sailor", called=name)
    records = [sea.add("sailor", called=f"Ivan {name}") for name in line.split()]
    if either == "settled":
        sea.settle()
    for name in line.split():
        for letters in range(1, len(name) + 1):
            assert set(records) <= set(sea.find(name[:letters])), name[:letters]
        assert set(sea.find(name)) == set(records)


def test_spellings_are_found_in_running_text_as_well(sea: Sea, either: str) -> None:
    record = sea.add("sailor", story="Он уехал из Жаңаөзена зимой.")
    if either == "settled":
        sea.settle()
    assert sea.find("Zhanaozen") == sea.find("janaoz") == sea.find("жанаозен") == [record]


def test_names_come_before_notes_and_exact_before_skeleton(sea: Sea, either: str) -> None:
    told = sea.add("sailor", story="Spoke to Marat.")
    told_by_ear = sea.add("sailor", story="Spoke to Murat.")
    heard = sea.add("sailor", called="Murat")
    longer = sea.add("sailor", called="Maratov")
    exact = sea.add("sailor", called="Marat")
    if either == "settled":
        sea.settle()
    assert sea.find("marat") == [exact, longer, heard, told, told_by_ear]
    assert [match.rank for match in sea.matches("marat")] == [0, 1, 2, 3, 5]


def test_all_words_must_be_there_in_any_order_and_any_field(sea: Sea) -> None:
    record = sea.add("sailor", called="Anna Sidorova", story="Came from Aktau.")
    sea.add("sailor", called="Anna Petrova")
    assert sea.find("aktau sidorova anna") == sea.find("sidorova anna") == [record]
    assert sea.find("anna shetpe") == []


def test_only_the_last_word_may_go_on(sea: Sea) -> None:
    record = sea.add("sailor", called="Anna Sidorova")
    assert sea.find("anna sido") == [record]
    assert sea.find("sido anna") == []


def test_a_code_is_found_with_and_without_its_sign_and_as_it_is_typed(sea: Sea, either: str) -> None:
    record = sea.add("sailor", reference="SA-0012", called="Anna")
    other = sea.add("sailor", reference="SA-0123", called="Olga")
    if either == "settled":
        sea.settle()
    assert sea.find("SA-0012") == sea.find("sa0012") == [record]
    assert set(sea.find("sa-0")) == {record, other}
    assert sea.find("sa-01") == [other]


def test_a_word_with_a_number_is_a_matter_of_no_spelling(sea: Sea) -> None:
    record = sea.add("sailor", called="Flat 12b")
    assert sea.find("12b") == sea.find("flat 12") == [record]
    assert sea.find("13b") == []


@pytest.mark.parametrize("words", ["", "   ", "-", "...", '"', "*", "'", "( )", "\n\t"])
def test_nothing_to_look_for_finds_nothing(sea: Sea, words: str) -> None:
    sea.add("sailor", called="Anna")
    assert sea.find(words) == []


@pytest.mark.parametrize(
    "words",
    ['"anna', "anna*", "anna AND", "anna OR olga", "NOT anna", "NEAR(anna)", "words:anna", "^anna", "anna -olga"],
)
def test_syntax_of_the_engine_is_only_ever_text(sea: Sea, words: str) -> None:
    anna = sea.add("sailor", called="Anna")
    sea.add("sailor", called="Olga")
    assert set(sea.find(words)) <= {anna}


@given(st.text(max_size=30))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_typing_is_answered(sea: Sea, words: str) -> None:
    sea.find(words)


@given(st.text(min_size=1, max_size=20))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_written_is_found_by_its_own_words(sea: Sea, text: str) -> None:
    record = sea.add("sailor", called=text)
    sea.settle()
    found = sea.find(text, limit=10_000)
    assert record in found or not query.questions(text)


def test_more_words_than_are_looked_at_still_find(sea: Sea) -> None:
    record = sea.add("sailor", story=" ".join(f"word{number}" for number in range(40)))
    assert sea.find(" ".join(f"word{number}" for number in range(40))) == [record]


def test_a_search_in_some_kinds_finds_only_those(sea: Sea, either: str) -> None:
    person = sea.add("sailor", called="Aurora")
    voyage = sea.add("voyage", ship="Aurora")
    landfall = sea.add("landfall", shore="Aurora")
    if either == "settled":
        sea.settle()
    assert set(sea.find("aurora")) == {person, voyage, landfall}
    assert sea.find("aurora", "voyage") == [voyage]
    assert set(sea.find("aurora", "sailor", "landfall")) == {person, landfall}
    assert sea.find("aurora", "submarine") == []


def test_many_kinds_far_apart_are_still_only_those(sea: Sea, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "_MOST_RANGES", 1)
    person = sea.add("sailor", called="Aurora")
    sea.add("voyage", ship="Aurora")
    landfall = sea.add("landfall", shore="Aurora")
    sea.settle()
    assert sea.find("aurora", "sailor", "landfall") == [person, landfall]


def test_no_more_than_the_limit_is_given(sea: Sea, either: str) -> None:
    records = [sea.add("sailor", called=f"Anna {number}") for number in range(20)]
    if either == "settled":
        sea.settle()
    assert sea.find("anna", limit=5) == records[:5]
    assert sea.find("anna", limit=0) == []


def test_a_match_leads_to_the_record_it_is_a_part_of(sea: Sea) -> None:
    person = sea.add("sailor", called="Anna")
    voyage = sea.add("voyage", sailor=person, ship="Aurora")
    landfall = sea.add("landfall", voyage=voyage, shore="Tortuga")
    scrap = sea.add("scrap", about=landfall, words="Parchment")
    for words, record, kind in [
        ("anna", person, "sailor"),
        ("aurora", voyage, "voyage"),
        ("tortuga", landfall, "landfall"),
        ("parchment", scrap, "scrap"),
    ]:
        (match,) = sea.matches(words)
        assert (match.kind, match.record, match.owner_kind, match.owner) == (kind, record, "sailor", person)


def test_a_part_of_any_kind_leads_on_once_its_owner_is_settled(sea: Sea) -> None:
    person = sea.add("sailor", called="Anna")
    sea.settle()
    sea.add("scrap", about=person, words="Parchment")
    assert sea.matches("parchment")[0].owner == person


def test_a_part_with_no_owner_stands_for_itself(sea: Sea) -> None:
    voyage = sea.add("voyage", ship="Aurora")
    (match,) = sea.matches("aurora")
    assert (match.owner_kind, match.owner) == ("voyage", voyage)


@pytest.mark.parametrize("kind", ["sailor", "voyage"])
def test_parts_of_an_archived_record_are_left_out_and_others_fill_their_place(sea: Sea, kind: str) -> None:
    owners: dict[bytes, dict[str, bytes]] = {}
    for _number in range(6):
        person = sea.add("sailor", called="Anna")
        voyage = sea.add("voyage", sailor=person, ship="Santa Maria")
        owners[sea.add("landfall", voyage=voyage, shore="Tortuga")] = {"sailor": person, "voyage": voyage}
    kept = list(owners)[3:]
    for record in list(owners)[:3]:
        sea.update(kind, owners[record][kind], archived=1)
    assert sea.find("tortuga") == kept
    assert sea.find("tortuga", limit=2) == kept[:2]


def test_a_part_whose_owner_is_gone_is_left_out(sea: Sea) -> None:
    person = sea.add("sailor", called="Anna")
    sea.add("voyage", sailor=person, ship="Aurora")
    sea.add("scrap", about=person, words="Parchment")
    sea.delete("sailor", person)
    assert sea.find("aurora") == []
    assert sea.find("parchment") == []


def test_records_that_own_each_other_in_a_ring_are_left_out_and_hold_nothing_up(sea: Sea) -> None:
    first = sea.insert("scrap", words="Ouroboros")
    second = sea.add("scrap", about=first, words="Snake")
    sea.update("scrap", first, about=second)
    assert sea.find("ouroboros") == []


def test_an_owner_in_the_thousands_is_looked_up_in_parts(sea: Sea) -> None:
    people = [sea.insert("sailor", called="Anna") for _number in range(1100)]
    voyages = [sea.insert("voyage", sailor=person, ship="Aurora") for person in people]
    index.load(sea.connection, "voyage", voyages, sea.types)
    assert {match.owner for match in sea.matches("aurora", limit=5000)} == set(people)


@given(
    st.lists(
        st.sampled_from(["Anna", "Жанар Ким", "Zhanar", "Janar", "Марат", "Murat", "SA-0001", "حسين"]), max_size=8
    ),
    st.sampled_from(["a", "zh", "жан", "marat", "murat", "sa-0", "hus", "k", "zhanar k", "anna"]),
)
@settings(deadline=None, max_examples=60)
def test_what_waits_is_found_in_the_same_rank_as_what_is_settled(
    new_sea: type[Sea], called: list[str], words: str
) -> None:
    sea = new_sea()
    for name in called:
        sea.add("sailor", called=name)
    waiting = [(match.record, match.rank) for match in sea.matches(words)]
    sea.settle()
    assert [(match.record, match.rank) for match in sea.matches(words)] == waiting
    sea.connection.close()


@pytest.mark.parametrize("words", [3, 30])
def test_a_word_half_typed_is_found_in_notes_whether_it_may_become_few_words_or_many(sea: Sea, words: int) -> None:
    records = [sea.add("sailor", story=f"Detained{number:02}") for number in range(words)]
    heard = sea.add("sailor", story="Detaynd")
    sea.add("sailor", story="Something else")
    sea.settle()
    assert set(sea.find("detaine")) == {*records, heard}
    assert set(sea.find("else detaine")) == set()


def test_a_beginning_of_few_words_in_notes_is_asked_for_as_those_words(sea: Sea) -> None:
    for _number in range(3):
        sea.add("sailor", called="Invention", story="Invented.")
    sea.settle()
    asked = {question.rank: question for question in query.questions("invent")}
    terms = query._Terms(sea.connection)
    spelled = terms.spelled_out(asked[4])
    assert spelled is not None
    assert spelled.expression() == '("ainvent"* OR "cinvented")'
    assert terms.spelled_out(asked[1]) == asked[1]


def test_a_question_that_no_word_answers_is_not_asked(sea: Sea) -> None:
    sea.add("sailor", called="Anna", story="Invented.")
    sea.settle()
    assert all(query._Terms(sea.connection).spelled_out(asked) for asked in query.questions("anna inve"))
    only_text = query.Question(4, ([[["cquetza"]]],))
    assert query._Terms(sea.connection).spelled_out(only_text) is None


def test_a_single_letter_reads_no_more_rows_than_it_shows(sea: Sea) -> None:
    ids = [sea.insert("sailor", called=f"Anna {number}") for number in range(5000)]
    index.load(sea.connection, "sailor", ids, sea.types)
    ticks: list[int] = []
    sea.connection.set_progress_handler(lambda: ticks.append(1), 100)
    assert len(sea.find("a", limit=50)) == 50
    sea.connection.set_progress_handler(None, 100)
    # 5,000 rows would be some 50,000 steps of SQLite's machine.
    assert len(ticks) * 100 < 5_000


def test_the_kinds_within_a_kind_are_its_parts_at_any_depth() -> None:
    within = query.kinds_within(record_types(), "person")
    assert {"person", "name", "custody", "stay"} <= within
    assert not within & {"event", "figure", "place"}
