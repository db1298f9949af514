"""Same again: the other places where a name stands that was just marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

from annotator.layer import Layer
from annotator.model import Mention, Rejection, Span
from annotator.schema import BoundaryPolicy, Schema
from annotator.search import Hit, Searchable, forms_of
from annotator.suggest.places import Place, Steps, Taken, encloses, is_barred, is_inside_a_name, run
from annotator.text.clitics import propose
from annotator.text.normalise import key
from annotator.text.words import word_at

_SURFACES: Final = 100
"""Marked names that are looked at in one step."""


class Again(NamedTuple):
    """The other places of a name, in the order of the text. Those `inside` a longer name are offered only when asked."""

    places: tuple[Place, ...]
    inside: tuple[Place, ...]


def same_again(text: Searchable, layer: Layer, schema: Schema, mention: Mention, before: str = "") -> Again:
    """Where else the name of `mention` stands as whole words and may take its label.

    A prefix stays outside where the policy or the choice just made leaves it outside, else the whole word is taken.
    Places that have the label, that were rejected, or where another mention stands are passed over. After a relabelling
    (`before` is the label it had) mentions of the name that still have the old label are offered as well.
    """
    return run(looking_again(text, layer, schema, mention, before))


def looking_again(text: Searchable, layer: Layer, schema: Schema, mention: Mention, before: str = "") -> Steps[Again]:
    """`same_again` in steps of about a millisecond."""
    places: list[Place] = []
    inside: list[Place] = []
    if len(mention.spans) > 1:
        return Again((), ())
    taken = Taken(layer.mentions.values())
    yield
    longer = yield from _longer_names(text, layer, mention)
    seen: set[Span] = {mention.hull}
    for hits in _hits(text, mention, schema.boundary):
        yield
        for hit, span in hits:
            if span in seen or Rejection(span, mention.label).id in layer.rejections:
                continue
            seen.add(span)
            others = list(taken.touching(span))
            there = [other for other in others if other.spans == (span,)]
            old = next((other for other in there if before and other.label == before), None)
            if old is not None and not any(other.label == mention.label for other in there):
                places.append(Place(span, mention.label, hit.prefix, old.id))
            elif not is_barred(span, others, schema.overlap):
                hidden = is_inside_a_name(span, others) or _is_in_longer(text, longer, hit, span)
                (inside if hidden else places).append(Place(span, mention.label, hit.prefix))
    return Again(tuple(sorted(places)), tuple(sorted(inside)))


def _hits(text: Searchable, mention: Mention, policy: BoundaryPolicy) -> Iterator[list[tuple[Hit, Span]]]:
    """The occurrences, some at a time, each with the span that it would take."""
    word = word_at(text.text, mention.start)
    whole = word is None or mention.start <= word.start
    with_prefix = policy == "word" and whole
    for name in _names(text.text, mention, with_prefix=with_prefix):
        for hits in text.portions(name):
            yield [
                (hit, Span(hit.span.start - len(hit.prefix), hit.span.end) if with_prefix else hit.span) for hit in hits
            ]


def _names(text: str, mention: Mention, *, with_prefix: bool) -> Iterator[str]:
    """The surface; where prefixes belong to mentions, also what is left without one that shows itself."""
    surface = text[mention.start : mention.end]
    yield surface
    word = word_at(text, mention.start)
    if with_prefix and word is not None and word.start == mention.start:
        offset = propose(text[word.start : word.end], frozenset())
        if 0 < offset < mention.end - mention.start:
            yield surface[offset:]


Longer = dict[str, list[int]]
"""Folded longer names, and where in them the name begins."""


def _longer_names(text: Searchable, layer: Layer, mention: Mention) -> Steps[Longer]:
    """The names that hold the one of `mention` and are marked somewhere in the layer, as they may stand in the text."""
    wanted = key(text.text[mention.start : mention.end]).strip()
    surfaces = {text.text[other.start : other.end] for other in layer.mentions.values()}
    found: Longer = {}
    for number, surface in enumerate(surfaces):
        if number % _SURFACES == 0:
            yield
        folded = key(surface).strip()
        if folded != wanted and wanted in folded:
            for form in forms_of(folded):
                found[form] = [
                    match.start() for each in forms_of(wanted) for match in re.finditer(re.escape(each), form)
                ]
    return found


def _is_in_longer(text: Searchable, longer: Longer, hit: Hit, span: Span) -> bool:
    """Whether one of the longer names stands around a hit, marked or not."""
    folded = text.folded
    at = bisect_left(folded.origin, hit.span.start)
    return any(
        start >= 0
        and folded.text.startswith(form, start)
        and (around := text.whole(start, form)) is not None
        and encloses(around.span, span)
        for form, places in longer.items()
        for start in (at - place for place in places)
    )
