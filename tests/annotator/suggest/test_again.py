"""Same again and known names: what is proposed, what never is, and that accepting does exactly what was shown."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import edits
from annotator.errors import EditError
from annotator.jobs.inspecting import check
from annotator.layer import Layer
from annotator.model import Document, Mention, Span
from annotator.operations import Operation, encode_changes
from annotator.project import Project
from annotator.schema import Schema, load_preset
from annotator.search import Searchable
from annotator.suggest.again import Again, same_again
from annotator.suggest.names import Names, choose, find_names
from annotator.suggest.places import Place, Taken
from tests.annotator.helpers import lines_of, take_in, taken_out

NEWS = load_preset("news")
TEXT = (
    "وصل الهلال الأحمر إلى حلب. وقال الهلال الأحمر إن للهلال الأحمر فريقاً في جامعة حلب، وحلب بحلب حلبي الهلال الاحمر."
)


@dataclass
class Bench:
    """One layer of one text, and the schema."""

    text: str
    schema: Schema = NEWS

    def __post_init__(self) -> None:
        self.document = Document(1, b"k" * 16, "d", self.text)
        self.layer = Layer(1, "سلمى")
        self.searchable = Searchable(self.text)
        self.number = 0

    def do(self, draft: edits.Draft) -> None:
        self.number += 1
        n = self.number
        self.layer.apply(Operation("a", n, n, n, draft.gesture, draft.undoes, 0, encode_changes(draft.changes)))

    def span(self, surface: str, after: int = 0) -> Span:
        start = self.text.index(surface, after)
        return Span(start, start + len(surface))

    def mark(self, span: Span, label: str) -> Mention:
        before = set(self.layer.mentions)
        self.do(edits.mark(self.layer, self.document, self.schema, [span], label))
        return self.layer.mentions[(set(self.layer.mentions) - before).pop()]

    def again(self, mention: Mention, before: str = "") -> Again:
        return same_again(self.searchable, self.layer, self.schema, mention, before)

    def surfaces(self, places: tuple[Place, ...]) -> list[tuple[str, str]]:
        return [(p.prefix, self.text[p.span.start : p.span.end]) for p in places]


def test_the_other_places_are_whole_words_behind_prefixes_and_in_other_spellings() -> None:
    bench = Bench(TEXT)
    found = bench.again(bench.mark(bench.span("الهلال الأحمر"), "ORG"))
    assert bench.surfaces(found.places) == [
        ("", "الهلال الأحمر"),
        ("ل", "لهلال الأحمر"),
        ("", "الهلال الاحمر"),
    ]


def test_a_place_inside_a_longer_name_is_offered_only_when_asked() -> None:
    bench = Bench(TEXT + " وزار جامعة حلب")
    bench.mark(bench.span("جامعة حلب"), "ORG")
    found = bench.again(bench.mark(bench.span("حلب"), "GPE"))
    assert bench.surfaces(found.places) == [("و", "حلب"), ("ب", "حلب")]
    # Also where the longer name stands unmarked: it is known from another place.
    assert len(found.inside) == 2


def test_the_boundary_follows_policy_and_choice() -> None:
    text = "قال والنظام، ثم والنظام ثم النظام"
    word = Bench(text, msgspec.structs.replace(NEWS, boundary="word"))
    found = word.again(word.mark(word.span("والنظام"), "ORG"))
    assert [text[p.span.start : p.span.end] for p in found.places] == ["والنظام", "النظام"]
    stem = Bench(text)
    found = stem.again(stem.mark(Span(5, 11), "ORG"))
    assert [(p.prefix, text[p.span.start : p.span.end]) for p in found.places] == [("و", "النظام"), ("", "النظام")]


def test_after_relabelling_the_mentions_with_the_old_label_are_offered_too() -> None:
    bench = Bench(TEXT)
    first = bench.mark(bench.span("الهلال الأحمر"), "PERS")
    bench.do(edits.accept(bench.layer, bench.document, NEWS, bench.again(first).places, "again"))
    bench.do(edits.relabel(bench.layer, NEWS, first.id, "ORG"))
    found = bench.again(bench.layer.mentions[first.id], "PERS")
    assert len(found.places) == 3
    assert all(place.relabels for place in found.places)
    bench.do(edits.accept(bench.layer, bench.document, NEWS, found.places, "again"))
    assert {m.label for m in bench.layer.mentions.values()} == {"ORG"}
    assert len(bench.layer.mentions) == 4


def test_what_is_rejected_is_not_offered_again_and_undo_takes_it_back() -> None:
    bench = Bench(TEXT)
    mention = bench.mark(bench.span("حلب"), "GPE")
    first = bench.again(mention).places[0]
    bench.do(edits.reject(bench.layer, [first]))
    assert first not in bench.again(mention).places
    with pytest.raises(EditError):
        edits.reject(bench.layer, [first])
    inverse = bench.layer.undo()
    bench.do(edits.Draft("undo", tuple(inverse.changes), inverse.undoes.name))
    assert first in bench.again(mention).places


def test_rejecting_starts_the_work_on_a_document_but_does_not_reopen_it() -> None:
    bench = Bench(TEXT)
    place = Place(bench.span("حلب"), "GPE")
    bench.do(edits.reject(bench.layer, [place]))
    assert bench.layer.status == "in_progress"
    bench.do(edits.set_status(bench.layer, bench.document, bench.schema, "done"))
    bench.do(edits.reject(bench.layer, [place._replace(label="ORG")]))
    assert bench.layer.status == "done"


def test_accepting_passes_over_what_became_impossible() -> None:
    bench = Bench("حلب حلب حلب", msgspec.structs.replace(NEWS, overlap="none"))
    places = [Place(Span(4, 7), "GPE"), Place(Span(8, 11), "GPE"), Place(Span(4, 11), "ORG")]
    bench.mark(Span(8, 11), "ORG")
    bench.do(edits.accept(bench.layer, bench.document, bench.schema, places, "accept"))
    assert {(m.start, m.end, m.label) for m in bench.layer.mentions.values()} == {(4, 7, "GPE"), (8, 11, "ORG")}
    with pytest.raises(EditError):
        edits.accept(bench.layer, bench.document, bench.schema, places, "accept")


WORDS = ("حلب", "وحلب", "بحلب", "جامعة", "الهلال", "للهلال", "والهلال", "الأحمر", "الاحمر", "قال", "٥", "حلبي")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=24).map(" ".join)


@st.composite
def marked(draw: st.DrawFn) -> tuple[Bench, Mention]:
    """A layer with a few mentions of whole words or stems; the last one was just made."""
    policy = draw(st.sampled_from(("stem", "word", "free")))
    overlap = draw(st.sampled_from(("none", "nested", "any")))
    bench = Bench(draw(texts), msgspec.structs.replace(NEWS, boundary=policy, overlap=overlap))
    ends = [i for i, c in enumerate(bench.text + " ") if c == " "]
    starts = [0, *(i + 1 for i in ends[:-1])]
    mention = None
    for _ in range(draw(st.integers(1, 4))):
        first = draw(st.integers(0, len(starts) - 1))
        last = min(len(ends) - 1, first + draw(st.integers(0, 2)))
        cut = 1 if bench.text[starts[first]] in "وب" and draw(st.booleans()) else 0
        span = Span(starts[first] + cut, ends[last])
        try:
            mention = bench.mark(span, draw(st.sampled_from(("GPE", "ORG", "Conflict.Attack"))))
        except EditError:
            continue
    assert mention is not None
    return bench, mention


@given(marked())
def test_accepting_all_marks_exactly_what_was_shown_in_one_step(made: tuple[Bench, Mention]) -> None:
    bench, mention = made
    found = bench.again(mention)
    before = {(m.spans, m.label) for m in bench.layer.mentions.values()}
    for place in found.places:
        touching = list(Taken(bench.layer.mentions.values()).touching(place.span))
        assert all(other.spans != (place.span,) for other in touching)
        assert not any(other.start <= place.span.start and place.span.end <= other.end for other in touching)
    assert not set(found.places) & set(found.inside)
    if found.places:
        state = bench.layer.state()
        bench.do(edits.accept(bench.layer, bench.document, bench.schema, found.places, "again"))
        after = {(m.spans, m.label) for m in bench.layer.mentions.values()}
        assert after - before <= {((p.span,), p.label) for p in found.places}
        assert not bench.again(mention).places or bench.schema.overlap == "none"
        inverse = bench.layer.undo()
        bench.do(edits.Draft("undo", tuple(inverse.changes), inverse.undoes.name))
        assert bench.layer.state() == state


@given(marked(), texts)
def test_known_names_are_proposed_apart_from_each_other_and_from_what_is_marked(
    made: tuple[Bench, Mention], other: str
) -> None:
    bench, _ = made
    names = Names()
    for mention in bench.layer.mentions.values():
        names.count(bench.text[mention.start : mention.end], mention.label, marked=1)
    there = Bench(other, bench.schema)
    found = [place for part in find_names(there.searchable, names.worth_proposing()) for place in part]
    chosen = choose(found, there.layer, there.schema)
    assert chosen == sorted(chosen)
    for a, b in itertools.pairwise(chosen):
        assert a.span.end <= b.span.start
    if chosen:
        there.do(edits.accept(there.layer, there.document, there.schema, chosen, "accept"))
        assert len(there.layer.mentions) == len(chosen)
        assert choose(found, there.layer, there.schema) == []


def test_a_name_that_is_rejected_as_often_as_marked_is_proposed_no_more() -> None:
    names = Names()
    names.count("الأسد", "PERS", marked=2)
    names.count("الاسد", "ORG", marked=1)
    names.count("١٢", "NUM", marked=9)
    assert [(name.surface, name.label) for name in names.worth_proposing()] == [("الأسد", "PERS")]
    names.count("الأسد", "PERS", rejected=2)
    assert names.worth_proposing() == []
    names.count("الأسد", "PERS", marked=-2, rejected=-2)
    assert [name.label for name in names.worth_proposing()] == ["ORG"]


def test_the_project_tells_what_one_person_marked_and_rejected(project: Project) -> None:
    text = "👍 وصل سليم إلى حلب وحلب"
    take_in(project, {"id": "d1", "text": text}, {"id": "d2", "text": text + "."})
    project.work_as("سلمى")
    for number in (1, 2):
        document, layer = project.document(number), project.layer(number)
        at = text.index("حلب")
        project.perform(number, edits.mark(layer, document, project.schema, [Span(at, at + 3)], "GPE"))
    project.perform(1, edits.reject(project.layer(1), [Place(Span(at + 5, at + 8), "GPE")]))
    project.flush()
    assert project.names(1, 2) == [("حلب", "GPE", 2, 0), ("حلب", "GPE", 0, 1)]
    assert project.names(2, 9) == [("حلب", "GPE", 1, 0)]
    project.work_as("هالة")
    assert project.names(1, 9) == []
    project.flush()
    assert check(project.path, deep=True) == []
    # What was rejected is no part of what is exported, and brings nothing new when that comes back.
    assert "rejection" not in taken_out(project).decode()
    assert take_in(project, *lines_of(project)).layers_replaced == 0
