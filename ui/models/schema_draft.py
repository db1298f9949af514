"""The schema on the workbench: changes that are not in force yet, taken back and brought again, then put in force."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.errors import EditError, UserError
from annotator.jobs.schema_changes import Touched, put_in_force, touched, uses
from annotator.schema import Schema
from annotator.schema.changing import Item, Table, differences, find, put
from ui.desk import Desk


class SchemaDraft(QObject):
    """`changed`: the draft is another, or the schema in force. `refused(error)`: a change that cannot be."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._past: list[Schema] = []
        self._future: list[Schema] = []
        self._typed: object = None
        self._used: dict[str, tuple[int, int]] | None = None
        self.schema: Schema | None = None
        desk.opened.connect(self.begin)
        desk.changed.connect(self._forget_uses)

    # -- beginning ----------------------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Takes the schema in force; what was not put in force is gone."""
        self._past, self._future, self._typed, self._used = [], [], None, None
        self.schema = self._desk.schema if self._desk.session else None
        self.changed.emit()

    def catch_up(self) -> None:
        """Begins anew where nothing has been changed here: an import may have added labels meanwhile."""
        if not self.is_changed and self.schema is not self.in_force:
            self.begin()

    @property
    def in_force(self) -> Schema | None:
        """The project's schema."""
        return self._desk.schema if self._desk.session else None

    @property
    def writable(self) -> bool:
        """Whether the project can be changed at all."""
        project = self._desk.project
        return project is not None and not project.read_only

    # -- changing -----------------------------------------------------------------------------------------------------
    def change(self, how: Callable[..., Schema], *arguments: Any, typing: object = None) -> bool:
        """Changes the draft by one of `annotator.schema.changing`. Letters typed into the same field (`typing` names
        it) are one step to take back. False when it was refused."""
        if self.schema is None or not self.writable:
            return False
        try:
            new = how(self.schema, *arguments)
        except EditError as error:
            self.refused.emit(error)
            return False
        if new == self.schema:
            return True
        if typing is None or typing != self._typed:
            self._past.append(self.schema)
        self._typed, self._future, self.schema = typing, [], new
        self.changed.emit()
        return True

    def put(self, table: Table, item: Item, typing: object = None) -> bool:
        """Puts an item into a table."""
        return self.change(put, table, item, typing=typing)

    def item(self, table: Table, key: str) -> Any:
        """An item of the draft, or None."""
        return find(self.schema, table, key) if self.schema is not None else None

    def is_new(self, table: Table, key: str) -> bool:
        """Whether an item was never in force: its key may still change."""
        return self.in_force is not None and find(self.in_force, table, key) is None

    def replace(self, schema: Schema) -> None:
        """Another schema altogether, as a change that can be taken back: an older version, a file."""
        self.change(lambda _old: schema)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is one to bring again."""
        return bool(self._future)

    def undo(self) -> None:
        """Takes the newest change back."""
        self._turn(self._past, self._future)

    def redo(self) -> None:
        """Brings it again."""
        self._turn(self._future, self._past)

    def _turn(self, source: list[Schema], target: list[Schema]) -> None:
        if source and self.schema is not None:
            target.append(self.schema)
            self.schema, self._typed = source.pop(), None
            self.changed.emit()

    # -- what it means ------------------------------------------------------------------------------------------------
    @property
    def is_changed(self) -> bool:
        """Whether the draft differs from what is in force."""
        old, new = self.in_force, self.schema
        return old is not None and new is not None and old is not new and bool(differences(old, new))

    def touched(self) -> list[Touched]:
        """What putting the draft in force would change, with the work behind it."""
        project = self._desk.project
        return touched(project, self.schema) if project is not None and self.schema is not None else []

    def uses(self, label: str) -> int:
        """How many saved mentions name a label."""
        if self._used is None:
            self._used = uses(self._desk.project) if self._desk.project is not None else {}
        return self._used.get(label, (0, 0))[0]

    def _forget_uses(self, *_: object) -> None:
        self._used = None

    def put_in_force(self) -> Schema | None:
        """Puts the draft in force; None when that was refused."""
        project = self._desk.project
        if project is None or self.schema is None:
            return None
        try:
            schema = put_in_force(project, self.schema)
        except UserError as error:
            self.refused.emit(error)
            return None
        self.begin()
        return schema
