"""Remarks: asking the lead, saying that one is unsure, settling."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from annotator import edits
from annotator.model import Comment
from ui.article.view import ArticleView
from ui.commands.marking import Marking, Say
from ui.desk import Desk
from ui.look import Look
from ui.models.remarks import kind_of
from ui.models.whereabouts import mention_of
from ui.panels.inspector import Inspector


class Asking(QObject):
    """Handlers of the actions on remarks. `show_inspector` brings it into view."""

    def __init__(self, look: Look, desk: Desk, article: ArticleView, marking: Marking, say: Say) -> None:
        super().__init__(desk)
        self._look, self._desk, self._article, self._marking, self._say = look, desk, article, marking, say
        self._inspector: Inspector | None = None
        self.show_inspector: Callable[[], None] = lambda: None

    def live_in(self, inspector: Inspector) -> None:
        """The panel through which it speaks."""
        self._inspector = inspector
        panel = inspector.pages.remarks
        panel.written.connect(self._write)
        panel.changed.connect(self._rewrite)
        panel.answered.connect(self.answer)
        panel.settle_wanted.connect(self._settle)
        panel.remove_wanted.connect(self._remove)
        panel.place_wanted.connect(self._marking.choose)
        panel.left.connect(self._article.setFocus)

    # -- asking -------------------------------------------------------------------------------------------------------
    def ask(self) -> None:
        """Opens the field for a question about the selected mention, else about the document; words that are selected
        stand in it already. A question that is open about it is gone on with."""
        mention, span = self._marking.mention, self._article.selection
        document = self._desk.document
        begin = ""
        if mention is None and span is not None and document is not None and span.start < span.end:
            begin = f"«{' '.join(document.text[span.start : span.end].split())}»: "
        self.ask_about(mention.id if mention else "", begin)

    def ask_about(self, about: str, begin: str = "") -> None:
        """Opens the field for a question about a record (its id), or about the document (empty)."""
        layer, document = self._desk.layer, self._desk.document
        if self._inspector is None or layer is None or document is None:
            return
        self.show_inspector()
        self._inspector.pages.open_remarks()
        panel, open_one = self._inspector.pages.remarks, self._question_about(about)
        mention = mention_of(layer, about)
        if open_one is not None and about:
            panel.choose(open_one.id)
            panel.composer.open_to_change(open_one.id, open_one.body)
        else:
            panel.composer.open_for(about, document.text[mention.start : mention.end] if mention else "", begin)

    def _question_about(self, about: str) -> Comment | None:
        comments = self._desk.layer.comments.values() if self._desk.layer else ()
        found = (c for c in comments if c.about == about and not c.resolved and kind_of(c) == "question")
        return min(found, key=lambda comment: comment.id, default=None)

    def unsure(self) -> None:
        """Says of the selected mention, else of the document, that one is unsure; or takes that back."""
        mention, layer = self._marking.mention, self._desk.layer
        if layer is None:
            return
        about = mention.id if mention else ""
        now = not edits.is_unsure(layer, about)
        if self._desk.edit(edits.set_unsure, layer, about, now) is not None:
            self._say(self._look.tr("remark.now_unsure" if now else "remark.now_sure"))

    def remarks(self) -> None:
        """The keyboard goes to the remarks in the document."""
        if self._inspector is not None:
            self.show_inspector()
            self._inspector.pages.open_remarks()

    def show(self, comment: str) -> None:
        """Shows a remark and what it is about."""
        layer = self._desk.layer
        found = layer.comments.get(comment) if layer else None
        if layer is None or found is None or self._inspector is None:
            return
        mention = mention_of(layer, found.about) if found.about else None
        if mention is not None:
            self._article.select_mark(mention.id)
        self.remarks()
        self._inspector.pages.remarks.choose(comment)

    # -- what the panel asks for --------------------------------------------------------------------------------------
    def _write(self, about: str, words: str, question: bool) -> None:
        desk = self._desk
        change = desk.edit(partial(edits.comment, desk.layer, about, words, question=question))
        if change is not None and self._inspector is not None:
            self._inspector.pages.remarks.choose(next(key.id for key in change.after if key.kind == "comment"))
            self._say(self._look.tr("remark.asked" if question else "remark.noted"))

    def _rewrite(self, comment: str, words: str) -> None:
        desk = self._desk
        if desk.layer is not None and comment in desk.layer.comments and desk.layer.comments[comment].body != words:
            desk.edit(edits.edit_comment, desk.layer, comment, words)

    def answer_chosen(self) -> bool:
        """Opens the field for the answer to the question that is chosen in the shown layer; False where there is none."""
        if self._inspector is None or not self._inspector.pages.remarks.can_answer:
            return False
        self.remarks()
        self._inspector.pages.remarks.answer_chosen()
        return True

    def answer(self, question: str, words: str) -> None:
        """Answers somebody's question; without words, takes the answer back."""
        if self._inspector is not None and self._inspector.pages.answers.give(question, words):
            self._say(self._look.tr("answer.kept" if words.strip() else "answer.gone"))

    def _settle(self, comment: str, settled: bool) -> None:
        self._desk.edit(edits.resolve, self._desk.layer, comment, settled)

    def _remove(self, comment: str) -> None:
        layer = self._desk.layer
        found = layer.comments.get(comment) if layer else None
        if found is not None and kind_of(found) == "unsure" and not found.resolved:
            self._desk.edit(edits.set_unsure, layer, found.about, False)
        elif found is not None:
            self._desk.edit(edits.edit_comment, layer, comment, "")
