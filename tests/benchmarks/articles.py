"""Articles for the benchmark of the window: from `bench/workload.py` beside the checkout where it is, else our own.

Both are seeded: the same articles each time. Without the workload, sentences come from the sample project.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import util
from itertools import islice
from typing import Any, Final

from tests.benchmarks.common import ROOT, SHARED

_WORKLOAD: Final = SHARED / "bench" / "workload.py"
_SEEDS: Final = SHARED / "articles"
_SAMPLE: Final = ROOT / "projects" / "sample" / "articles"
_NEWS: Final = {"PER": "PERS", "NUM": "CARDINAL"}
_LABELS: Final = ("PERS", "ORG", "LOC", "GPE", "DATE")
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class Article:
    """A text with spans (start, end, label of the preset `news`), in code points."""

    name: str
    text: str
    spans: list[tuple[int, int, str]]

    def line(self) -> dict[str, Any]:
        """One line of Hashiya's JSONL."""
        mentions = [
            {"id": f"m{number}", "start": start, "end": end, "label": label, "text": self.text[start:end]}
            for number, (start, end, label) in enumerate(self.spans, 1)
        ]
        return {"id": self.name, "text": self.text, "mentions": mentions}


@cache
def _workload() -> Any:
    """The module of the shared workload and its sentences; None where it is not there."""
    if not _WORKLOAD.is_file() or not _SEEDS.is_dir():
        return None
    spec = util.spec_from_file_location("workload", _WORKLOAD)
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    sys.modules["workload"] = module
    spec.loader.exec_module(module)
    return module, module.Sentences(_SEEDS)


@cache
def _sentences() -> list[str]:
    texts = [file.read_text(encoding="utf-8") for file in sorted(_SAMPLE.glob("*.txt"))]
    found = (sentence.strip() for text in texts for sentence in re.split(r"(?<=[.؟!])\s+|\n", text))
    return sorted({sentence for sentence in found if len(sentence.split()) >= 4})


def _of(made: dict[str, Any]) -> Article:
    spans = [(start, end, _NEWS.get(label, label)) for start, end, label in made["spans"]]
    return Article(made["id"], made["text"], spans)


def typical_articles(count: int, first: int = 0) -> Iterator[Article]:
    """Articles of about 350 words with about 25 mentions; `first` is the number of the first one."""
    found = _workload()
    if found is not None:
        yield from map(_of, islice(found[0].documents(found[1], first + count), first, None))
        return
    for number in range(first, first + count):
        yield _own(f"doc{number:06d}", random.Random(number), words=350, spans=25)


def short_article(number: int) -> Article:
    """One sentence with one mention."""
    return _own(f"short{number:06d}", random.Random(number), words=4, spans=1)


def long_article(name: str, size: int, spans: int) -> Article:
    """An article of `size` bytes of UTF-8 with exactly so many mentions."""
    found = _workload()
    if found is None:
        return _own(name, random.Random(name), words=size // 11, spans=spans)
    return _of(found[0].long_document(found[1], name, size, spans))


def _own(name: str, rng: random.Random, *, words: int, spans: int) -> Article:
    parts: list[str] = []
    count = 0
    while count < words:
        sentence = rng.choice(_sentences())
        parts.append(sentence + ("\n" if rng.random() < 0.4 else " "))
        count += len(sentence.split())
    text = "".join(parts).strip()
    tokens = [match.span() for match in _WORD.finditer(text)]
    found: set[tuple[int, int, str]] = set()
    while len(found) < min(spans, 3 * len(tokens)):
        first = rng.randrange(len(tokens))
        last = min(len(tokens) - 1, first + rng.choice((0, 0, 0, 1, 1, 2, 3)))
        start, end = tokens[first][0], tokens[last][1]
        if "\n" not in text[start:end]:
            found.add((start, end, rng.choice(_LABELS)))
    return Article(name, text, sorted(found))
