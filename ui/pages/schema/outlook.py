"""Beside the form: how the item will look in an article, and what putting the draft in force would touch."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from annotator.jobs.schema_changes import Touched
from annotator.model import Span
from annotator.schema import ColorPair, Label
from ui.article.marks import Mark, MarkLook
from ui.article.view import ArticleView
from ui.look import BODY, SMALL, Look
from ui.models.schema_draft import SchemaDraft
from ui.pages.schema.words import DIFFERENCES, SCHEMA_FIELDS, TABLES
from ui.theme import own_hue
from ui.widgets.frame import Pane, Rule
from ui.widgets.text import Text


def scrolled(content: QWidget) -> QScrollArea:
    """A widget that may be higher than its place, on the ground of what is below it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    for widget in (area.viewport(), content):
        widget.setAutoFillBackground(False)
    return area


_SAMPLE = ("schema_editor.sample_before", "schema_editor.sample_word", "schema_editor.sample_after")


class Outlook(Pane):
    """The preview and the list of changes."""

    def __init__(self, look: Look, draft: SchemaDraft) -> None:
        super().__init__(look, "panel")
        self._draft = draft
        self._lines: list[Text] = []
        tr = look.tr
        self.article = ArticleView(look.theme)
        self.article.setAccessibleName(tr("schema_editor.preview"))
        self.article.set_read_only(True)
        self.article.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.head = Text(look, self._head_words, size=BODY, bold=True)
        self.hint = Text(look, self._hint_words, size=SMALL, ink="ink_second", wrap=True)
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.addStretch(1)
        area = scrolled(self._list)
        self._column = QVBoxLayout(self)
        self._above = QWidget()
        above = QVBoxLayout(self._above)
        above.setContentsMargins(0, 0, 0, 0)
        above.addWidget(Text(look, lambda: tr("schema_editor.preview"), size=SMALL, bold=True, ink="ink_second"))
        above.addWidget(self.article)
        above.addWidget(Rule(look))
        self._column.addWidget(self._above)
        self._column.addWidget(self.head)
        self._column.addWidget(self.hint)
        self._column.addWidget(area, 1)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        px = self.look.px
        self._column.setContentsMargins(px(16), px(16), px(16), px(16))
        self._column.setSpacing(px(8))
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(px(8))
        self.article.setFixedHeight(px(150))
        self.article.set_theme(self.look.theme)

    # -- the preview --------------------------------------------------------------------------------------------------
    def show_item(self, item: Any) -> None:
        """Shows a label in a short text; something else has no preview."""
        is_label = isinstance(item, Label)
        self._above.setVisible(is_label)
        if not is_label:
            return
        before, word, after = (str(self.look.tr(part)) for part in _SAMPLE)
        text = before + word + after
        if self.article.text != text:
            self.article.set_article(text)
        theme, language = self.look.theme, self.look.words.language
        own = item.color
        hue = own_hue(own.light, own.dark, theme) if isinstance(own, ColorPair) else theme.hue(own)
        face = MarkLook(item.name(language), item.short(language), hue, 0, item.is_event)
        self.article.set_marks((Mark("sample", (Span(len(before), len(before) + len(word)),), face),))

    # -- the changes --------------------------------------------------------------------------------------------------
    def _head_words(self) -> str:
        count = len(self._draft.touched())
        return self.look.tr("schema_editor.changes", n=count) if count else self.look.tr("schema_editor.unchanged")

    def _hint_words(self) -> str:
        return self.look.tr("schema_editor.changes_hint" if self._draft.is_changed else "schema_editor.no_changes")

    def refresh(self) -> None:
        """Lists what is different from what is in force."""
        self.head.refresh()
        self.hint.refresh()
        for line in self._lines:
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        for place, each in enumerate(self._draft.touched()):
            weighty = each.difference.touches_records and each.mentions
            words = self.words_for(each)
            line = Text(self.look, lambda words=words: words, wrap=True, ink="warning" if weighty else "ink")
            self._rows.insertWidget(place, line)
            self._lines.append(line)

    def words_for(self, each: Touched) -> str:
        """One difference in a sentence."""
        tr, difference = self.look.tr, each.difference
        what = difference.what
        if difference.table == "schema":
            return tr("schema_editor.diff_schema", what=tr(SCHEMA_FIELDS[difference.key]))
        table = tr(TABLES[difference.table])
        if what == "reordered":
            return tr("schema_editor.diff_reordered", table=table)
        name = self._name(difference.table, difference.key)
        other = self._name("labels", difference.other) if difference.other else ""
        said = tr(DIFFERENCES[what], table=table, name=name, other=other)
        if difference.touches_records and each.mentions:
            marks, people = tr("count.mentions", n=each.mentions), tr("count.people", n=each.people)
            return f"{said} {tr('schema_editor.diff_marks', marks=marks, people=people)}"
        return said

    def _name(self, table: Any, key: str) -> str:
        item = self._draft.item(table, key)
        if item is None and self._draft.in_force is not None:
            item = next((each for each in getattr(self._draft.in_force, table) if each.key == key), None)
        return str(item.name(self.look.words.language)) if item is not None else key
