"""The main window: puts the parts together and connects them. It holds no rules of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication

from annotator import edits
from annotator.text.titles import title_of
from ui.actions import Actions
from ui.connections import connect
from ui.keys import chord
from ui.look import Look, app_icon
from ui.parts import Parts
from ui.settings import Settings
from ui.theme import make_palette, style_sheet
from ui.troubles import words_for


class Window(Parts):
    """One project, one window. `open_path` shows a project; without one it shows the welcome page."""

    def __init__(self, look: Look, settings: Settings) -> None:
        super().__init__(look, settings)
        self._was_shown = False
        self.article.card_text = self._card_text
        self.actions_ = Actions(look, self.handlers(), self._states, self)
        self.menus.build(self.actions_)
        self._connect()
        self._restore()
        self._restyle()
        self.viewing.apply_comfort()
        self._on_opened()

    # -- connecting ---------------------------------------------------------------------------------------------------
    def _connect(self) -> None:
        desk, article, marking = self.desk, self.article, self.marking
        desk.opened.connect(self._on_opened)
        desk.turned.connect(self._on_turned)
        desk.reschemed.connect(self._on_reschemed)
        desk.changed.connect(self._refresh_soon)
        desk.saved.connect(self._refresh_saved)
        desk.failed.connect(self._refresh_saved)
        desk.refused.connect(lambda error: self.say(words_for(self.look, error)))
        article.installEventFilter(self)
        article.context_menu_wanted.connect(self._show_context_menu)
        marking.target_changed.connect(self._refresh_soon)
        self.eventing.changed.connect(self._refresh_soon)
        self.models.mentions.counted.connect(self._refresh_soon)
        self.problems.list.counted.connect(self._refresh_soon)
        self.problems.shown.connect(self._on_problems)
        self.event_presenter.shown.connect(self._on_form)
        self.label_bar.turn_wanted.connect(self.turn_group)
        self.arming.changed.connect(self._on_armed)
        self.label_bar.all_wanted.connect(self.all_labels)
        for panel in (self.documents_panel, self.rail):
            panel.wanted.connect(self._open_document)
        connect(self)
        self._connect_bars()
        self._connect_offers()
        self._connect_palette()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._refresh_now)
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(150)
        self._saving.timeout.connect(self._refresh_saved)

    def _connect_bars(self) -> None:
        self.document_bar.layer.clicked.connect(self._show_layers)
        self.person_card.named.connect(self._on_named)
        self.viewing.zoomed.connect(self._refresh_status)
        self.agreeing.turned.connect(self._enable)
        self.scheming.turned.connect(self._enable)
        self.reviewing.turned.connect(self._enable)
        self.adjudicating.turned.connect(self._enable)
        self.menus.layers.aboutToShow.connect(lambda: self.reading.fill_layer_menu(self.menus.layers))
        self.menus.recent.aboutToShow.connect(self._fill_recent)
        self.look.changed.connect(self._restyle)

    def _connect_offers(self) -> None:
        self.proposals.shown.connect(self.presenter.change_proposals)
        self.offers.changed.connect(self._refresh_soon)
        self.arrangement.focus_changed.connect(self._refresh_offers)

    def _connect_palette(self) -> None:
        model = self.palette_model
        model.actions = self.actions_
        model.has_mention = lambda: self.marking.mention is not None
        model.on_label = self.arming.on_label
        model.on_document = self._open_document
        model.on_every = self.inspector.show_only
        self.commands.left.connect(self.article.setFocus)
        self.top.search.clicked.connect(self.palette_)

    def _refresh_offers(self) -> None:
        strip = self.offer_strip
        strip.possible, strip.armed, strip.waiting = self.desk.writable, self.arming.armed, self.arming.waiting
        self.offer_strip.refresh()
        busy = self.finding.active or self.offers.current is not None or bool(self.arming.armed or self.arming.waiting)
        self.foot.setVisible(busy or not self.arrangement.focus_mode)
        self._enable()

    # -- following ----------------------------------------------------------------------------------------------------
    def _on_opened(self) -> None:
        project = self.desk.project
        self.pages.setCurrentIndex(1 if project else 0)
        self.top.show_work(project is not None)
        if project is None:
            self.welcome.refresh()
            self.welcome.take_focus()
            self.setWindowTitle(self.look.tr("app.name"))
            self.article.set_article("")
        else:
            self.setWindowTitle(self.look.tr("app.title", project=project.name))
        self._refresh()

    def _on_turned(self) -> None:
        document = self.desk.document
        text = document.text if document else ""
        other = text != self.article.text
        if other:
            self.article.set_article(text)
        self.presenter.reload()
        if other:
            self.reading.restore_place()
        self.article.setAccessibleName(title_of(text))
        self.article.set_read_only(not self.desk.writable)
        self._refresh_now()

    def _on_reschemed(self) -> None:
        """Other labels: the bar, what is drawn, and what is a problem follow."""
        self.label_bar.rebuild()
        self.problems.restart()
        self.presenter.reload()
        self._refresh_soon()

    def _on_form(self, shown: bool) -> None:
        """In a narrow window the form of an event is in a drawer that is not out: says which key brings it."""
        if shown and self.arrangement.drawer and not self.form.isVisible():
            self.say(self.look.tr("event.in_drawer", keys=self.look.key("inspector")))

    def _refresh_soon(self, *_: object) -> None:
        """One gesture changes text, selection and counts: the panels follow once, when all of it has happened."""
        self._soon.start()

    def _refresh_now(self) -> None:
        self._soon.stop()
        self._refresh()
        if self.eventing.sheet is None:
            self.inspector.show_target(self.marking.target)

    def _refresh(self) -> None:
        self.middle.setCurrentIndex(0 if self.desk.document is not None else 1)
        self.document_bar.refresh()
        self._refresh_status()
        self._refresh_offers()
        if self.words.unsaved:
            self._saving.start()
        else:
            self.top.refresh()

    def _refresh_saved(self, *_: object) -> None:
        self.top.refresh()

    def _refresh_status(self) -> None:
        self.status.refresh(problems=len(self.problems.list))

    def _on_problems(self, _touched: object) -> None:
        for rows in self.inspector.lists:
            rows.show_troubled(self.problems.troubled)
        if not self.problems.is_scanning:
            self._refresh_soon()

    def _states(self) -> set[str]:
        found = (
            self.words.states(mention=self.marking.mention is not None) | self._offer_states() | self.eventing.states
        )
        # Nothing happens to an article that is not seen.
        return found & {"project"} if self._elsewhere() else found

    def _elsewhere(self) -> bool:
        """Whether a page other than that of the article is shown."""
        return any(door.active for door in (self.agreeing, self.scheming, self.adjudicating, self.reviewing))

    def _offer_states(self) -> set[str]:
        found = {"suggestion"} if self.offers.current is not None else {"armed"} if self.arming.armed else set()
        return found | (
            {"offers"} if self.proposals.places or self.proposals.offer or self.proposals.pending else set()
        )

    def _enable(self) -> None:
        states = self._states()
        self.actions_.enable()
        self.document_bar.undo.setEnabled("can_undo" in states)
        self.document_bar.done.setEnabled("own" in states)
        self.document_bar.ask.setEnabled("writable" in states)
        self.label_bar.set_labelling(
            possible="writable" in states, armed=bool(self.marking.mode), kept=self.arming.armed
        )

    def _restyle(self) -> None:
        theme = self.look.theme
        self.setLayoutDirection(self.look.direction)
        QApplication.setPalette(make_palette(theme))  # a window's own would not reach its dialogs
        self.setStyleSheet(style_sheet(theme))
        self.setFont(self.look.font())
        self.article.set_theme(theme)
        self.setMinimumSize(720, 480)
        for group, value in self.viewing.choices().items():
            self.actions_.choose(group, value)
        self.top.fit_menus()
        self._refresh_now()

    def _card_text(self, id: str) -> list[str]:
        """What the card under the mouse says: label, who and when, the first line of the note."""
        place, layer = self.proposals.places.get(id), self.desk.layer
        if place is not None:
            return [self.labels.name(place.label), self.look.tr("inspector.suggested")]
        mention = layer.mentions.get(id) if layer else None
        if layer is None or mention is None:
            return []
        note = edits.note_of(layer, id)
        first = note.body.splitlines()[:1] if note else []
        return [self.labels.name(mention.label), self.inspector.origins.words(id), *first]

    # -- handlers that are about the window itself ----------------------------------------------------------------------
    def all_labels(self) -> None:
        """Opens the list of all labels over the page."""
        area = self.article.rect()
        area.moveTopLeft(self.article.mapTo(self, QPoint(0, 0)))
        self.search.open_over(area)

    def note(self) -> None:
        """The keyboard goes to the note about the selected mention."""
        self.show_inspector()
        self.inspector.show_mention()
        self._refresh_now()
        self.inspector.note.setFocus()

    def attributes(self) -> None:
        """The keyboard goes to the attributes of the selected mention."""
        self.show_inspector()
        self.inspector.show_mention()
        self._refresh_now()
        if not self.inspector.attributes.take_focus():
            self.say(self.look.tr("attributes.none"))

    def document_labels(self) -> None:
        """The keyboard goes to the document's labels."""
        self.show_inspector()
        self.inspector.pages.open_document()

    def list_events(self) -> None:
        """The keyboard goes to the list of events."""
        self.show_inspector()
        self.inspector.tabs.choose(1)
        self.inspector.lists[1].setFocus()

    def palette_(self) -> None:
        """Opens the command palette."""
        self._enable()
        self.commands.open_below(self.top.height())

    def turn_group(self) -> None:
        """The next group of labels: of those without a key of their own, else in the narrow bar."""
        if self.labels.page_count:
            self.arming.next_group()
        else:
            self.label_bar.next_group()

    def escape(self) -> None:
        """Closes what lies over the page, then leaves modes and selections."""
        if self.arrangement.focus_mode:
            self.arrangement.toggle_focus_mode()
        elif self.finding.active:
            self.finding.leave()
        elif not self.arrangement.close_sheets():
            self._let_go()

    def _let_go(self) -> None:
        """Leaves a mode, else puts the offer away and lets go of what is selected, else of the armed label."""
        busy = self.article.selected_mark is not None or self.article.selection is not None or self.proposals.offer
        if self.arming.leave_group() or (not self.marking.mode and self.eventing.leave()):
            return
        if not self.marking.mode:
            self.offers.put_away()
            if not busy and self.arming.disarm():
                return
        self.marking.let_go()

    def _on_armed(self) -> None:
        self.label_bar.show_page(self.arming.page)
        self._refresh_offers()

    def _open_document(self, id: int) -> None:
        self.arrangement.close_sheets()
        self.reading.open_document(id)

    def _on_named(self, name: str) -> None:
        if self.reading.work_as(name):
            self.person_card.leave()
            self._refresh()

    def _show_layers(self) -> None:
        button = self.document_bar.layer
        self.reading.fill_layer_menu(self.menus.layers)
        self.menus.layers.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _show_context_menu(self, place: QPoint) -> None:
        self._enable()
        self.menus.fill_context()
        self.menus.context.popup(place)

    def _fill_recent(self) -> None:
        menu = self.menus.recent
        menu.clear()
        for path in self.settings.recent:
            menu.addAction(path.stem).triggered.connect(lambda *_, path=path: self.files.open_path(path))

    # -- events -------------------------------------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the article: labels by position and the commands that count only there."""
        if watched is self.article and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_article_key(event)
        return super().eventFilter(watched, event)

    def _on_article_key(self, event: QKeyEvent) -> bool:
        keys = chord(event)
        if keys is None or self.desk.session is None:
            return False
        if self.actions_.on_chord(keys, in_article=True):
            return True
        if not self.arming.page and self.eventing.on_key(keys):
            return True
        return self.desk.writable and self.arming.on_key(keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Shortcuts that Qt did not know under this keyboard layout, by position."""
        keys = chord(event)
        if keys is None or not self.actions_.on_chord(keys, in_article=False):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The place where the last document was left can be shown only now."""
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            QTimer.singleShot(0, self.reading.restore_place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the card in the middle."""
        super().resizeEvent(event)
        if self.person_card.isVisible():
            self.person_card.place()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped, on an open project or to begin one."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Imports what was dropped; opens a project."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        projects = [path for path in paths if path.suffix == ".hashiya"]
        if projects:
            self.files.open_path(projects[0])
        elif paths and self.desk.project is None:
            self.beginning.open_with(paths)
        elif paths:
            self.files.import_these(paths)

    # -- beginning and end ----------------------------------------------------------------------------------------------
    def _restore(self) -> None:
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.resize(1440, 900)
        geometry = self.settings.state("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)

    def keep(self) -> None:
        """Keeps what is typed, and remembers where everything was."""
        self.inspector.note.keep()
        self.reading.remember_place()
        self.settings.set_state("geometry", self.saveGeometry())
        self.settings.save()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing unsaved is left without a question."""
        self.keep()
        if not self.files.may_leave():
            event.ignore()
            return
        self.desk.close()
        event.accept()
