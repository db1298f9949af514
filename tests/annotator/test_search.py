"""Finding: through vowels, tatweel, hamza forms and prefixes, and whole words only where names are meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.search import Searchable
from annotator.text.graphemes import snap
from annotator.text.normalise import key

TEXT = (
    "قالت الأمم المتحدة إن للأمم المتحدة وبالأمم المُتّحدة والامم المتحـدة. حلب وحلب بحلب لحلب حلبي الحلبي الحلب «حلب» "
    "ولحلب، وصل 12 و١٢ و120"
)


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        (
            "الأمم المتحدة",
            [("", "الأمم المتحدة"), ("ل", "لأمم المتحدة"), ("وب", "الأمم المُتّحدة"), ("و", "الامم المتحـدة")],
        ),
        ("حلب", [("", "حلب"), ("و", "حلب"), ("ب", "حلب"), ("ل", "حلب"), ("", "حلب"), ("ول", "حلب")]),
        ("12", [("", "12"), ("و", "١٢")]),
        ("غائب", []),
        ("", []),
    ],
)
def test_a_name_is_found_as_whole_words_and_after_prefixes(surface: str, expected: list[tuple[str, str]]) -> None:
    hits = Searchable(TEXT).occurrences(surface)
    assert [(hit.prefix, TEXT[hit.span.start : hit.span.end]) for hit in hits] == expected


def test_find_looks_inside_words_and_exact_does_not_fold() -> None:
    searchable = Searchable(TEXT)
    assert len(searchable.find("حلب")) == 9
    assert [TEXT[a:b] for a, b in searchable.find("المتحدة")] == ["المتحدة", "المتحدة", "المُتّحدة", "المتحـدة"]
    assert len(searchable.find("المتحدة", exact=True)) == 2


words = st.text(alphabet="ابتحلموأإـَّ ١2", min_size=1, max_size=8)


@given(st.lists(words, max_size=12).map(" ".join), words)
def test_every_hit_folds_to_the_query_and_cuts_no_letter(text: str, query: str) -> None:
    found = Searchable(text).find(query)
    for span in found:
        assert key(text[span.start : span.end]).strip() == key(query).strip()
        assert snap(text, span) == span
    assert found == sorted(found)


@given(st.lists(words, max_size=12).map(" ".join), words)
def test_occurrences_are_finds_at_the_edges_of_words(text: str, surface: str) -> None:
    for hit in Searchable(text).occurrences(surface):
        folded = key(text[hit.span.start : hit.span.end])
        assert folded in (key(surface).strip(), key(surface).strip()[1:])
        assert text[hit.span.start - len(hit.prefix) : hit.span.start] == hit.prefix
