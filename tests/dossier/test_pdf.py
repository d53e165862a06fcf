from __future__ import annotations

import io

import pikepdf
import pytest

from casefile.dossier.document import (
    Bar,
    Bars,
    Block,
    Column,
    Contents,
    Document,
    Heading,
    Item,
    Items,
    KeyValues,
    Letterhead,
    Mark,
    Note,
    Notice,
    Paragraph,
    Signature,
    SourceNotes,
    Span,
    Stretch,
    Style,
    Table,
    Timeline,
    Tone,
    words,
)
from casefile.dossier.pdf import render
from dossier.pdf_reading import by_layout, by_poppler, by_pypdf, flat

NAMES = {
    "Kazakh": "Әйгерім Құрманғалиқызы Өтеғұлова",
    "Russian": "Жанна Щербакова-Ёлкина",
    "Arabic": "علي أحمد بن محمد الأمين",
    "Georgian": "ნინო ბერიძე",
    "Armenian": "Հայկ Սարգսյան",
    "Uzbek": "Gʻulom Oʻrinov, Ғулом Ўринов",
}


def document(*blocks: Block, notes: tuple[Note, ...] = (), title: str = "A title", **more: str) -> Document:
    return Document(language="en", title=title, blocks=blocks, notes=notes, **more)  # type: ignore[arg-type]  # text fields only


def of_text(text: str) -> Document:
    return document(Paragraph(words(text)))


def everything() -> Document:
    notes = (Note("a", words("Interview with the mother.")), Note("b", words("Certificate 218.")))
    return Document(
        language="en",
        title="Everything on paper",
        kicker="Case",
        subtitle="Invented",
        letterhead=Letterhead("An Office", "since 2014", ("A street 1", "A town")),
        dateline="A town, 23 November 2026",
        addressees=("To: somebody",),
        running=("Left", "Right"),
        footer="Ref. 1 · confidential",
        notes=notes,
        blocks=(
            Paragraph((Span("Taken from home.", Style.STRONG, ("a", "b")), Span(" Again.", notes=("a",))), "1."),
            Paragraph(words("Own words."), quoted=True),
            Items((Item("(a)", words("a request;")), Item("(b)", words("another.", "b")))),
            Notice(words("Invented for training."), Tone.WARNING),
            Contents("Contents"),
            Heading("Facts"),
            Heading("Custody", 2),
            Timeline(
                (Stretch(0, 0.3, "Incommunicado", Tone.WARNING), Stretch(0.3, 1, "Held", open_ended=True)),
                (Mark(0, "arrest"), Mark(0.31, "first lawyer"), Mark(0.95, "a long label at the end")),
                ((0, "Jan"), (1, "Feb")),
                "Figure 1.",
            ),
            Table(
                (Column("Date", 1, strong=True), Column("What", 4), Column("Count", 1, numeric=True)),
                tuple(
                    (f"{day} Feb", f"Day {day} of many, with words enough to need a second line " * 2, "7")
                    for day in range(1, 29)
                )
                * 8,
                "Table 1.",
            ),
            Bars((("Killed", (Bar("Government", 14, "14"), Bar("Others", None, "more", notes=("b",)))),), "Figure 2."),
            KeyValues((("Name", words("Ә. Қ.", "a")),)),
            SourceNotes("Sources"),
            Signature("A. B.", "Head"),
        ),
    )


@pytest.mark.parametrize("script", NAMES)
def test_two_extractors_read_a_name_back_as_it_was_written(script: str) -> None:
    name = NAMES[script]
    pdf = render(document(Paragraph(words(f"The name is {name}.")), Table((Column("Name", 1),), ((name,),)))).pdf

    assert flat(by_poppler(pdf)).count(name) == 2
    assert flat(by_pypdf(pdf)).count(name) == 2


def test_a_whole_right_to_left_paragraph_is_read_back_in_reading_order() -> None:
    text = "هذا نص عربي كامل يبدأ من اليمين"
    pdf = render(of_text(text)).pdf

    assert text in flat(by_poppler(pdf))
    assert text in flat(by_pypdf(pdf))


def test_a_right_to_left_name_does_not_break_across_lines() -> None:
    name = NAMES["Arabic"]
    for filler in range(45, 90, 4):
        lines = by_poppler(render(of_text("x" * filler + " " + name + " and so on")).pdf).splitlines()
        assert any(name in line for line in lines), filler


@pytest.mark.parametrize(
    "text",
    [
        "<img src=/etc/hostname> and <b>unclosed & <font",
        '<a href="javascript:alert(1)">click</a>',
        "</para><para>&lt;&amp;&#65;",
        "(brackets) \\ backslash ) ( %comment",
    ],
)
def test_markup_in_a_text_is_printed_letter_by_letter(text: str) -> None:
    file = render(
        document(Paragraph(words(text)), Heading(text), Table((Column(text, 1),), ((text,),)), title=text)
    ).pdf

    assert flat(by_poppler(file)).count(text) >= 3
    with pikepdf.open(io.BytesIO(file)) as pdf:
        assert not any("/XObject" in page.resources for page in pdf.pages)
        kinds = {str(note.get("/Subtype")) for page in pdf.pages for note in page.get("/Annots", [])}
        actions = [note for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note]
    assert kinds <= {"/Link"}
    assert actions == []


def test_an_address_in_a_text_does_not_become_a_link() -> None:
    with pikepdf.open(io.BytesIO(render(of_text("see https://example.org/x or file:///etc/passwd")).pdf)) as pdf:
        assert all("/Annots" not in page for page in pdf.pages)


def test_a_word_of_a_million_letters_is_printed_whole() -> None:
    rendered = render(of_text("x" * 1_000_000))

    with pikepdf.open(io.BytesIO(rendered.pdf)) as pdf:
        shown = sum(
            len(bytes(operand)) // 2
            for page in pdf.pages
            for instruction in pikepdf.parse_content_stream(page, "Tj")
            for operand in instruction.operands
        )
    assert shown > 1_000_000


def test_three_hundred_thousand_characters_are_printed_whole() -> None:
    text = "ұзақ сөз " * 33_334
    assert by_poppler(render(of_text(text)).pdf).count("ұзақ") == 33_334


def test_signs_that_turn_or_hide_text_are_left_out() -> None:
    pdf = render(of_text("abc\u202edef\u2066ghi\u200bjkl\xadmno\x00\x07pqr\ufeffstu\U000e0041v")).pdf

    assert "abcdefghijklmnopqrstuv" in by_poppler(pdf)


def test_half_a_surrogate_pair_is_printed_as_a_sign_for_a_missing_letter_and_reported() -> None:
    rendered = render(of_text("a\ud800b"))

    assert "a\ufffdb" in by_poppler(rendered.pdf)


def test_a_letter_that_no_font_has_is_printed_as_a_sign_for_it_and_reported() -> None:
    rendered = render(of_text("name 阿 and 依"))

    assert rendered.uncovered == ("U+963F", "U+4F9D")
    assert "name \ufffd and \ufffd" in flat(by_poppler(rendered.pdf))


def test_nothing_is_reported_when_every_letter_has_a_font() -> None:
    assert render(of_text(" ".join(NAMES.values()) + " № § – “ ” « » … ₸ ° × ≥ ≤ ~ ½ → ά")).uncovered == ()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_same_document_gives_the_same_bytes(paper: str) -> None:
    first = document(*everything().blocks, notes=everything().notes, paper=paper)

    assert render(first).pdf == render(first).pdf


def test_other_documents_in_between_change_nothing() -> None:
    before = render(everything()).pdf
    render(of_text(" ".join(NAMES.values())))

    assert render(everything()).pdf == before


def test_every_font_is_embedded_and_none_of_the_standard_ones_is_named() -> None:
    file = render(document(*everything().blocks, Paragraph(words(" ".join(NAMES.values()))))).pdf
    with pikepdf.open(io.BytesIO(file)) as pdf:
        fonts = [font for page in pdf.pages for font in page.resources["/Font"].values()]
        names = {str(font["/BaseFont"]) for font in fonts}
        for font in fonts:
            assert "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]
    assert all(name.startswith("/AAAAAA+Casefile") for name in names)
    assert b"Helvetica" not in file


def test_the_file_says_its_title_and_language_and_nothing_about_its_maker() -> None:
    file = render(document(title="Әділет")).pdf
    with pikepdf.open(io.BytesIO(file)) as pdf:
        assert {key: str(value) for key, value in pdf.docinfo.items()} == {"/Title": "Әділет"}
        assert str(pdf.Root.Lang) == "en"
        assert "/Metadata" not in pdf.Root
    assert b"ReportLab" not in file


def test_notes_lead_to_their_text_and_back() -> None:
    file = render(everything()).pdf
    with pikepdf.open(io.BytesIO(file)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        links = [(number, note) for number, page in enumerate(pdf.pages, 1) for note in page.get("/Annots", [])]
        leads = {(number, numbers[note["/Dest"][0].objgen]) for number, note in links}
        last = len(numbers)
        assert {int(note["/F"]) for _, note in links} == {4}
    assert (1, last) in leads
    assert (last, 1) in leads


def test_a_note_says_on_which_pages_it_is_cited() -> None:
    text = flat(by_poppler(render(everything()).pdf))

    assert "Interview with the mother. cited on pp. 1, 11" in text


def test_the_number_of_a_note_does_not_run_into_a_number_of_the_text() -> None:
    text = (Span("Wounded: 12", notes=("a",)),)
    made = render(document(Paragraph(text), SourceNotes("Sources"), notes=(Note("a", words("A list.")),))).pdf

    assert "Wounded: 12 1" in flat(by_poppler(made))
    assert "Wounded: 12 1" in flat(by_pypdf(made))


def test_a_source_is_named_in_full_once() -> None:
    notes = (
        Note("a", words("A Newspaper, A report, page 1."), "o1", "A Newspaper, as note {n}, page 1."),
        Note("b", words("A Newspaper, A report, page 2."), "o1", "A Newspaper, as note {n}, page 2."),
        Note("c", words("A witness."), "o2", "", "o1", "Known through: A report.", "Known through: note {n}."),
        Note("d", words("Never cited.")),
    )
    body = Paragraph((Span("x", notes=("a",)), Span(" y", notes=("b",)), Span(" z", notes=("c",))))
    read = flat(by_poppler(render(document(body, SourceNotes("Sources"), notes=notes)).pdf))

    assert "1 A Newspaper, A report, page 1." in read
    assert "2 A Newspaper, as note 1, page 2." in read
    assert "3 A witness. Known through: note 1." in read
    assert "Never cited" not in read


def test_a_long_dossier_has_contents_whose_page_numbers_are_true() -> None:
    rendered = render(everything())
    with pikepdf.open(io.BytesIO(rendered.pdf)) as pdf:
        outline = [(str(item.title), item.destination) for item in pdf.open_outline().root]
    assert [title for title, _ in outline] == ["Facts", "Sources"]
    pages = [by_poppler(_only(rendered.pdf, page)) for page in range(rendered.pages)]
    contents = next(page for page in pages if "Contents" in page)
    where = next(number for number, page in enumerate(pages, 1) if "Sources" in page and "Contents" not in page)
    assert f"Sources {where}" in flat(contents) or str(where) in contents.split()


def _only(file: bytes, page: int) -> bytes:
    with pikepdf.open(io.BytesIO(file)) as pdf, pikepdf.new() as one:
        one.pages.append(pdf.pages[page])
        out = io.BytesIO()
        one.save(out)
        return out.getvalue()


def test_a_short_dossier_has_no_contents() -> None:
    assert "Contents" not in by_poppler(render(document(Contents("Contents"), Paragraph(words("short")))).pdf)


def test_the_heads_of_a_table_come_again_on_every_page() -> None:
    rendered = render(everything())

    assert by_poppler(rendered.pdf).count("WHAT") >= rendered.pages - 2 > 3


def test_a_row_that_heads_others_is_never_the_last_of_a_page() -> None:
    columns = (Column("What", 1), Column("Count", 1, numeric=True))
    for filler in range(30, 50):
        rows = [(f"row {number}", "1") for number in range(filler)]
        table = Table(columns, (*rows, ("A head across the table", ""), ("below it", "2")), "", frozenset({filler}))
        rendered = render(document(table))
        pages = [by_poppler(_only(rendered.pdf, page)) for page in range(rendered.pages)]
        assert ["A head" in page for page in pages] == ["below it" in page for page in pages]


def test_a_row_on_a_new_page_says_to_which_group_it_belongs() -> None:
    rows = [("Group one", ""), *((f"row {number}", "x") for number in range(60))]
    table = Table((Column("Left", 1), Column("Right", 1)), tuple(rows), heads=frozenset({0}))

    second = by_poppler(render(document(table)).pdf).split("\f")[1]

    assert second.index("LEFT") < second.index("Group one") < second.index("row 59")


def test_a_page_number_stays_with_the_words_before_it() -> None:
    """However long the source is, no line of the notes begins with a page number alone."""
    for length in range(60, 130):
        made = document(
            Paragraph((Span("Said.", notes=("a",)),)), SourceNotes("Sources"), notes=(Note("a", words("x" * length)),)
        )
        assert all(line.strip() != "1" for line in by_layout(render(made).pdf))


def test_each_page_says_which_of_how_many_it_is() -> None:
    rendered = render(everything())
    text = flat(by_poppler(rendered.pdf))

    assert all(f"page {page} of {rendered.pages}" in text for page in range(1, rendered.pages + 1))


def test_nothing_is_drawn_below_the_foot_or_beside_the_margins() -> None:
    file = render(everything()).pdf
    with pikepdf.open(io.BytesIO(file)) as pdf:
        for page in pdf.pages:
            for instruction in pikepdf.parse_content_stream(page, "Tm"):
                *_, x, y = (float(operand) for operand in instruction.operands)
                assert 60 < x < 525
                assert 40 < y < 825
