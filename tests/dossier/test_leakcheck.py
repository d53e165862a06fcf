from __future__ import annotations

import io

import pikepdf
import pytest

from casefile.dossier import leakcheck
from casefile.dossier.document import Column, Document, Heading, Paragraph, Span, Table, words
from casefile.dossier.leakcheck import LeakError
from casefile.dossier.needles import needles
from casefile.dossier.pdf import render

NAME = "Серік Бейсенов"
ARABIC = "حسين الأمين"
NEEDLES = needles([NAME, ARABIC], ["N1234567"])


def pdf(*texts: str, title: str = "A title", footer: str = "") -> bytes:
    blocks = tuple(Paragraph(words(text)) for text in texts)
    return render(Document(language="en", title=title, blocks=blocks, footer=footer)).pdf


def test_a_clean_file_passes() -> None:
    leakcheck.check(pdf("Nobody is named here.", "Ешкім аталмайды.", "لا أحد"), NEEDLES, "dossier.pdf")


@pytest.mark.parametrize(
    "text",
    [
        NAME,
        NAME.upper(),
        "Serik Beisenov",
        "Б е й с е н о в   С е р і к",
        "Бей\xadсенов Се\xadрік",
        "задержание Бейсенова",
        ARABIC,
        "N 12 34 56 7",
    ],
)
def test_a_name_in_the_text_refuses_the_file(text: str) -> None:
    with pytest.raises(LeakError):
        leakcheck.check(pdf(f"On that day {text} was there."), NEEDLES)


def test_a_name_broken_over_two_lines_refuses_the_file() -> None:
    for filler in range(70, 95):
        with pytest.raises(LeakError):
            leakcheck.check(pdf("x" * filler + " " + NAME), NEEDLES)


def test_a_name_broken_over_two_spans_refuses_the_file() -> None:
    text = (Span("Бейсе"), Span("нов"))
    made = render(Document(language="en", title="t", blocks=(Paragraph(text),))).pdf

    with pytest.raises(LeakError):
        leakcheck.check(made, NEEDLES)


def test_a_name_in_title_foot_table_or_file_name_refuses_the_file() -> None:
    table = Table((Column("h", 1),), ((NAME,),))
    for made in (
        pdf("x", title=NAME),
        pdf("x", footer=NAME),
        render(Document(language="en", title="t", blocks=(table,))).pdf,
        render(Document(language="en", title="t", blocks=(Heading(NAME),))).pdf,
    ):
        with pytest.raises(LeakError):
            leakcheck.check(made, NEEDLES)
    with pytest.raises(LeakError):
        leakcheck.check(pdf("x"), NEEDLES, "Beisenov.pdf")


def planted(where: str) -> bytes:
    with pikepdf.open(io.BytesIO(pdf("x"))) as file:
        if where == "attachment":
            file.attachments["a.txt"] = NAME.encode()
        elif where == "attachment name":
            file.attachments["Beisenov.txt"] = b"x"
        elif where == "metadata":
            with file.open_metadata() as metadata:
                metadata["dc:title"] = NAME
        elif where == "properties":
            file.docinfo["/Keywords"] = NAME
        elif where == "bookmark":
            with file.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem(NAME, 0))
        elif where == "annotation":
            note = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=pikepdf.String(NAME)
            )
            file.pages[0].Annots = pikepdf.Array([file.make_indirect(note)])
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()


@pytest.mark.parametrize("where", ["attachment", "attachment name", "metadata", "properties", "bookmark", "annotation"])
def test_a_name_hidden_beside_the_text_refuses_the_file(where: str) -> None:
    with pytest.raises(LeakError):
        leakcheck.check(planted(where), NEEDLES)


@pytest.mark.parametrize("broken", [b"", b"not a pdf", b"%PDF-1.7\n"])
def test_what_cannot_be_read_is_refused(broken: bytes) -> None:
    with pytest.raises(LeakError):
        leakcheck.check(broken, NEEDLES)


def test_a_truncated_file_is_refused_or_read_whole() -> None:
    with pytest.raises(LeakError):
        leakcheck.check(pdf(NAME)[:-400], NEEDLES)


def test_the_refusal_does_not_repeat_the_name() -> None:
    with pytest.raises(LeakError) as refusal:
        leakcheck.check(pdf(NAME), NEEDLES)

    assert "Бейсенов" not in str(refusal.value)


def test_a_word_of_the_form_itself_is_no_find_and_a_full_name_still_is() -> None:
    form = ("Құпия: серіктес кеңселерге",)

    leakcheck.check(pdf("Серіктес кеңселерге."), NEEDLES, fixed=lambda: form)
    with pytest.raises(LeakError):
        leakcheck.check(pdf("Серіктес кеңселерге."), NEEDLES)
    for text in (f"Серіктес {NAME}.", "Серіктес, Серікке.", "Серіктес, Beisenov."):
        with pytest.raises(LeakError):
            leakcheck.check(pdf(text), NEEDLES, fixed=lambda: form)
