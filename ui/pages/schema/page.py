"""The page on which a lead changes the schema: items at the start, the form in the middle, what it means at the end."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from annotator.jobs.schema_changes import versions
from annotator.schema import Label
from annotator.schema.changing import Table, drop, merge, move, retire, unmerge
from ui.desk import Desk
from ui.look import BODY, Look
from ui.models.schema_draft import SchemaDraft
from ui.pages.schema.exchange import Exchange
from ui.pages.schema.forms import AttributeForm, Form, GroupForm, LabelForm, RelationForm, RoleForm, ValueForm
from ui.pages.schema.fresh import fresh
from ui.pages.schema.items import ItemDelegate, ItemModel
from ui.pages.schema.outlook import Outlook, scrolled
from ui.pages.schema.project_form import ProjectForm
from ui.pages.schema.words import TABS
from ui.troubles import words_for
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane
from ui.widgets.rows import Rows
from ui.widgets.tabs import TabRow
from ui.widgets.text import Line, Text

FORMS: Final[dict[Table, type[Form]]] = {
    "labels": LabelForm,
    "roles": RoleForm,
    "attributes": AttributeForm,
    "relations": RelationForm,
    "document_labels": ValueForm,
    "groups": GroupForm,
}


_NARROW: Final = 1150
"""Width (design pixels) below which the columns beside the form are smaller."""


class SchemaPage(Pane):
    """Opened over the whole window. `left`: back to the article. `said(words)`: for the status bar there."""

    left = Signal()
    said = Signal(str)

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__(look, "page")
        self._desk = desk
        self.draft = SchemaDraft(desk)
        self.draft.begin()
        self._message = ""
        self._make_bar()
        self._make_items()
        self._make_forms()
        self.outlook = Outlook(look, self.draft)
        self._build()
        self.exchange = Exchange(look, self.draft, self, self.say)
        self.take_in.clicked.connect(self.exchange.take_in)
        self.give_out.clicked.connect(self.exchange.give_out)
        self.draft.changed.connect(self.refresh)
        self.draft.refused.connect(lambda error: self.say(words_for(look, error)))
        look.changed.connect(self._relook)
        self._relook()
        self.show_table("labels")

    # -- making -------------------------------------------------------------------------------------------------------
    def _make_bar(self) -> None:
        look, tr = self.look, self.look.tr
        self.back = Button(look, lambda: tr("schema_editor.back"), kind="quiet", icon="previous", keys="escape")
        self.back.clicked.connect(self.left)
        self.title = Text(look, self._title, size=BODY, bold=True)
        self.state = Line(look, lambda: self._message)
        self.older = Button(look, lambda: tr("schema_editor.versions"), icon="history")
        self.older.clicked.connect(self._open_versions)
        self.take_in = Button(look, lambda: tr("schema_editor.import"), icon="import")
        self.give_out = Button(look, lambda: tr("schema_editor.export"), icon="export")
        self.undo = Button(look, lambda: tr("action.undo"), icon="undo", keys="undo")
        self.undo.clicked.connect(self.draft.undo)
        self.redo = Button(look, lambda: tr("action.redo"), icon="redo", icon_only=True, keys="redo")
        self.redo.clicked.connect(self.draft.redo)
        self.apply = Button(look, lambda: tr("schema_editor.apply"), kind="main", icon="check")
        self.apply.clicked.connect(self.put_in_force)

    def _make_items(self) -> None:
        look, tr = self.look, self.look.tr
        self.tables: list[Table] = list(FORMS)
        self.tabs = TabRow(look, [*(lambda t=t: tr(TABS[t]) for t in FORMS), lambda: tr("schema_editor.tab_project")])
        self.tabs.chosen.connect(self._on_tab)
        self.filter = QLineEdit()
        self.filter.textChanged.connect(self._on_filter)
        self.model = ItemModel(look, self.draft, self)
        self.list = Rows(look, empty=lambda: tr("schema_editor.no_items"))
        self.list.setModel(self.model)
        ItemDelegate(look, self.list, self.model)
        self.list.selectionModel().currentRowChanged.connect(lambda *_: self._show_current())
        self.model.modelReset.connect(lambda: self._choose(self._wanted))
        self._wanted = ""
        self.new = Button(look, lambda: tr("schema_editor.new"), icon="plus")
        self.new.clicked.connect(lambda: self.add())
        self.new_event = Button(look, lambda: tr("schema_editor.new_event"), icon="plus")
        self.new_event.clicked.connect(lambda: self.add(event=True))
        self.up = Button(look, lambda: tr("schema_editor.up"), icon="up", icon_only=True)
        self.up.clicked.connect(lambda: self.shift(-1))
        self.down = Button(look, lambda: tr("schema_editor.down"), icon="down", icon_only=True)
        self.down.clicked.connect(lambda: self.shift(1))

    def _make_forms(self) -> None:
        look, tr = self.look, self.look.tr
        self.forms: dict[str, Form] = {table: kind(look, self.draft) for table, kind in FORMS.items()}
        self.forms["project"] = ProjectForm(look, self.draft)
        self.nothing = Text(look, lambda: tr("schema_editor.choose"), ink="ink_second", wrap=True)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.nothing)
        self._areas: dict[str, QScrollArea] = {}
        for name, form in self.forms.items():
            form.rekeyed.connect(self._on_rekeyed)
            area = self._areas[name] = scrolled(form)
            self.stack.addWidget(area)
        self.merge = Button(look, lambda: tr("schema_editor.merge"))
        self.merge.clicked.connect(self._open_merge)
        self.unmerge = Button(look, lambda: tr("schema_editor.unmerge"))
        self.unmerge.clicked.connect(lambda: self.draft.change(unmerge, self.current))
        self.retire = Button(look, self._retire_words)
        self.retire.clicked.connect(self._retire)
        self.drop = Button(look, lambda: tr("schema_editor.drop"), kind="danger", icon="remove")
        self.drop.clicked.connect(lambda: self.draft.change(drop, self.table, self.current))

    def _build(self) -> None:
        look = self.look
        self._bar = Pane(look, "page", "bottom")
        self._bar_row = QHBoxLayout(self._bar)
        exchange = (self.take_in, self.give_out)
        for widget in (self.back, self.title, self.state, *exchange, self.older, self.undo, self.redo, self.apply):
            self._bar_row.addWidget(widget, 1 if widget is self.state else 0)
        self._second = Pane(look, "page", "bottom")
        self._second_row = QHBoxLayout(self._second)
        self._second_row.addWidget(self.tabs, 1)
        start = self._start = Pane(look)
        self._start_column = QVBoxLayout(start)
        above = QHBoxLayout()
        for widget in (self.filter, self.up, self.down):
            above.addWidget(widget)
        self._start_column.addLayout(above)
        self._start_column.addWidget(self.list, 1)
        self._buttons = QHBoxLayout()
        for button in (self.new, self.new_event):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._start_column.addLayout(self._buttons)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        self._foot = Pane(look, "page", "top")
        self._foot_row = QHBoxLayout(self._foot)
        for button in (self.merge, self.unmerge, self.retire):
            self._foot_row.addWidget(button)
        self._foot_row.addStretch(1)
        self._foot_row.addWidget(self.drop)
        column.addWidget(self._foot)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(start)
        body.addWidget(middle, 1)
        body.addWidget(self.outlook)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._second)
        column.addLayout(body, 1)

    def _relook(self) -> None:
        px, tr = self.look.px, self.look.tr
        self._bar.setFixedHeight(px(44))
        self._bar_row.setContentsMargins(px(16), 0, px(24), 1)
        self._bar_row.setSpacing(px(8))
        self._second.setFixedHeight(px(44))
        self._second_row.setContentsMargins(px(24), px(7), px(24), 1)  # the mark of a tab lies on the line
        self._start_column.setContentsMargins(px(12), px(12), px(12), px(12))
        self._start_column.setSpacing(px(8))
        self._foot.setFixedHeight(px(44))
        self._foot_row.setContentsMargins(px(24), 1, px(24), 0)
        self._foot_row.setSpacing(px(8))
        self.nothing.setContentsMargins(px(24), px(24), px(24), 0)
        self.filter.setFont(self.look.font(BODY))
        self.filter.setPlaceholderText(tr("schema_editor.filter"))
        self.filter.setAccessibleName(tr("schema_editor.filter"))
        self.list.setAccessibleName(tr("schema_editor.items"))
        self._share_width()
        self.refresh()

    def _share_width(self) -> None:
        """The form keeps what it needs where the window is narrow, or the letters are large."""
        px = self.look.px
        narrow = self.width() < px(_NARROW)
        self._start.setFixedWidth(px(216 if narrow else 288))
        self.outlook.setFixedWidth(px(232 if narrow else 300))
        for button in (self.take_in, self.give_out, self.older, self.undo):
            button.set_icon_only(narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns beside the form follow the width."""
        super().resizeEvent(event)
        self._share_width()

    # -- which item ---------------------------------------------------------------------------------------------------
    @property
    def table(self) -> Table:
        """The table whose items are listed."""
        return self.model.table

    @property
    def current(self) -> str:
        """The key of the chosen item; empty for none."""
        return self.model.key_at(self.list.currentIndex().row())

    @property
    def on_project(self) -> bool:
        """Whether the form of the schema itself is shown."""
        return self.tabs.current == len(FORMS)

    def _on_tab(self, place: int) -> None:
        if place < len(self.tables):
            self.show_table(self.tables[place])
        else:
            self.refresh()

    def show_table(self, table: Table, key: str = "") -> None:
        """Lists a table, with an item (else the first) chosen."""
        self._wanted = key
        self.filter.clear()
        self.tabs.tabs[self.tables.index(table)].setChecked(True)
        self.model.show_table(table)
        self._choose(key)
        self.refresh()

    def _on_filter(self, text: str) -> None:
        self._wanted = self.current
        self.model.show_table(self.table, text)

    def _choose(self, key: str) -> None:
        row = max(self.model.row_of(key), 0)
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(row))
            self.list.scrollTo(self.model.index(row))

    def _on_rekeyed(self, key: str) -> None:
        self._wanted = key

    def _show_current(self) -> None:
        self._wanted = self.current or self._wanted
        name = "project" if self.on_project else self.table
        form = self.forms[name]
        key = self.current
        if self.on_project or key:
            form.show_item("" if self.on_project else key)
            self.stack.setCurrentWidget(self._areas[name])
        else:
            self.stack.setCurrentWidget(self.nothing)
        self.outlook.show_item(None if self.on_project else self.draft.item(self.table, key))
        self._enable()

    # -- following ----------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Shows the draft as it is now."""
        self._message = ""
        self.tabs.refresh()
        self.model.refresh()
        self.outlook.refresh()
        for widget in (self.title, self.state, self.retire):
            widget.refresh()
        self._show_current()

    def say(self, words: str) -> None:
        """Shows a sentence in the bar until something else happens."""
        self._message = words
        self.state.refresh()

    def _title(self) -> str:
        schema = self.draft.in_force
        if schema is None:
            return ""
        name = schema.ar if self.look.words.language == "ar" else schema.en
        return self.look.tr("schema_editor.title", name=name, version=self.look.words.number(schema.version))

    def _enable(self) -> None:
        writable, item = self.draft.writable, self.draft.item(self.table, self.current)
        label = item if isinstance(item, Label) and not self.on_project else None
        self.take_in.setEnabled(writable)
        self.apply.setEnabled(writable and self.draft.is_changed)
        self.undo.setEnabled(self.draft.can_undo)
        self.redo.setEnabled(self.draft.can_redo)
        self._start.setVisible(not self.on_project)
        self._foot.setVisible(not self.on_project)
        self.new_event.setVisible(self.table == "labels")
        for button in (self.new, self.new_event, self.up, self.down):
            button.setEnabled(writable and not self.filter.text())
        self.merge.setVisible(label is not None and label.into is None)
        self.unmerge.setVisible(label is not None and label.into is not None)
        self.retire.setVisible(label is not None and label.into is None)
        used = self.draft.uses(self.current) if label is not None else 0
        self.drop.setEnabled(writable and item is not None and not used and not self._is_last())
        self.drop.setToolTip(self.look.tr("schema_editor.drop_used") if used else "")
        for form in self.forms.values():
            form.setEnabled(writable)

    def _is_last(self) -> bool:
        return self.table == "labels" and self.model.rowCount() <= 1

    # -- changing -----------------------------------------------------------------------------------------------------
    def add(self, *, event: bool = False) -> None:
        """A new item at the end, with the keyboard in its first field."""
        schema = self.draft.schema
        if schema is None:
            return
        item: Any = fresh(schema, self.table, self.look, event=event)
        self._wanted = item.key
        if self.draft.put(self.table, item):
            self._choose(item.key)
            form = self.forms[self.table]
            line = (form.ar if self.look.words.language == "ar" else form.en).line
            line.setFocus(Qt.FocusReason.OtherFocusReason)
            line.selectAll()

    def shift(self, step: int) -> None:
        """The chosen item one place up or down."""
        row, key = self.list.currentIndex().row(), self.current
        if key and 0 <= row + step < self.model.rowCount():
            self._wanted = key
            self.draft.change(move, self.table, key, row + step)

    def _retire_words(self) -> str:
        item = self.draft.item("labels", self.current)
        retired = isinstance(item, Label) and item.retired
        return self.look.tr("schema_editor.restore" if retired else "schema_editor.retire")

    def _retire(self) -> None:
        item = self.draft.item("labels", self.current)
        self.draft.change(lambda schema: retire(schema, item.key, retired=not item.retired))

    def _open_merge(self) -> None:
        """The labels of the same kind, into one of which this one can be merged."""
        item, schema = self.draft.item("labels", self.current), self.draft.schema
        menu = self._menu()
        for label in schema.offered if schema is not None else ():
            if label.kind == item.kind and label.key != item.key:
                action = menu.addAction(label.name(self.look.words.language).replace("&", "&&"))
                action.triggered.connect(lambda *_, into=label.key: self.draft.change(merge, item.key, into))
        menu.popup(self.merge.mapToGlobal(QPoint(0, self.merge.height() + 2)))

    def _open_versions(self) -> None:
        """The versions there were; choosing one takes it as a draft."""
        menu, words, project = self._menu(), self.look.words, self._desk.project
        for version in versions(project) if project is not None else ():
            day = datetime.fromtimestamp(version.time / 1000).strftime("%Y-%m-%d %H:%M")
            text = self.look.tr(
                "schema_editor.version_of", version=words.number(version.schema.version), day=words.digits_of(day)
            )
            number = self.draft.in_force.version if self.draft.in_force else 1
            schema = msgspec.structs.replace(version.schema, version=number)
            menu.addAction(text).triggered.connect(lambda *_, schema=schema: self.draft.replace(schema))
        menu.popup(self.older.mapToGlobal(QPoint(0, self.older.height() + 2)))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setFont(self.look.font())
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def put_in_force(self) -> None:
        """The draft becomes the project's schema."""
        schema = self.draft.put_in_force()
        if schema is not None:
            self.say(self.look.tr("schema_editor.in_force", version=self.look.words.number(schema.version)))

    # -- coming and going ---------------------------------------------------------------------------------------------
    def take_focus(self) -> None:
        """The keyboard goes to the list."""
        self.draft.catch_up()
        self.refresh()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; undo and redo are those of the draft here."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.draft.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.draft.redo()
        else:
            super().keyPressEvent(event)
