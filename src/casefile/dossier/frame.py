"""What every dossier has around its body: letterhead, place and date, notes, header, footer and the page's own words.

A composer makes the blocks; this makes the document of them, and says on it that it was invented, if it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from casefile.base.dates import say_date
from casefile.base.i18n import N_, Language
from casefile.dossier.document import Block, Document, Letterhead, Note, Notice, Tone, Wording, words
from casefile.dossier.shown import Matter, Shown, capitalised
from casefile.dossier.template import Template

INVENTED = N_("Invented for training. The people and events of this dossier do not exist.")


def framed(
    template: Template,
    matter: Matter,
    title: str,
    blocks: Sequence[Block],
    *,
    subtitle: str = "",
    addressees: tuple[str, ...] = (),
    running: str = "",
    with_notes: bool = True,
) -> Document:
    """The finished document.

    Args:
        template: What it was made from.
        matter: All that may be printed.
        title: Its title.
        blocks: The body. That it was invented is put before it.
        subtitle: A line under the title.
        addressees: To whom it goes, one a line.
        running: At the left of the page header; the title if empty.
        with_notes: Whether it has source notes.
    """
    language = Language.of(matter.language)
    issuer = matter.find(matter.issuer)
    # What kind of dossier it is stands above the title, unless it is the title.
    kind = template.title(matter.language)
    invented = (Notice(words(language.text(INVENTED)), Tone.MAIN),) if matter.invented else ()
    return Document(
        language=matter.language,
        title=title,
        kicker=kind if kind != title else "",
        subtitle=subtitle,
        letterhead=_letterhead(issuer),
        dateline=_dateline(matter, issuer),
        addressees=addressees,
        blocks=(*invented, *blocks),
        notes=_source_notes(matter) if with_notes else (),
        running=(running or title, issuer.words("shown_name") if issuer else ""),
        footer=_footer(template, matter),
        wording=_wording(language),
        paper=matter.paper,
    )


def _letterhead(issuer: Shown | None) -> Letterhead | None:
    """The letterhead of whoever speaks."""
    if issuer is None:
        return None
    lines = [line.strip() for line in issuer.words("contact_details").split("\n") if line.strip()]
    if issuer.words("website") and not any(issuer.words("website") in line for line in lines):
        lines.append(issuer.words("website"))
    return Letterhead(issuer.words("shown_name"), "", tuple(lines))


def _dateline(matter: Matter, issuer: Shown | None) -> str:
    """Place and date."""
    place = issuer.words("place") if issuer else ""
    dated = say_date(matter.dated, matter.language)
    return ", ".join(part for part in (place, dated) if part)


def _footer(template: Template, matter: Matter) -> str:
    """What kind of dossier it is, who may read it, and on every page whether it was invented."""
    fiction = Language.of(matter.language).text(N_("invented for training")) if matter.invented else ""
    # The title last: it may be long, and what does not fit is cut.
    parts = (matter.classification, fiction, template.title(matter.language))
    return capitalised(" · ".join(part for part in parts if part))


def _source_notes(matter: Matter) -> tuple[Note, ...]:
    """The source notes, as the page prints them."""
    return tuple(
        Note(
            key=one.key,
            text=words(one.text),
            source=one.source,
            again=one.again,
            through=one.through,
            through_text=one.through_text,
            through_again=one.through_again,
        )
        for one in matter.sources.values()
    )


def _wording(language: Language) -> Wording:
    """The page's own words."""
    return Wording(
        folio=language.text(N_("page {page} of {pages}")),
        cited=language.text(N_("cited on p. {pages}")),
        cited_often=language.text(N_("cited on pp. {pages}")),
        continued=language.text(N_("(continued)")),
    )
