"""From a report to rows, cells and sentences: what each section shows, and what each number opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from annotator.agreement.reporting import Report
from annotator.agreement.results import Result
from annotator.agreement.summary import Confusion, PairRow
from ui.look import Look
from ui.models.agreement import AgreementModel
from ui.models.agreement_words import CODING, AgreementWords
from ui.models.disagreements import KINDS, Question
from ui.pages.agreement.bars import Bar
from ui.pages.agreement.heat import Cell
from ui.pages.agreement.notes import Note
from ui.pages.agreement.table import Row

LADDER: Final = ("exact", "boundary", "overlap", "overlap_label")
LADDER_EVENTS: Final = ("trigger_class", "argument_class_given_trigger")
EVENTS: Final = (
    "trigger_id",
    "trigger_class",
    "argument_id",
    "argument_class",
    "argument_id_attached",
    "argument_class_attached",
    "argument_id_given_trigger",
    "argument_class_given_trigger",
)
MORE: Final = ("partial", "iou", "cohen_kappa", "alpha", "token_alpha", "u_alpha")
_CELL_STEP: Final = 0.1


class Content:
    """Makes what the sections show. Nothing opens in a blind project."""

    def __init__(self, look: Look, words: AgreementWords, model: AgreementModel) -> None:
        self._look, self._words, self._model = look, words, model

    def _asks(self, question: Question) -> Question | None:
        return None if self._model.blind else question

    # -- bars ---------------------------------------------------------------------------------------------------------
    def result(
        self, name: str, found: Result, question: Question | None, *, hint: str = "", first: bool = False
    ) -> Bar:
        """A bar of one result."""
        words = self._words
        return Bar(
            name,
            found.value,
            "" if found.value is None else words.value(found.value),
            hint,
            found.interval,
            words.count(found.n_units),
            ""
            if found.value is not None
            else f"{words.undefined(found.reason)} {words.tr('agreement.n', n=found.n_units)}",
            words.spoken(name, found),
            question,
            first=first,
        )

    def _measure(self, name: str, found: Result, *, first: bool = False) -> Bar:
        words = self._words
        question = self._asks(Question(words.measure(name), KINDS[name]))
        return self.result(words.measure(name), found, question, hint=words.measure_hint(name), first=first)

    def ladder(self, report: Report) -> list[Bar]:
        """The four steps, the label on equal boundaries, and two of events where there are any."""
        summary = report.summary
        bars = [self._measure(name, summary.spans[name], first=name == "exact") for name in LADDER]
        bars.append(self._measure("observed", summary.given_boundary["observed"]))
        if any(found.n_units for found in summary.events.values()):
            bars.append(Bar(self._words.tr("agreement.section.events"), heading=True))
            bars += [self._measure(name, summary.events[name]) for name in LADDER_EVENTS]
        return bars

    def events(self, report: Report) -> list[Bar]:
        """All levels; nothing where nobody marked an event."""
        found = report.summary.events
        return [self._measure(n, found[n]) for n in EVENTS] if any(x.n_units for x in found.values()) else []

    def more(self, report: Report) -> list[Bar]:
        """Other measures of the same spans, and gamma, which is computed when asked for."""
        summary = report.summary
        found: Mapping[str, Result] = {**summary.spans, **summary.given_boundary}
        bars = [self._measure(name, found[name]) for name in MORE]
        return bars if self._model.blind else [*bars, self._gamma()]

    def _gamma(self) -> Bar:
        words, model = self._words, self._model
        name = words.measure("gamma")
        if model.gamma is not None:
            return self._measure("gamma", model.gamma)
        if "gamma" in model.running:
            instead = words.tr("agreement.measure.gamma_now", share=words.share(model.share))
            return Bar(name, instead=instead, said=f"{name}: {instead}")
        instead = words.tr("agreement.measure.gamma_ask")
        return Bar(name, instead=instead, said=f"{name}: {instead}", asks="gamma", hint=words.measure_hint("gamma"))

    def people(self, report: Report, *, gold: bool = False) -> list[Bar]:
        """Each with the others; with gold, each pair with it."""
        words, bars = self._words, []
        for row in report.summary.people:
            name = words.plain_person(row.name)
            if gold and row.name == "gold":
                continue
            question = Question(words.person(row.name), KINDS["exact"], (row.name,), gold=gold)
            bars.append(self.result(name, row.exact, self._asks(question)))
        return sorted(bars, key=lambda bar: (bar.value is None, -(bar.value or 0.0), bar.name))

    def labels(self, report: Report) -> list[Bar]:
        """Exact match of each label, best first, those that are not defined last."""
        words, bars = self._words, []
        for label, row in report.summary.labels.items():
            look = words.labels.look(label)
            question = self._asks(Question(look.name, KINDS["exact"], label=label))
            bar = self.result(look.name, row.exact, question)
            bars.append(bar._replace(color=look.hue.strong, swatch="event" if look.event else "entity"))
        return sorted(bars, key=lambda bar: (bar.value is None, -(bar.value or 0.0), bar.name))

    def causes(self, report: Report) -> list[Bar]:
        """Shares of all differences of boundaries, largest first."""
        words, causes = self._words, report.summary.causes
        total = sum(causes.values())
        bars = []
        for name, n in sorted(causes.items(), key=lambda item: (-item[1], item[0])):
            if not total:
                break
            said = self._look.words.joined(
                f"{words.cause(name)}: {words.share(n / total)}", words.tr("agreement.n", n=n)
            )
            question = (
                self._asks(Question(words.cause(name), ("boundary", "boundary_label"), cause=name)) if n else None
            )
            shown, count = words.share(n / total), words.count(n)
            bars.append(Bar(words.cause(name), n / total, shown, n=count, said=said, asks=question, first=not bars))
        return bars

    def document_label(self, label: str, found: Mapping[str, Result]) -> list[Bar]:
        """The measures of one document label that fit its values."""
        words = self._words
        title = words.tr("agreement.section.document_label", name=words.document_label(label))
        question = self._asks(Question(title, document_label=label))
        fitting = {name: x for name, x in found.items() if x.reason not in ("not_numbers", "not_sets")}
        return [self.result(words.tr(CODING[name]), x, question) for name, x in fitting.items() if name in CODING]

    # -- cells --------------------------------------------------------------------------------------------------------
    def pairs(self, report: Report) -> tuple[list[str], list[list[Cell]], str]:
        """(names, cells, legend) of everybody with everybody."""
        rows = report.summary.pairs
        keys = sorted({name for row in rows for name in (row.a, row.b)})
        by_pair = {(row.a, row.b): row for row in rows} | {(row.b, row.a): row for row in rows}
        values = [row.exact for row in rows if row.exact is not None]
        low, high = _ends(values)
        words = self._words
        cells = [[self._pair(by_pair.get((one, other)), one, other, (low, high)) for other in keys] for one in keys]
        legend = ""
        if values:
            legend = words.tr("agreement.key_low_high", low=words.value(low), high=words.value(high))
        return [words.plain_person(name) for name in keys], cells, legend

    def _pair(self, row: PairRow | None, one: str, other: str, ends: tuple[float, float]) -> Cell:
        words = self._words
        if one == other:
            return Cell("", face="empty")
        pair = words.tr("agreement.behind.pair", a=words.person(one), b=words.person(other))
        if row is None or row.exact is None:
            reason = words.undefined(row.reason if row else "no_common")
            return Cell(words.tr("agreement.undefined_short"), face="undefined", said=f"{pair}: {reason}")
        n = words.tr("agreement.n_documents", n=row.n_a + row.n_b, documents=row.n_documents)
        said = self._look.words.joined(f"{pair}: {words.value(row.exact)}", words.interval(row.interval), n)
        question = self._asks(Question(pair, KINDS["exact"], (one, other)))
        return Cell(words.value(row.exact), (row.exact - ends[0]) / (ends[1] - ends[0]), said=said, asks=question)

    def confusion(self, found: Confusion, people: Sequence[str], *, roles: bool = False) -> list[list[Cell]]:
        """Cells of a matrix of labels or roles. Of more than two people both orders are added up."""
        order = self.order(found, roles=roles)
        matrix = [[found.matrix[i][j] for j in order] for i in order]
        size = len(matrix)
        either = len(people) != 2
        if either:
            matrix = [[matrix[i][j] + (matrix[j][i] if i != j else 0) for j in range(size)] for i in range(size)]
        names = self.names(found, roles=roles)
        most = max((matrix[i][j] for i in range(size) for j in range(size) if i != j), default=0)
        return [
            [self._confused(matrix[i][j], (names[i], names[j]), most, roles=roles, either=either) for j in range(size)]
            for i in range(size)
        ]

    def order(self, found: Confusion, *, roles: bool = False) -> list[int]:
        """Rows of a matrix as they are shown: labels as in the schema, "not annotated" last."""
        place = {} if roles else {label.key: n for n, label in enumerate(self._words.labels.all)}
        first = sorted(range(len(found.labels)), key=lambda n: (place.get(found.labels[n], len(place)), n))
        return [*first, len(found.labels)]

    def names(self, found: Confusion, *, roles: bool = False) -> list[str | None]:
        """Keys of the rows as they are shown; None is "not annotated"."""
        keys: list[str | None] = [*found.labels, None]
        return [keys[n] for n in self.order(found, roles=roles)]

    def _confused(self, n: int, pair: tuple[str | None, str | None], most: int, *, roles: bool, either: bool) -> Cell:
        words = self._words
        first, second = (self._name(key, roles=roles) for key in pair)
        if pair == (None, None):
            return Cell("", face="empty")
        if pair[0] == pair[1]:
            said = f"{first}: {words.tr('agreement.behind.agree_here', n=n)}"
            question = None if roles else self._asks(Question(first, KINDS["exact"], label=pair[0] or ""))
            return Cell(words.count(n) if n else "", face="own", said=said, asks=question)
        title = words.tr("agreement.behind.cell", a=first, b=second)
        said = f"{title}: {words.count(n)}"
        if not n:
            return Cell("", face="nothing", said=said)
        kinds = ("role", "argument") if roles else KINDS["exact"]
        question = self._asks(Question(title, kinds, pair=pair, roles=roles, either=either))
        return Cell(words.count(n), 0.12 + 0.88 * (n / most) ** 0.5, said=said, asks=question)

    def _name(self, key: str | None, *, roles: bool) -> str:
        return self._words.role(key) if roles else self._words.label(key)

    # -- rows ---------------------------------------------------------------------------------------------------------
    def documents(self, report: Report, titles: Mapping[str, str]) -> list[Row]:
        """The documents with the most differences."""
        words, rows = self._words, []
        for each in report.documents:
            name = report.names[each.document]
            title = titles.get(name, name)
            exact = "—" if each.exact is None else words.value(each.exact)
            cells = (exact, words.count(each.differences), words.most(each.most))
            count = words.tr("agreement.behind.count", n=each.differences)
            said = self._look.words.joined(f"{title}: {words.tr('agreement.column.exact')} {exact}", count, cells[2])
            rows.append(Row(title, cells, said, self._asks(Question(title, document=name))))
        return rows

    def notes(self, report: Report) -> list[Note]:
        """Warnings, the serious ones first; where they speak of something, they open it."""
        words, found = self._words, []
        for warning in report.warnings:
            question, see = None, ""
            if warning.code == "lowest":
                person = str(warning.values["name"])
                question = self._asks(Question(words.person(person), KINDS["exact"], (person,)))
            elif warning.code == "causes":
                cause = str(warning.values["cause"])
                question = self._asks(Question(words.cause(cause), ("boundary", "boundary_label"), cause=cause))
            if question is not None:
                see = words.tr("agreement.note.see")
            serious = warning.code not in ("nested", "words_inflated")
            found.append(Note(words.note(warning), serious, see, question))
        if report.summary.spans["exact"].n_units:
            found.append(Note(words.tr("agreement.note.kappa")))
        found.sort(key=lambda note: not note.serious)
        # Why so little is shown comes before everything else.
        return [Note(words.tr("agreement.blind"), serious=True), *found] if self._model.blind else found


def _ends(values: Sequence[float]) -> tuple[float, float]:
    """Ends of the colours: the values' own, out to the next tenth, at least two tenths apart."""
    low = int(min(values, default=0.0) / _CELL_STEP) * _CELL_STEP
    high = -int(-max(values, default=1.0) / _CELL_STEP // 1) * _CELL_STEP
    high = min(1.0, max(high, low + 2 * _CELL_STEP))
    return min(low, high - 2 * _CELL_STEP), high
