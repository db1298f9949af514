"""Names that somebody has marked before, proposed where they stand unmarked in another document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import regex

from annotator.layer import Layer
from annotator.model import Rejection, Span
from annotator.schema import Schema
from annotator.search import Searchable, forms_of
from annotator.suggest.places import Place, Steps, Taken, is_barred, is_inside_a_name, run
from annotator.text.normalise import key

_WORDLIKE: Final = regex.compile(r"\p{L}.*\p{L}", regex.DOTALL)


class Name(NamedTuple):
    """A surface with a label; how often one person has marked it so, and rejected it; its search key."""

    surface: str
    label: str
    marked: int
    rejected: int = 0
    form: str = ""


class Names:
    """What one person has marked and rejected so far, by folded surface and label. Counts go up and down with the work."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[str, Name]] = {}
        self._best: dict[str, Name] = {}

    def count(self, surface: str, label: str, marked: int = 0, rejected: int = 0) -> None:
        """Adds (or takes away) so many marks and rejections of a surface."""
        form = key(surface).strip()
        if not _WORDLIKE.search(form):
            return  # a number or a single letter says nothing of another document
        labels = self._counts.setdefault(form, {})
        old = labels.get(label) or Name(surface, label, 0, 0, form)
        new = old._replace(marked=old.marked + marked, rejected=old.rejected + rejected)
        if new.marked or new.rejected:
            labels[label] = new
        else:
            labels.pop(label, None)
        self._choose_best(form, labels)

    def _choose_best(self, form: str, labels: dict[str, Name]) -> None:
        best = min(labels.values(), key=lambda name: (-name.marked, name.label), default=None)
        if best is not None and best.marked > best.rejected:
            self._best[form] = best
        else:
            self._best.pop(form, None)
        if not labels:
            del self._counts[form]

    def worth_proposing(self) -> list[Name]:
        """One label for each surface, the one it was marked with most; none that was rejected as often as it was
        marked."""
        return list(self._best.values())


def find_names(text: Searchable, names: Iterable[Name]) -> Iterator[list[Place]]:
    """Where each of `names` stands as whole words, a few places at a time, so that a caller may stop in between."""
    for _ in text.folding():
        yield []
    folded = text.folded.text
    for name in names:
        form = name.form or key(name.surface).strip()
        # A name with the article may also stand behind ل, which swallows its alef.
        if any(each in folded for each in forms_of(form)):
            for hits in text.portions(name.surface):
                yield [Place(hit.span, name.label, hit.prefix) for hit in hits]
        yield []


def choose(found: Iterable[Place], layer: Layer, schema: Schema) -> list[Place]:
    """Of all that was found, what is proposed: the longest at each place, where nothing is marked, nothing was rejected
    and the label is still in the schema; never inside another name. In the order of the text."""
    return run(choosing(found, layer, schema))


def choosing(found: Iterable[Place], layer: Layer, schema: Schema) -> Steps[list[Place]]:
    """`choose` in steps of about a tenth of a millisecond."""
    taken = Taken(layer.mentions.values())
    yield
    chosen: list[Place] = []
    reach: set[int] = set()
    for place in sorted(found, key=lambda p: (p.span.start - p.span.end, p.span, p.label)):
        yield
        if schema.label(place.label) is None or Rejection(place.span, place.label).id in layer.rejections:
            continue
        if schema.boundary == "word":
            place = place._replace(span=Span(place.span.start - len(place.prefix), place.span.end))
        others = list(taken.touching(place.span))
        if others and (is_barred(place.span, others, schema.overlap) or is_inside_a_name(place.span, others)):
            continue
        if not reach.isdisjoint(range(*place.span)):
            continue
        reach.update(range(*place.span))
        chosen.append(place)
    return sorted(chosen)
