"""Going through documents and layers, saying who is working, and being done."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, islice

from PySide6.QtCore import QObject, QPointF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from annotator import edits
from annotator.errors import UserError
from annotator.model import GOLD, Span
from ui.article.view import ArticleView
from ui.commands.marking import Say
from ui.desk import Desk
from ui.look import Look
from ui.models.documents import DocumentFilter
from ui.settings import Settings
from ui.troubles import words_for


class Reading(QObject):
    """Handlers of the actions on documents and layers. `ask` shows the question for the name, `nothing_to_open` is called
    where a project has no documents, `is_kept` says why a document cannot be done yet."""

    def __init__(
        self, look: Look, desk: Desk, article: ArticleView, documents: DocumentFilter, settings: Settings, say: Say
    ) -> None:
        super().__init__(desk)
        self._look, self._desk, self._article = look, desk, article
        self._documents, self._settings, self._say = documents, settings, say
        self._places: dict[tuple[object, str], tuple[int, int]] = {}
        desk.turning.connect(self.remember_place)
        self.ask: Callable[[], None] = lambda: None
        self.nothing_to_open: Callable[[], None] = lambda: None
        self.is_kept: Callable[[], bool] = lambda: False

    # -- documents ----------------------------------------------------------------------------------------------------
    def open_first(self) -> None:
        """Opens the document that was open last, else the first that is not done, else the first."""
        project, rows = self._desk.project, self._documents.documents.rows
        if project is None or not rows:
            self.nothing_to_open()
            return
        last = self._settings.last_document(project.path)
        found = next((row for row in rows if row.name == last), None)
        found = found or next((row for row in rows if row.status != "done"), rows[0])
        self.open_document(found.id)

    def refresh(self) -> None:
        """Reads the list anew after an import; opens something if nothing is open."""
        self._documents.documents.reload()
        if self._desk.document is None:
            self.open_first()

    def open_document(self, id: int) -> None:
        """Opens a document with the working person's layer."""
        if self._desk.document is None or self._desk.document.id != id or not self._desk.is_own:
            self._desk.turn_to(id)
            self._remember()
        self._article.setFocus()

    def remember_place(self) -> None:
        """Notes where the caret stands and what is at the top of the view."""
        project, document = self._desk.project, self._desk.document
        if project is None or document is None or document.text != self._article.text:
            return
        view = self._article.viewport()
        scrolled = self._article.verticalScrollBar().value() > 0
        top = self._article.position_at(QPointF(view.width() / 2, 2.0)) if scrolled else 0
        self._places[project.path, document.name] = (self._article.caret, top)
        self._settings.set_place(project.path, document.name, self._article.caret, top)

    def restore_place(self) -> None:
        """Goes back to where this document was left."""
        project, document = self._desk.project, self._desk.document
        if project is None or document is None:
            return
        kept = self._places.get((project.path, document.name))
        caret, top = kept or self._settings.place(project.path, document.name)
        if 0 < caret <= len(document.text):
            self._article.select(Span(caret, caret))
        if 0 < top < len(document.text):
            bar = self._article.verticalScrollBar()
            for _ in range(2):  # heights above are estimates at first
                boxes = self._article.rects(Span(top, top + 1))
                if boxes:
                    bar.setValue(bar.value() + round(boxes[0].top() - 2))

    def _remember(self) -> None:
        project, document = self._desk.project, self._desk.document
        if project is not None and document is not None:
            self._settings.set_last_document(project.path, document.name)

    def _go(self, step: int, at_end: str) -> None:
        document = self._desk.document
        found = self._documents.neighbour(document.id if document else 0, step)
        if found is not None:
            self.open_document(found)
        else:
            self._say(at_end)

    def next_document(self) -> None:
        """Opens the next one of the list as it is filtered."""
        self._go(1, self._look.tr("documents.last"))

    def previous_document(self) -> None:
        """Opens the one before."""
        self._go(-1, self._look.tr("documents.first"))

    def done_next(self) -> None:
        """Marks the document done and opens the next one that is not."""
        desk = self._desk
        layer = desk.layer
        if layer is None or desk.document is None or not desk.writable:
            return
        if layer.status != "done" and self.is_kept():
            return
        done = layer.status == "done" or desk.edit(edits.set_status, layer, desk.document, desk.schema, "done")
        if not done:
            return
        rows = self._documents.documents.rows
        here = self._documents.documents.place(desk.document.id)
        later = chain(islice(rows, here + 1, None), islice(rows, here))
        found = next((row.id for row in later if row.status != "done"), None)
        if found is not None:
            self.open_document(found)
        else:
            self._say(self._look.tr("documents.all_done", n=len(rows)))

    # -- people and layers --------------------------------------------------------------------------------------------
    def work_as(self, name: str) -> bool:
        """Says who is working; False (and the reason told) when the name cannot be."""
        project, desk = self._desk.project, self._desk
        try:
            if project is not None:
                project.work_as(name)
        except UserError as error:
            self._say(words_for(self._look, error))
            return False
        self._settings.set("person/name", name.strip())
        if project is not None:
            if desk.document is not None:
                desk.turn_to(desk.document.id)
            self._documents.documents.reload()
            if desk.document is None:
                self.open_first()
        return True

    def ask_person(self) -> None:
        """Asks for the name."""
        self.ask()

    def layer_name(self, owner: str) -> str:
        """What a layer is called in menus and on the document bar."""
        if owner == GOLD:
            return self._look.tr("layer.gold")
        return self._look.tr("layer.of", name=self.person_name(owner))

    def layer_owner(self, owner: str) -> str:
        """The person (or the gold) that a layer belongs to, as a name in a sentence."""
        return self._look.tr("layer.gold") if owner == GOLD else self.person_name(owner)

    def person_name(self, key: str) -> str:
        """The name of a person of the project."""
        people = self._desk.project.people() if self._desk.project else []
        return next((person.name for person in people if person.key == key), key)

    def show_layer(self, owner: str) -> None:
        """Shows a layer of the open document: the own one to work in, another's to read."""
        if self._desk.document is not None:
            self._desk.turn_to(self._desk.document.id, owner)
            self._article.setFocus()

    def own_layer(self) -> None:
        """Back to the working person's layer."""
        self.show_layer(self._desk.person)

    def fill_layer_menu(self, menu: QMenu) -> None:
        """The layers of the open document that may be looked at."""
        menu.clear()
        desk = self._desk
        project, document = desk.project, desk.document
        if project is None or document is None:
            menu.addAction(self._look.tr("bar.no_document")).setEnabled(False)
            return
        if desk.person:
            self._add_layer(menu, self._look.tr("layer.own"), desk.person)
        others = [owner for owner in project.owners(document.id) if owner != desk.person]
        if not project.layers_visible:
            menu.addAction(self._look.tr("layer.hidden")).setEnabled(False)
        elif not others:
            menu.addAction(self._look.tr("layer.none")).setEnabled(False)
        else:
            for owner in others:
                self._add_layer(menu, self.layer_name(owner), owner)

    def _add_layer(self, menu: QMenu, words: str, owner: str) -> QAction:
        action = menu.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(owner == self._desk.owner)
        action.triggered.connect(lambda *_: self.show_layer(owner))
        return action
