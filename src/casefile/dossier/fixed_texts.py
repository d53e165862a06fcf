"""The texts of a dossier that come from us and from no record: of the template, the labels and the vocabularies.

The leak check asks for them when it finds a single word: "серіктес" in a heading is no find of somebody called Серік.
Text from records never counts as one of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from casefile.base.i18n import Language
from casefile.casework.catalogue import record_type
from casefile.casework.vocabulary import vocabulary
from casefile.dossier.template import Template


def fixed_texts(template: Template, language: str) -> Iterator[str]:
    """Every text of the template in a language, and the labels and terms of the fields that it may print."""
    text = Language.of(language).text
    yield template.title(language)
    for name in template.words:
        yield template.text(name, language)
    for section in template.sections:
        yield section.heading(language)
        yield from (sentence.pattern(language) for sentence in section.say)
        yield from (question.asked(language) for question in section.questions)
    for kind, allowed in template.allowed.items():
        made = record_type(kind)
        yield text(made.kind.label)
        for field in allowed.fields:
            facts = made.facts[field]
            yield text(facts.label)
            if facts.vocabulary:
                terms = vocabulary(facts.vocabulary)
                yield from (terms.label(term, language) for term in terms.terms)
