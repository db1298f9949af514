"""Lists inside a form: the roles of an event's label, the options of a choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from annotator.schema import Option, RoleUse
from annotator.schema.changing import find, free_key
from ui.look import BODY, SMALL, Look
from ui.models.schema_draft import SchemaDraft
from ui.widgets.buttons import Button
from ui.widgets.text import Line, Text

if TYPE_CHECKING:
    from ui.pages.schema.forms import Form


class _List(QWidget):
    """A heading, rows that are made anew when their number changes, a button that adds one."""

    def __init__(self, look: Look, draft: SchemaDraft, form: Form, words: str, add: str) -> None:
        super().__init__()
        self.look, self.draft, self.form = look, draft, form
        self.rows: list[Any] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        column.addWidget(Text(look, lambda: look.tr(words), size=SMALL, bold=True, ink="ink_second"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(look.px(4))
        column.addLayout(self._rows)
        self.add = Button(look, lambda: look.tr(add), icon="plus", small=True)
        line = QHBoxLayout()
        line.addWidget(self.add)
        line.addStretch(1)
        column.addLayout(line)

    def _hold(self, rows: Sequence[QWidget]) -> None:
        for row in self.rows:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = list(rows)
        for row in self.rows:
            self._rows.addWidget(row)


class _Use(QWidget):
    """One role of a label: its name, whether it is required and takes several, up, away."""

    def __init__(self, list_: UseList, place: int) -> None:
        super().__init__()
        look, tr = list_.look, list_.look.tr
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(6))
        self.name = Line(look, lambda: list_.name_of(place), size=BODY, ink="ink")
        row.addWidget(self.name, 1)
        self.toggles: dict[str, Button] = {}
        for field, words in (("required", "schema_editor.required"), ("many", "schema_editor.many")):
            button = Button(look, lambda words=words: tr(words), small=True)
            button.setCheckable(True)
            button.clicked.connect(lambda on, field=field: list_.set(place, field, on=bool(on)))
            self.toggles[field] = button
            row.addWidget(button)
        self.up = Button(look, lambda: tr("schema_editor.up"), icon="up", icon_only=True)
        self.up.clicked.connect(lambda: list_.raise_use(place))
        self.up.setEnabled(place > 0)
        self.away = Button(look, lambda: tr("schema_editor.take_out"), icon="close", icon_only=True)
        self.away.clicked.connect(lambda: list_.take_out(place))
        row.addWidget(self.up)
        row.addWidget(self.away)


class UseList(_List):
    """The roles of an event's label."""

    def __init__(self, look: Look, draft: SchemaDraft, form: Form) -> None:
        super().__init__(look, draft, form, "schema_editor.roles", "schema_editor.add_role")
        self._uses: tuple[RoleUse, ...] = ()
        self.add.clicked.connect(self._open)

    def show_uses(self, uses: tuple[RoleUse, ...]) -> None:
        """Shows the roles as they are there."""
        self._uses = uses
        if len(uses) != len(self.rows):
            self._hold([_Use(self, place) for place in range(len(uses))])
        for use, row in zip(uses, self.rows, strict=True):
            role = self.draft.item("roles", use.role)
            row.name.refresh()
            for field, button in row.toggles.items():
                own = getattr(use, field)
                button.setChecked(getattr(role, field, False) if own is None else own)

    def name_of(self, place: int) -> str:
        """The name of a role."""
        if place >= len(self._uses):
            return ""
        role = self.draft.item("roles", self._uses[place].role)
        return role.name(self.look.words.language) if role else self._uses[place].role

    def set(self, place: int, field: str, *, on: bool) -> None:
        """Says how a role is here; what is as the role itself says is not said again."""
        use = self._uses[place]
        role = self.draft.item("roles", use.role)
        own = None if role is not None and getattr(role, field) == on else on
        self._put(place, msgspec.structs.replace(use, **{field: own}))

    def raise_use(self, place: int) -> None:
        """One place up."""
        uses = list(self._uses)
        uses[place - 1 : place + 1] = uses[place], uses[place - 1]
        self.form.set(roles=tuple(uses))

    def take_out(self, place: int) -> None:
        """The role does not belong to this label any more."""
        self.form.set(roles=self._uses[:place] + self._uses[place + 1 :])

    def _put(self, place: int, use: RoleUse) -> None:
        self.form.set(roles=(*self._uses[:place], use, *self._uses[place + 1 :]))

    def _open(self) -> None:
        """The roles that are not there yet."""
        schema, language = self.draft.schema, self.look.words.language
        there = {use.role for use in self._uses}
        menu = QMenu(self)
        menu.setFont(self.look.font())
        menu.aboutToHide.connect(menu.deleteLater)
        for role in schema.roles if schema else ():
            if role.key not in there:
                action = menu.addAction(role.name(language).replace("&", "&&"))
                action.triggered.connect(lambda *_, key=role.key: self.form.set(roles=(*self._uses, RoleUse(key))))
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height() + 2)))


class _Option(QWidget):
    """One option: names in both languages, up, away."""

    def __init__(self, list_: OptionList, place: int) -> None:
        super().__init__()
        look, tr = list_.look, list_.look.tr
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(6))
        self.fields: dict[str, QLineEdit] = {}
        for language, words in (("ar", "schema_editor.option_ar"), ("en", "schema_editor.option_en")):
            field = QLineEdit()
            field.setFont(look.font(BODY))
            field.setAccessibleName(tr(words))
            right = language == "ar"
            field.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight)
            field.textEdited.connect(lambda text, language=language: list_.rename(place, language, text))
            self.fields[language] = field
            row.addWidget(field, 1)
        self.up = Button(look, lambda: tr("schema_editor.up"), icon="up", icon_only=True)
        self.up.clicked.connect(lambda: list_.raise_option(place))
        self.up.setEnabled(place > 0)
        self.away = Button(look, lambda: tr("schema_editor.take_out"), icon="close", icon_only=True)
        self.away.clicked.connect(lambda: list_.take_out(place))
        row.addWidget(self.up)
        row.addWidget(self.away)


class OptionList(_List):
    """The options of a choice."""

    def __init__(self, look: Look, draft: SchemaDraft, form: Form) -> None:
        super().__init__(look, draft, form, "schema_editor.options", "schema_editor.add_option")
        self._options: tuple[Option, ...] = ()
        self.add.clicked.connect(self._append)

    @staticmethod
    def first(look: Look) -> tuple[Option, ...]:
        """What a new choice begins with: an option that waits for its names."""
        name = look.tr("schema_editor.new_option")
        return (Option("O1", name, name),)

    def show_options(self, options: tuple[Option, ...]) -> None:
        """Shows the options as they are."""
        self._options = options
        if len(options) != len(self.rows):
            self._hold([_Option(self, place) for place in range(len(options))])
        for option, row in zip(options, self.rows, strict=True):
            row.away.setEnabled(len(options) > 1)
            for language, field in row.fields.items():
                if field.text().strip() != getattr(option, language):
                    field.setText(getattr(option, language))

    def rename(self, place: int, language: str, text: str) -> None:
        """Another name; an empty one is not taken."""
        if text.strip():
            option = msgspec.structs.replace(self._options[place], **{language: text.strip()})
            if language == "en" and option.key not in self._keys_in_force():
                taken = {each.key for number, each in enumerate(self._options) if number != place}
                option = msgspec.structs.replace(option, key=free_key(text, taken, "O"))
            options = (*self._options[:place], option, *self._options[place + 1 :])
            self.form.set(typing=f"option{place}{language}", options=options)

    def _keys_in_force(self) -> set[str]:
        """Keys of the options that values may have by now."""
        schema = self.draft.in_force
        item = find(schema, self.form.table, self.form.key) if schema is not None else None
        return {option.key for option in item.options} if item is not None else set()

    def raise_option(self, place: int) -> None:
        """One place up."""
        options = list(self._options)
        options[place - 1 : place + 1] = options[place], options[place - 1]
        self.form.set(options=tuple(options))

    def take_out(self, place: int) -> None:
        """The option goes; those below it stand where it stood."""
        gone = self._options[place]
        rest = self._options[:place] + self._options[place + 1 :]
        left = (msgspec.structs.replace(o, parent=gone.parent) if o.parent == gone.key else o for o in rest)
        self.form.set(options=tuple(left))

    def _append(self) -> None:
        taken = {option.key for option in self._options}
        number = next(n for n in range(1, len(taken) + 2) if f"O{n}" not in taken)
        name = self.look.tr("schema_editor.new_option")
        self.form.set(options=(*self._options, Option(f"O{number}", name, name)))
