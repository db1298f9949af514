"""Same again: the other places where a name stands that was just marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from annotator.layer import Layer
from annotator.model import Mention, Rejection, Span
from annotator.schema import BoundaryPolicy, Schema
from annotator.search import Hit, Searchable
from annotator.suggest.places import Place, Taken, is_barred, is_inside_a_name
from annotator.text.clitics import propose
from annotator.text.normalise import key
from annotator.text.words import word_at


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
    if len(mention.spans) > 1:
        return Again((), ())
    taken = Taken(layer.mentions.values())
    longer = Taken(_longer_names(text, layer, mention))
    places: list[Place] = []
    inside: list[Place] = []
    for hit, span in _spans(text, mention, schema.boundary):
        others = list(taken.touching(span))
        if Rejection(span, mention.label).id in layer.rejections or span == mention.hull:
            continue
        there = [other for other in others if other.spans == (span,)]
        old = next((other for other in there if before and other.label == before), None)
        if old is not None and not any(other.label == mention.label for other in there):
            places.append(Place(span, mention.label, hit.prefix, old.id))
        elif not is_barred(span, others, schema.overlap):
            hidden = is_inside_a_name(span, others) or is_inside_a_name(span, longer.touching(span))
            (inside if hidden else places).append(Place(span, mention.label, hit.prefix))
    return Again(tuple(sorted(places)), tuple(sorted(inside)))


def _spans(text: Searchable, mention: Mention, policy: BoundaryPolicy) -> Iterator[tuple[Hit, Span]]:
    """Each occurrence with the span that it would take; none twice."""
    seen: set[Span] = set()
    word = word_at(text.text, mention.start)
    whole = word is None or mention.start <= word.start
    with_prefix = policy == "word" and whole
    for name in _names(text.text, mention, with_prefix=with_prefix):
        for hit in text.occurrences(name):
            span = Span(hit.span.start - len(hit.prefix), hit.span.end) if with_prefix else hit.span
            if span not in seen:
                seen.add(span)
                yield hit, span


def _names(text: str, mention: Mention, *, with_prefix: bool) -> Iterator[str]:
    """The surface; where prefixes belong to mentions, also what is left without one that shows itself."""
    surface = text[mention.start : mention.end]
    yield surface
    word = word_at(text, mention.start)
    if with_prefix and word is not None and word.start == mention.start:
        offset = propose(text[word.start : word.end], frozenset())
        if 0 < offset < mention.end - mention.start:
            yield surface[offset:]


def _longer_names(text: Searchable, layer: Layer, mention: Mention) -> Iterator[Mention]:
    """Where names stand that hold the one of `mention` and are marked somewhere in the layer, as if all were marked."""
    wanted = key(text.text[mention.start : mention.end]).strip()
    surfaces = {text.text[other.start : other.end] for other in layer.mentions.values()}
    for surface in surfaces:
        folded = key(surface).strip()
        if folded != wanted and wanted in folded:
            for hit in text.occurrences(surface):
                yield Mention("", (hit.span,), "")
