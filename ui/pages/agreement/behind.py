"""What is behind a number: the list of disagreements, and the article with both layers under its text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.errors import UserError
from annotator.model import Mention, Span
from ui.desk import Desk
from ui.look import BODY, SMALL, TITLE, Look
from ui.models.agreement_words import AgreementWords
from ui.models.disagreements import Disagreements, Place, PlaceRole, Places, Question
from ui.pages.agreement.context import draw_place
from ui.pages.agreement.lanes import LanesView, Piece
from ui.pages.agreement.readings import Readings, Said
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane, Rule
from ui.widgets.paint import draw_line
from ui.widgets.rows import RowDelegate, Rows
from ui.widgets.text import Line, Text

Index = QModelIndex | QPersistentModelIndex
_WIDTH = 372


class _Delegate(RowDelegate):
    """The words, and under them what differs."""

    def __init__(self, view: Rows, words: AgreementWords) -> None:
        super().__init__(view.look, view, 60, lambda index: index.row() == view.currentIndex().row())
        self._words = words

    def key(self, index: Index) -> object:
        place: Place = index.data(PlaceRole)
        return place.document, place.a, place.b, place.difference.kind, place.span, index.row()

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, px, theme = self.look, self.look.px, self.look.theme
        place: Place = index.data(PlaceRole)
        body = self.inside(rect, 16, 12)
        above = QRectF(body.left(), rect.top() + px(5), body.width(), px(28))
        color = self._words.labels.look(_label(place)).hue.strong if _label(place) else theme.accent
        inks = (theme.ink, theme.ink_second, color)
        draw_place(painter, above, (place.before, place.surface, place.after), look.naskh(15), inks)
        below = QRect(body.left(), rect.top() + px(35), body.width(), px(18))
        words = self._words.said(place)
        draw_line(painter, below, words, look.font(SMALL), theme.ink_second, direction=look.direction)


def _label(place: Place) -> str:
    mention = place.difference.a or place.difference.b
    return mention.label if mention else ""


class Behind(QWidget):
    """`left`: back to the numbers. `open_wanted(document, span)`: go to the article itself."""

    left = Signal()
    open_wanted = Signal(int, object)

    def __init__(self, look: Look, desk: Desk, words: AgreementWords, model: Places) -> None:
        super().__init__()
        self._look, self._desk, self._words, self.model = look, desk, words, model
        self._shown: tuple[object, ...] = ()
        self.more_words: Callable[[Place], str] = lambda _place: ""
        """What else is to be said of a place."""
        self.nothing = "agreement.behind.none"
        """The message where a question has no answer."""
        self._make()
        self._build()
        model.rowsInserted.connect(self._on_rows)
        model.modelReset.connect(self._on_reset)
        look.changed.connect(self._relook)
        self._relook()

    def _make(self) -> None:
        look, tr = self._look, self._look.tr
        self.title = Text(look, self._title, size=TITLE, bold=True, wrap=True)
        self.count = Text(look, self._count, size=SMALL, ink="ink_second", wrap=True)
        self.list = Rows(look, empty=self._empty_words)
        self.list.setModel(self.model)
        _Delegate(self.list, self._words)
        self.list.selectionModel().currentRowChanged.connect(self._on_row)
        self.list.activated.connect(lambda *_: self._open())
        self.document = Line(
            look, lambda: self.place.title if self.place else "", size=BODY, bold=True, ink="ink", user_text=True
        )
        self.lanes_hint = Line(look, self._lanes_words)
        self.open = Button(look, lambda: tr("agreement.behind.open"), icon="document")
        self.open.clicked.connect(self._open)
        self.article = LanesView(look.theme)
        self.article.place_chosen.connect(self._choose_at)
        self.readings = Readings(look)
        self.why = Text(look, self._why, ink="ink", wrap=True)

    def _build(self) -> None:
        look = self._look
        side = self._side = Pane(look, "panel")
        column = self._side_column = QVBoxLayout(side)
        column.addWidget(self.title)
        column.addWidget(self.count)
        column.addWidget(Rule(look))
        column.addWidget(self.list, 1)
        bar = self._bar = Pane(look, "page", "bottom")
        row = self._bar_row = QHBoxLayout(bar)
        row.addWidget(self.document, 2)
        row.addWidget(self.lanes_hint, 1)
        row.addWidget(self.open)
        foot = Pane(look, "panel", "top")
        below = self._foot = QVBoxLayout(foot)
        below.addWidget(self.why)
        below.addWidget(self.readings)
        self.centre = QWidget()
        middle = QVBoxLayout(self.centre)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(bar)
        middle.addWidget(self.article, 1)
        middle.addWidget(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(side)
        whole.addWidget(Rule(look, upright=True))
        whole.addWidget(self.centre, 1)

    def _relook(self) -> None:
        px, tr = self._look.px, self._look.tr
        self._share_width()
        self._side_column.setContentsMargins(0, px(12), 0, 0)
        self._side_column.setSpacing(px(6))
        self.title.setContentsMargins(px(16), 0, px(12), 0)
        self.count.setContentsMargins(px(16), 0, px(12), 0)
        self._bar.setFixedHeight(px(44))
        self._bar_row.setContentsMargins(px(24), 0, px(24), 1)
        self._bar_row.setSpacing(px(12))
        self._foot.setContentsMargins(0, px(10), 0, px(10))
        self._foot.setSpacing(0)
        self.why.setContentsMargins(px(24), 0, px(24), 0)
        self.list.setAccessibleName(tr("agreement.behind.title", what=""))
        self.article.set_theme(self._look.theme)
        self._shown = ()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the list leaves more than half to the article."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        self._side.setFixedWidth(min(self._look.px(_WIDTH), round(0.43 * self.width())))

    # -- what is shown ------------------------------------------------------------------------------------------------
    @property
    def place(self) -> Place | None:
        """The disagreement that is chosen."""
        index = self.list.currentIndex()
        found: Place | None = index.data(PlaceRole) if index.isValid() else None
        return found

    def ask(self, question: Question) -> None:
        """Shows what is behind a number."""
        if isinstance(self.model, Disagreements):
            self.model.ask(question)
        self.refresh()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Asks for all words again, and shows the chosen place."""
        for widget in (self.title, self.count, self.document, self.lanes_hint, self.why):
            widget.refresh()
        self.list.viewport().update()
        self._show_place()

    def _title(self) -> str:
        question = self.model.question
        return self._look.tr("agreement.behind.title", what=question.title) if question else ""

    def _empty_words(self) -> str:
        if self.model.question is None:
            return ""
        return self._look.tr("agreement.behind.looking" if self.model.running else self.nothing)

    def _count(self) -> str:
        if self.model.question is None:
            return ""
        words = self._look.tr("agreement.behind.count", n=len(self.model.rows))
        if self.model.more:
            return self._look.tr("agreement.behind.more", n=len(self.model.rows))
        return "" if self.model.running and not self.model.rows else words

    def _lanes_words(self) -> str:
        place, words = self.place, self._words
        if place is None:
            return ""
        return self._look.tr("agreement.behind.lanes", a=words.person(place.a), b=words.person(place.b))

    def _why(self) -> str:
        if self.place is None:
            return ""
        question = self.model.question
        kind = self._words.kind(self.place) if self.place.difference.spans or question is None else question.title
        return f"{kind}. {self._words.said(self.place)} {self.more_words(self.place)}".rstrip()

    def _on_rows(self, *_: object) -> None:
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))
        self.count.refresh()

    def _on_reset(self) -> None:
        self._shown = ()
        self.article.show_lanes("", [])
        self.readings.show_readings("", Span(0, 0), ("", ""), [])
        self.refresh()

    def _on_row(self, *_: object) -> None:
        self.refresh()

    def _show_place(self) -> None:
        place = self.place
        self.centre.setEnabled(place is not None)
        project = self._desk.project
        if place is None or project is None:
            return
        try:
            text = project.document(place.document).text
            layers = [project.layer(place.document, owner).mentions.values() for owner in (place.a, place.b)]
        except UserError:
            return  # told of where the document is opened
        shown = (place.document, place.a, place.b)
        if shown != self._shown:
            self._shown = shown
            pieces = [piece for lane, layer in enumerate(layers) for piece in self._pieces(list(layer), lane, place)]
            self.article.show_lanes(text, pieces)
        self.readings.setVisible(bool(place.difference.spans))
        if not place.difference.spans:
            self.article.mark(())
            self.readings.show_readings("", place.span, ("", ""), [])
            return
        self.article.mark((place.span,) if place.difference.a and place.difference.b else place.difference.spans)
        names = (self._words.plain_person(place.a), self._words.plain_person(place.b))
        self.readings.show_readings(text, place.span, names, self._said(place, layers))

    def _pieces(self, mentions: list[Mention], lane: int, place: Place) -> list[Piece]:
        who = self._words.plain_person((place.a, place.b)[lane])
        found: list[Piece] = []
        reach = Span(0, 0)
        for mention in sorted(mentions, key=lambda each: (each.start, -each.end)):
            # In this order whatever a mention lies in comes before it, and the one that reaches furthest is enough.
            inner = mention.end <= reach.end and mention.hull != reach
            if mention.end > reach.end:
                reach = mention.hull
            look = self._words.labels.look(mention.label)
            found.append(Piece(mention.spans, lane, look.hue.strong, f"{who}: {look.name}", inner))
        return found

    def _said(self, place: Place, layers: Sequence[Iterable[Mention]]) -> list[Said]:
        difference, labels = place.difference, self._words.labels
        said = [
            Said(mention.spans, lane, look.name, look.short, look.hue)
            for lane, layer in enumerate(layers)
            for mention in layer
            for look in (labels.look(mention.label),)
        ]
        if difference.a is not None or difference.b is not None:
            return said
        hull = Span(place.span.start, place.span.end)
        said = [each for each in said if not (each.spans[0].start < hull.end and each.spans[-1].end > hull.start)]
        for lane, words in enumerate((difference.said_a, difference.said_b)):
            if words:
                roles = difference.kind in ("argument", "role")
                name_of = self._words.role if roles else labels.name
                name = "، ".join(map(name_of, words.split(", ")))
                hue = self._look.theme.hue("slate") if roles else labels.look(words.split(", ")[0]).hue
                said.append(Said(difference.spans, lane, name, name, hue))
        return said

    # -- going --------------------------------------------------------------------------------------------------------
    def step(self, by: int) -> None:
        """The next disagreement of the list, or the one before."""
        row = self.list.currentIndex().row() + by
        if 0 <= row < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(row))

    def _choose_at(self, offset: int) -> None:
        place = self.place
        if place is None:
            return
        for row, other in enumerate(self.model.rows):
            same = (other.document, other.a, other.b) == (place.document, place.a, place.b)
            if same and other.span.start <= offset <= other.span.end:
                self.list.setCurrentIndex(self.model.index(row))
                return

    def _open(self) -> None:
        if self.place is not None:
            self.open_wanted.emit(self.place.document, self.place.span)
