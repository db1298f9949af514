"""Words of an article on one line: what stands before, the place itself underlined, what stands after."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption

from annotator.model import Span
from annotator.text.offsets import OffsetMap


class WordLine:
    """One line of an article's words, laid out from the right and never broken."""

    def __init__(self, text: str, font: QFont) -> None:
        self._layout = QTextLayout(text, font)
        self._offsets = OffsetMap(text)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._layout.setTextOption(option)
        self._layout.beginLayout()
        self._line = self._layout.createLine()
        self._line.setLineWidth(1e5)
        self._layout.endLayout()
        self._left = 1e5 - self._line.naturalTextWidth()
        boxes = [run.boundingRect() for run in self._layout.glyphRuns()]
        if boxes:
            self._left = min(box.left() for box in boxes)
        self.height = self._line.height()
        self.ascent = self._line.ascent()
        self.width = max((box.right() for box in boxes), default=self._left) - self._left

    def boxes(self, span: Span) -> list[tuple[float, float]]:
        """(left, right) of each visual piece of a span of the text, from the line's left edge; joined where they touch."""
        start, end = self._offsets.utf16(span.start), self._offsets.utf16(span.end)
        found = sorted(
            (run.boundingRect().left(), run.boundingRect().right()) for run in self._line.glyphRuns(start, end - start)
        )
        joined: list[tuple[float, float]] = []
        for left, right in found:
            left, right = left - self._left, right - self._left
            if joined and left - joined[-1][1] < 1.5:
                joined[-1] = (joined[-1][0], max(joined[-1][1], right))
            else:
                joined.append((left, right))
        return joined

    def draw(self, painter: QPainter, at: QPointF, color: QColor, strong: Sequence[tuple[Span, QColor]] = ()) -> None:
        """Paints the words with their left edge at a point; some in another colour."""
        formats = []
        for span, ink in strong:
            start, end = self._offsets.utf16(span.start), self._offsets.utf16(span.end)
            piece = QTextLayout.FormatRange()
            form = QTextCharFormat()
            form.setForeground(ink)
            piece.start, piece.length, piece.format = start, end - start, form
            formats.append(piece)
        painter.setPen(color)
        self._layout.draw(painter, QPointF(at.x() - self._left, at.y()), formats)


def window(text: str, span: Span, font: QFont, width: float) -> Span:
    """As many words around a place as fit into `width` px."""
    metrics = QFontMetrics(font)
    room = (width - metrics.horizontalAdvance(_plain(text[span.start : span.end]))) / 2
    start, end = span
    paragraph_start = max(text.rfind("\n", 0, span.start) + 1, span.start - 200)
    found = text.find("\n", span.end)
    paragraph_end = min(len(text) if found < 0 else found, span.end + 200)
    while start > paragraph_start:
        space = max(text.rfind(" ", paragraph_start, start - 1) + 1, paragraph_start)
        if metrics.horizontalAdvance(_plain(text[space : span.start])) > room:
            break
        start = space
    while end < paragraph_end:
        space = text.find(" ", end + 1, paragraph_end)
        space = paragraph_end if space < 0 else space
        if metrics.horizontalAdvance(_plain(text[span.end : space])) > room:
            break
        end = space
    return Span(start, end)


def _plain(text: str) -> str:
    return " ".join(text.split("\n"))


def draw_place(
    painter: QPainter, rect: QRectF, words: tuple[str, str, str], font: QFont, inks: tuple[QColor, ...]
) -> None:
    """(before, place, after) on one line, the place at its middle; `inks`: of the place, of the rest, of the line."""
    before, place, after = words
    text = before + place + after
    span = Span(len(before), len(before) + len(place))
    seen = window(text, span, font, rect.width())
    line = WordLine(text[seen.start : seen.end], font)
    inside = Span(span.start - seen.start, span.end - seen.start)
    boxes = line.boxes(inside) or [(0.0, line.width)]
    middle = (boxes[0][0] + boxes[-1][1]) / 2
    left = min(max(rect.center().x() - middle, rect.left()), max(rect.left(), rect.right() - line.width))
    if line.width > rect.width():
        left = rect.right() - line.width
    top = rect.top() + (rect.height() - line.height) / 2
    painter.save()
    painter.setClipRect(rect)
    for a, b in boxes:
        painter.fillRect(QRectF(left + a, top + line.ascent + 6, b - a, 2), inks[2])
    line.draw(painter, QPointF(left, top), inks[1], [(inside, inks[0])])
    painter.restore()
