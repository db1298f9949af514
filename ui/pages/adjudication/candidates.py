"""The candidates of a question: a row each, with its digit, its words, its label, and who has said so."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QVBoxLayout, QWidget

from annotator.adjudication.case import gold_value
from annotator.adjudication.clusters import Candidate
from annotator.adjudication.values import essence
from annotator.model import Argument, Mention, Relation
from ui.look import SMALL, Look
from ui.models.adjudication import AdjudicationModel
from ui.models.adjudication_words import AdjudicationWords
from ui.theme import Hue
from ui.widgets.paint import draw_key, draw_line, key_size, rounded, text_direction, text_width

_HIGH, _WORDS = 40, 44
"""Height of a row; where its words begin (design pixels)."""
ENTER = "Enter"


class CandidateRow(QAbstractButton):
    """One candidate. A click accepts it; with Shift it is put to those that are accepted together."""

    def __init__(self, look: Look, words: AdjudicationWords, candidate: Candidate, crowd: int) -> None:
        super().__init__()
        self._look, self._words, self.candidate, self._crowd = look, words, candidate, crowd
        self.majority = self.decided = self.current = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(look.px(_HIGH))

    def nextCheckState(self) -> None:
        """A click asks; who listens decides."""

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(self._look.px(400), self._look.px(_HIGH))

    def refresh(self) -> None:
        """Takes the words again."""
        words, value = self._words, self.candidate.value
        votes = self._look.tr("adjudication.votes", votes=len(self.candidate.votes), all=self._crowd)
        self.setAccessibleName(
            self._look.words.joined(words.head(value), words.tail(value), votes, words.voters(self.candidate))
        )
        self.update()

    def _hue(self) -> Hue:
        value, theme = self.candidate.value, self._look.theme
        if isinstance(value, Mention):
            return self._words.labels.look(value.label).hue
        if isinstance(value, Argument | Relation):
            return theme.hue("blue")
        return theme.hue("slate")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Digit, words, chip, votes, letters."""
        look, px, theme = self._look, self._look.px, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.good_soft if self.decided else theme.accent_soft if self.isChecked() else theme.page
        strong = self.current or self.majority
        line = theme.accent if strong else theme.sunken if self.underMouse() else None
        filled = strong or self.isChecked() or self.decided
        rounded(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), px(6), ground if filled else None, line)
        digit = look.key(f"Digit{self.candidate.number % 10}") if self.candidate.number <= 10 else ""
        if digit:
            draw_key(painter, look, self._place(12, key_size(look, digit).width(), 18), digit)
        self._draw_votes(painter)
        value = self.candidate.value
        tail, font = self._words.tail(value), look.font(SMALL, bold=True)
        chip_width = text_width(font, tail) + px(12)
        head = self._words.head(value)
        room = self.width() - px(_WORDS + 36) - self._votes_width() - chip_width
        wide = min(text_width(look.naskh(19), head), room)
        place = self._place(_WORDS, wide, 36)
        draw_line(painter, place, head, look.naskh(19), theme.ink, direction=text_direction(head))
        chip = self._place(_WORDS + 12 + wide / theme.scale, chip_width, 20)
        hue = self._hue()
        rounded(painter, QRectF(chip), px(3), hue.fill)
        draw_line(painter, chip, tail, font, hue.text, direction=look.direction, align="center")

    def _votes_width(self) -> int:
        px = self._look.px
        letters = text_width(self._look.font(SMALL), self._words.voters(self.candidate))
        key = px(40) if self.majority else 0
        return px(14) * self._crowd + px(16) + letters + key

    def _draw_votes(self, painter: QPainter) -> None:
        """A dot for each annotator: full for those who said so. Then their letters, and Enter at the majority."""
        look, px, theme = self._look, self._look.px, self._look.theme
        end = 12.0
        if self.majority:
            key = look.key(ENTER)
            size = key_size(look, key).width()
            draw_key(painter, look, self._place_end(end, size, 18), key)
            end += size / theme.scale + 10
        letters = self._words.voters(self.candidate)
        wide = text_width(look.font(SMALL), letters)
        place = self._place_end(end, wide, 18)
        draw_line(painter, place, letters, look.font(SMALL), theme.ink_second, direction=look.direction)
        end += wide / theme.scale + 10
        for number in range(self._crowd):
            box = QRectF(self._place_end(end + 14 * number, px(9), 9))
            painter.setPen(QPen(theme.ink, 1.2))
            painter.setBrush(theme.ink if number >= self._crowd - len(self.candidate.votes) else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(box.center()), box.width() / 2, box.width() / 2)

    def _place(self, start: float, width: float, height: int) -> QRect:
        """A piece whose start edge is `start` design pixels from the row's start edge."""
        px = self._look.px
        left = self.width() - px(start) - width if self._look.words.right_to_left else px(start)
        return QRect(round(left), (self.height() - px(height)) // 2, round(width), px(height))

    def _place_end(self, end: float, width: float, height: int) -> QRect:
        px = self._look.px
        left = px(end) if self._look.words.right_to_left else self.width() - px(end) - width
        return QRect(round(left), (self.height() - px(height)) // 2, round(width), px(height))


class Candidates(QScrollArea):
    """The rows of the question in hand. `chosen(number)`: accept it; `ticked(number)`: with others."""

    chosen = Signal(int)
    ticked = Signal(int)

    def __init__(self, look: Look, words: AdjudicationWords, model: AdjudicationModel) -> None:
        super().__init__()
        self._look, self._words, self._model = look, words, model
        self.rows: list[CandidateRow] = []
        self._shown: tuple[object, ...] = ()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addStretch(1)
        self.setWidget(body)
        for widget in (self.viewport(), body):
            widget.setAutoFillBackground(False)
        look.changed.connect(self._relook)

    def _relook(self) -> None:
        self._shown = ()
        self.refresh((), 0)

    def refresh(self, ticks: tuple[int, ...], current: int) -> None:
        """Shows the candidates of the question in hand; `ticks` are those that are accepted together, `current` the one
        that is being changed."""
        item = self._model.item
        cluster = item.cluster if item is not None else None
        shown = (cluster.key if cluster else "", self._look.words.language, self._look.theme)
        if shown != self._shown:
            self._shown = shown
            self._make()
        majority = self._model.majority_numbers()
        origins = self._decided_numbers()
        for row in self.rows:
            number = row.candidate.number
            row.majority = number in majority
            row.decided = number in origins
            row.current = number == current
            row.setChecked(number in ticks)
            row.refresh()
        if 0 < current <= len(self.rows):
            self.ensureWidgetVisible(self.rows[current - 1])

    def _make(self) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        item = self._model.item
        self.rows = []
        for candidate in item.cluster.candidates if item is not None else ():
            row = CandidateRow(self._look, self._words, candidate, len(item.cluster.voters) if item else 0)
            row.clicked.connect(lambda *_, number=candidate.number: self._on_click(number))
            self._column.insertWidget(len(self.rows), row)
            self.rows.append(row)
        seen = min(max(len(self.rows), 1), 2)  # there is always room for so many
        self.setMinimumHeight(self._look.px(seen * _HIGH + 8))

    def _on_click(self, number: int) -> None:
        shift = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        (self.ticked if shift else self.chosen).emit(number)

    def _decided_numbers(self) -> set[int]:
        """The candidates that are gold by the decision as it stands."""
        item, case = self._model.item, self._model.case
        if item is None or case is None or item.decision is None:
            return set()
        made = {essence(v) for o in item.decision.origins if (v := gold_value(case.gold, o)) is not None}
        return {c.number for c in item.cluster.candidates if essence(c.value) in made}
