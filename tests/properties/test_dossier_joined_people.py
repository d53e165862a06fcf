"""Whatever is recorded of somebody, in whichever of the records that are one person: told whole, or withheld whole."""

from __future__ import annotations

import datetime as dt
import random
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casefile.casework.identity import SAME, decide_same
from casefile.dossier import issue
from casework.memory_book import MemoryBook
from dossier.pdf_reading import by_poppler, flat

TODAY = dt.date(2026, 11, 23)
answers = st.sampled_from([None, "yes", "no", ""])


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    consents=st.lists(answers, min_size=2, max_size=4),
    audience=st.sampled_from(["lawyer", "public"]),
    chance=st.randoms(use_true_random=False),
)
def test_joined_people_are_told_whole_or_withheld_whole(
    consents: list[str | None], audience: str, chance: random.Random
) -> None:
    book = MemoryBook()
    people = [book.insert("person", shown_name=f"Canaryname{'bdfg'[n]}uv Testov") for n in range(len(consents))]
    for number, (person, answer) in enumerate(zip(people, consents, strict=True)):
        book.insert("name", person=person, full_name=f"Canaryalias{'bdfg'[number]}uv")
        book.insert("custody", person=person, law=f"Code {'bdfg'[number]}")
        if answer is not None:
            day = f"20{chance.randint(10, 25)}-01-01"
            use = "may_name_in_public" if audience == "public" else "may_share"
            book.insert("consent", person=person, given_on=day, **{use: answer})
    for one, other in pairwise(people):
        decide_same(book, one, other, SAME)
    asked = [answer for answer in consents if answer is not None]
    agreed = bool(asked) and set(asked) == {"yes"}

    for about in people:
        read = flat(by_poppler(issue.make(book, "case", [about], audience, "en", TODAY).pdf))
        for number in range(len(people)):
            letter = "bdfg"[number]
            assert f"Code {letter}" in read
            assert (f"Canaryname{letter}uv" in read, f"Canaryalias{letter}uv" in read) == (agreed, agreed)
    book.close()
