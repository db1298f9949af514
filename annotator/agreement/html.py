"""A report as one HTML page: both languages, nothing loaded from anywhere, no script, every text of people escaped."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Final

from annotator.agreement.catalogue import CAUSES, MEASURES, reason
from annotator.agreement.html_parts import STYLE, WORDS
from annotator.agreement.reporting import Report
from annotator.agreement.results import Result
from annotator.agreement.statistics import VERSION
from annotator.agreement.summary import Confusion
from annotator.schema import Schema, name_among

_LADDER: Final = ("exact", "boundary", "overlap", "overlap_label", "partial", "iou", "token_alpha", "u_alpha")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*%?")
_ARABIC: Final = str.maketrans("0123456789.,%", "٠١٢٣٤٥٦٧٨٩٫٬٪")


def page(report: Report, title: str, schema: Schema | None = None) -> str:
    """The whole page; `title` is the project's name. Labels are called by their names in `schema`, else by their keys."""
    bodies = "".join(_Page(report, title, language, schema).body() for language in ("ar", "en"))
    return (
        '<!DOCTYPE html>\n<html lang="ar"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        '<input type="radio" name="language" id="ar" checked><label for="ar" lang="ar">العربية</label>'
        '<input type="radio" name="language" id="en"><label for="en" lang="en">English</label>'
        f"{bodies}</body></html>\n"
    )


def _floor(found: Iterable[Result]) -> float:
    """Where the axis begins: at 0, or at the tenth below the lowest value or end of an interval."""
    ends = [end for x in found if x.value is not None for end in (x.value, *(x.interval or ()))]
    return min(0.0, math.floor(10 * min(ends, default=0.0)) / 10)


def _stretch(low: float, *ends: float) -> str:
    """From the least of `ends` to the greatest, as a share of an axis from `low` to 1."""
    begin, end = ((max(low, min(1.0, x)) - low) / (1 - low) for x in (min(ends), max(ends)))
    return f"inset-inline-start:{begin:.1%};inline-size:{end - begin:.1%}"


class _Page:
    """One language of the page."""

    def __init__(self, report: Report, title: str, language: str, schema: Schema | None) -> None:
        self.report, self.title, self.language, self._schema = report, title, language, schema
        self._arabic = language == "ar"

    # -- words and numbers --------------------------------------------------------------------------------------------
    def word(self, key: str) -> str:
        """A word of the page itself."""
        return escape(WORDS[key][self._arabic])

    def digits(self, text: str) -> str:
        """Digits, and the signs within numbers, as the language writes them; a full stop stays one."""
        return _NUMBER.sub(lambda found: found[0].translate(_ARABIC), text) if self._arabic else text

    def count(self, n: int) -> str:
        """A whole number."""
        return self.digits(f"{n:,}")

    def value(self, number: float | None, why: str | None = None) -> str:
        """A value, or a dash with the reason."""
        if number is not None:
            return self._figure(number)
        return f'<span class="undefined">— {escape(reason(why, self.language) or "")}</span>'

    def _figure(self, number: float) -> str:
        """Three decimals; a minus sign stands before its digits also among Arabic words."""
        text = f"{number:.3f}"
        return text if not self._arabic else f'<bdi dir="ltr">{self.digits(text.replace("-", "−"))}</bdi>'

    def label(self, key: str) -> str:
        """A label by its name; its key on pointing at it."""
        label = self._schema.label(key) if self._schema else None
        return f'<bdi title="{escape(key)}">{escape(label.name(self.language) if label else key)}</bdi>'

    def role(self, key: str) -> str:
        """A role by its name."""
        return self.person(name_among(self._schema.roles, key, self.language) if self._schema else key)

    def document_label(self, key: str) -> str:
        """A document label by its name."""
        return self.person(name_among(self._schema.document_labels, key, self.language) if self._schema else key)

    def person(self, name: str) -> str:
        """A text of people, isolated by its own direction."""
        return f"<bdi>{escape(name)}</bdi>"

    # -- building blocks ----------------------------------------------------------------------------------------------
    def table(self, head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
        """A table of ready cells; the first of each row is its heading."""
        top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
        body = []
        for first, *cells in rows:
            body.append(f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>')
        return f"<table><thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody></table>"

    def bar(self, found: Result, low: float = 0.0) -> str:
        """A bar from 0 on an axis from `low` to 1, with the interval as a line; nothing where there is no value."""
        if found.value is None:
            return ""
        bar = f'<b style="{_stretch(low, 0.0, found.value)}"></b>'
        line = f'<i style="{_stretch(low, *found.interval)}"></i>' if found.interval else ""
        zero = f'<u style="{_stretch(low, 0.0, 0.0)}"></u>' if low else ""
        return f'<span class="bar">{bar}{zero}{line}</span>'

    def ends(self, interval: tuple[float, float] | None) -> str:
        """An interval in figures."""
        return "—" if interval is None else " – ".join(map(self._figure, interval))

    def results(self, rows: Sequence[tuple[str, Result]]) -> str:
        """A table of results with bars."""
        head = (self.word("measure"), self.word("value"), "", self.word("interval"), self.word("documents"), "n")
        low = _floor(x for _, x in rows)
        return self.table(
            head,
            (
                (
                    name,
                    self.value(x.value, x.reason),
                    self.bar(x, low),
                    self.ends(x.interval),
                    self.count(x.n_documents),
                    self.count(x.n_units),
                )
                for name, x in rows
            ),
        )

    def name(self, measure: str) -> str:
        """The name of a measure."""
        return escape(MEASURES[measure].ar if self._arabic else MEASURES[measure].en)

    # -- sections -----------------------------------------------------------------------------------------------------
    def body(self) -> str:
        """All sections."""
        direction = "rtl" if self._arabic else "ltr"
        sections: list[tuple[str, Callable[[], str]]] = [
            ("ladder", self._ladder),
            ("warnings", self._warnings),
            ("pairs", self._pairs),
            ("each", self._each),
            ("labels", self._labels),
            ("confusion", lambda: self._confusion(self.report.summary.confusion, self.label)),
            ("events", self._events),
            ("document_labels", self._document_labels),
            ("causes", self._causes),
            ("disagreements", self._documents),
            ("definitions", self._definitions),
        ]
        made = [(key, build()) for key, build in sections]
        inner = "".join(f"<section><h2>{self.word(key)}</h2>{html}</section>" for key, html in made if html)
        return (
            f'<main class="{self.language}" lang="{self.language}" dir="{direction}">'
            f"<h1>{self.word('title')}: {self.person(self.title)}</h1><p>{self._coverage()}</p>{inner}"
            f"<footer>{self._footer()}</footer></main>"
        )

    def _coverage(self) -> str:
        c = self.report.coverage
        names = WORDS["coverage"][self._arabic]
        return escape(
            names.format(
                compared=self.count(c.compared),
                documents=self.count(c.documents),
                people=self.count(len(c.annotators)),
                layers=self.count(c.layers_done),
                open=self.count(c.layers_not_done),
                nothing=self.count(c.both_nothing),
            )
        )

    def _ladder(self) -> str:
        rows = [(self.name(name), self.report.summary.spans[name]) for name in _LADDER]
        rows += [(self.name(name), found) for name, found in self.report.summary.given_boundary.items()]
        return self.results(rows)

    def _warnings(self) -> str:
        items = "".join(f"<li>{self._isolated(w.words(self.language))}</li>" for w in self.report.warnings)
        return f"<ul>{items}</ul>" if items else ""

    def _isolated(self, words: str) -> str:
        return self.digits(escape(words)) if self._arabic else escape(words)

    def _pairs(self) -> str:
        rows = self.report.summary.pairs
        people = sorted({name for row in rows for name in (row.a, row.b)})
        cell = {(row.a, row.b): row for row in rows} | {(row.b, row.a): row for row in rows}
        lines = []
        for one in people:
            line = [self.person(one)]
            for other in people:
                found = cell.get((one, other))
                if found is None:
                    line.append("")
                elif found.exact is None:
                    line.append(self.value(None, found.reason))
                else:
                    n = f"<small>{self.count(found.n_documents)}</small>"
                    line.append(
                        f'<span class="heat" style="--v:{found.exact:.3f}">{self.value(found.exact)}</span> {n}'
                    )
            lines.append(line)
        return self.table(("", *(self.person(name) for name in people)), lines) if rows else ""

    def _each(self) -> str:
        rows = [(self.person(row.name), row.exact) for row in self.report.summary.people]
        return self.results(rows) if rows else ""

    def _labels(self) -> str:
        found = {key: row.exact for key, row in self.report.summary.labels.items()}
        keys = sorted(found, key=lambda key: (found[key].value is None, -(found[key].value or 0.0), key))
        return self.results([(self.label(key), found[key]) for key in keys]) if keys else ""

    def _confusion(self, found: Confusion, name_of: Callable[[str], str]) -> str:
        if not found.labels:
            return ""
        place = {label.key: n for n, label in enumerate(self._schema.labels)} if self._schema else {}
        order = sorted(range(len(found.labels)), key=lambda k: place.get(found.labels[k], len(place)))
        names = [*(name_of(found.labels[k]) for k in order), self.word("nothing")]
        order.append(len(found.labels))
        cells = ([found.matrix[i][j] for j in order] for i in order)
        rows = ((name, *(self.count(n) if n else "·" for n in row)) for name, row in zip(names, cells, strict=True))
        return self.table(("", *names), rows)

    def _events(self) -> str:
        rows = [(self.name(level), found) for level, found in self.report.summary.events.items()]
        if not any(found.n_units for _, found in rows):
            return ""
        return self.results(rows) + self._confusion(self.report.summary.roles, self.role)

    def _document_labels(self) -> str:
        parts = []
        for label, measures in self.report.summary.document_labels.items():
            rows = [(self.name(f"document_{name}"), found) for name, found in measures.items()]
            parts.append(f"<h3>{self.document_label(label)}</h3>{self.results(rows)}")
        return "".join(parts)

    def _causes(self) -> str:
        causes = self.report.summary.causes
        total = sum(causes.values())
        if not total:
            return ""
        rows = sorted(causes.items(), key=lambda item: (-item[1], item[0]))
        return self.table(
            (self.word("cause"), "n", self.word("share")),
            ((escape(CAUSES[name][self._arabic]), self.count(n), self.digits(f"{n / total:.0%}")) for name, n in rows),
        )

    def _documents(self) -> str:
        rows = self.report.documents
        if not rows:
            return ""
        kinds = ("missing", "boundaries", "kind_labels", "arguments")
        head = (self.word("document"), self.name("exact"), self.word("differences"), *map(self.word, kinds))
        return self.table(
            head,
            (
                (
                    self.person(self.report.names[row.document]),
                    self.value(row.exact, "nothing_marked"),
                    *map(self.count, (row.differences, row.missing, row.boundaries, row.labels, row.arguments)),
                )
                for row in rows
            ),
        )

    def _definitions(self) -> str:
        used = [*_LADDER, *self.report.summary.given_boundary]
        items = []
        for key in used:
            measure = MEASURES[key]
            text = escape(measure.definition_ar if self._arabic else measure.definition)
            source = f'<span lang="en" dir="ltr">{escape(measure.formula)}. {escape(measure.source)}.</span>'
            items.append(f"<dt>{self.name(key)}</dt><dd>{text}{source}</dd>")
        return f"<dl>{''.join(items)}</dl>"

    def _footer(self) -> str:
        chosen = self.report.filter
        parts = [self.word("filter_gold")] if chosen.gold else []
        for key, names in (("filter_people", chosen.annotators), ("filter_labels", chosen.labels)):
            if names is not None:
                parts.append(f"{self.word(key)}: {', '.join(map(self.person, names))}")
        parts.append(f"{self.word('resampling')} {self.word('version')} {self.count(VERSION)}.")
        return " · ".join(parts)
