"""The forms of the page: one for each kind of item. A form shows an item and asks the draft for a changed one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.schema import HUES, POSITIONS, ColorPair, Label
from annotator.schema.changing import Table, new_key, put, rekey, risky_siblings
from ui.look import SMALL, Look
from ui.models.schema_draft import SchemaDraft
from ui.own_colours import pair_like
from ui.pages.schema.colours import OwnColours
from ui.pages.schema.fields import Choice, Paragraph, Pick, PickMany, Swatches, TextField, Toggles
from ui.pages.schema.lists import OptionList, UseList
from ui.pages.schema.words import CARRIERS, KINDS
from ui.widgets.text import Line

HELP = ("schema_editor.help_ar", "schema_editor.help_en")
GUIDE = ("schema_editor.guide_ar", "schema_editor.guide_en")
"""Headings of the paragraphs in both languages."""


class Form(QWidget):
    """Base: names in both languages, the permanent key below. Subclasses add fields by `add` and show them."""

    rekeyed = Signal(str)
    table: Table = "labels"

    def __init__(self, look: Look, draft: SchemaDraft) -> None:
        super().__init__()
        self.look, self.draft, self.key = look, draft, ""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(24))
        self.column.setSpacing(look.px(12))
        self.ar = TextField(look, "schema_editor.name_ar", arabic=True, needed=True)
        self.en = TextField(look, "schema_editor.name_en", needed=True)
        self.ar.typed.connect(lambda text: self.set(typing="ar", ar=text))
        self.en.typed.connect(self.set_english)
        self.row(self.ar, self.en)
        self.permanent = Line(look, self._key_words, size=SMALL)
        self.column.addWidget(self.permanent)
        self.build()
        self.column.addStretch(1)

    def build(self) -> None:
        """Adds the fields of this kind of item."""

    def show_more(self, item: Any) -> None:
        """Shows the fields that `build` added."""

    # -- helpers ------------------------------------------------------------------------------------------------------
    def row(self, *widgets: QWidget) -> None:
        """Fields side by side."""
        row = QHBoxLayout()
        row.setSpacing(self.look.px(16))
        for widget in widgets:
            row.addWidget(widget, 1)
        self.column.addLayout(row)

    def add(self, widget: Any) -> Any:
        """A field of its own line."""
        self.column.addWidget(widget)
        return widget

    def texts(self, ar: str, en: str, name: str, *, lines: int = 3) -> tuple[Paragraph, Paragraph]:
        """A paragraph in both languages (`ar`, `en`: their headings): fields `name`_ar and `name`_en of the item."""
        made = []
        for language, words in (("ar", ar), ("en", en)):
            field = Paragraph(self.look, words, arabic=language == "ar", lines=lines)
            place = f"{name}_{language}"
            field.typed.connect(lambda text, place=place: self.set(typing=place, **{place: text}))
            made.append(field)
        self.row(*made)
        return made[0], made[1]

    def labels_of(self, kind: str | None = None, *, but: str = "") -> list[Choice]:
        """The labels of the draft as choices."""
        schema, language = self.draft.schema, self.look.words.language
        offered = schema.offered if schema else ()
        return [
            (label.key, label.name(language)) for label in offered if kind in (None, label.kind) and label.key != but
        ]

    @property
    def item(self) -> Any:
        """The item as the draft has it now."""
        return self.draft.item(self.table, self.key)

    def set(self, *, typing: str = "", **fields: Any) -> None:
        """Changes fields of the item."""
        item = self.item
        if item is not None:
            name = (self.table, self.key, typing) if typing else None
            self.draft.put(self.table, msgspec.structs.replace(item, **fields), name)

    def set_english(self, text: str) -> None:
        """The English name; the key of an item that was never in force is made of it."""
        schema, item = self.draft.schema, self.item
        if schema is None or item is None:
            return
        if not self.draft.is_new(self.table, self.key):
            self.set(typing="en", en=text)
            return
        old, table = self.key, self.table
        new = self.key = new_key(schema, table, text, old)
        self.rekeyed.emit(new)
        renamed = msgspec.structs.replace(item, key=new, en=text)
        self.draft.change(lambda draft: put(rekey(draft, table, old, new), table, renamed), typing=(table, "en"))

    def _key_words(self) -> str:
        return self.look.tr("schema_editor.key_of", key=self.key) if self.key else ""

    def show_item(self, key: str) -> None:
        """Shows an item of the draft."""
        self.key = key
        item = self.item
        if item is None:
            return
        self.ar.show_text(item.ar)
        self.en.show_text(item.en)
        self.permanent.refresh()
        self.show_more(item)


class GroupForm(Form):
    """A heading of the label bar."""

    table: Table = "groups"


class LabelForm(Form):
    """A label: short names, colour, key, group, what stands above it, roles, definition and guidelines."""

    table: Table = "labels"

    def build(self) -> None:
        """Everything that a label has."""
        look = self.look
        self.short_ar = TextField(look, "schema_editor.short_ar", arabic=True)
        self.short_en = TextField(look, "schema_editor.short_en")
        for name, field in (("short_ar", self.short_ar), ("short_en", self.short_en)):
            field.typed.connect(lambda text, name=name: self.set(typing=name, **{name: text}))
        self.row(self.short_ar, self.short_en)
        self.color = self.add(Swatches(look, "schema_editor.color", HUES, own=True))
        self.color.picked.connect(lambda name: self.set(color=name))
        self.color.own_wanted.connect(self._begin_own)
        self.own = self.add(OwnColours(look))
        self.own.picked.connect(lambda pair: self.set(typing="color", color=pair))
        self.position = Pick(look, "schema_editor.position", self._positions)
        self.position.picked.connect(lambda value: self.set(position=value or None))
        self.group = Pick(look, "schema_editor.group", self._groups)
        self.group.picked.connect(lambda value: self.set(group=value or None))
        self.parent_ = Pick(look, "schema_editor.parent", self._parents)
        self.parent_.picked.connect(lambda value: self.set(parent=value or None))
        self.row(self.position, self.group, self.parent_)
        self.roles = self.add(UseList(look, self.draft, self))
        self.help_ar, self.help_en = self.texts(*HELP, "help")
        self.guide_ar, self.guide_en = self.texts(*GUIDE, "guide", lines=5)

    def _begin_own(self) -> None:
        """Colours of one's own, as the named ones are; the keyboard goes there."""
        item = self.item
        if item is not None and isinstance(item.color, str):
            self.set(color=pair_like(item.color))
        elif item is not None:
            self.show_more(item)  # it was chosen already
        self.own.hue.setFocus(Qt.FocusReason.OtherFocusReason)

    def _positions(self) -> list[Choice]:
        schema = self.draft.schema
        taken = {label.position for label in schema.offered if label.key != self.key} if schema else set()
        free = [(place, self.look.key(place)) for place in POSITIONS if place not in taken]
        return [("", self.look.tr("schema_editor.no_key")), *free]

    def _groups(self) -> list[Choice]:
        schema, language = self.draft.schema, self.look.words.language
        groups = [(group.key, group.name(language)) for group in schema.groups] if schema else []
        return [("", self.look.tr("schema_editor.none")), *groups]

    def _parents(self) -> list[Choice]:
        item = self.item
        if item is None:
            return []
        return [("", self.look.tr("schema_editor.none")), *self.labels_of(item.kind, but=self.key)]

    def show_more(self, item: Label) -> None:
        """Shows a label."""
        self.short_ar.show_text(item.short_ar)
        self.short_en.show_text(item.short_en)
        risky = risky_siblings(self.draft.schema, item) if self.draft.schema else []
        names = self.look.words.joined(*(label.name(self.look.words.language) for label in risky))
        warning = self.look.tr("schema_editor.risky_color", names=names) if risky else ""
        own = isinstance(item.color, ColorPair)
        self.color.show_value("" if own else item.color, warning)
        self.own.setVisible(own)
        if own:
            self.own.show_pair(item.color)
        self.position.show_value(item.position or "")
        self.group.show_value(item.group or "")
        self.parent_.show_value(item.parent or "")
        self.roles.setVisible(item.is_event)
        self.roles.show_uses(item.roles)
        for name in ("help_ar", "help_en", "guide_ar", "guide_en"):
            getattr(self, name).show_text(getattr(item, name))


class RoleForm(Form):
    """A role: which labels fill it, or which value."""

    table: Table = "roles"

    def build(self) -> None:
        """Fillers, value, rules."""
        look = self.look
        self.labels = PickMany(look, "schema_editor.fillers", self.labels_of, "schema_editor.any_label")
        self.labels.picked.connect(lambda values: self.set(labels=values))
        self.value = Pick(look, "schema_editor.value", self._values)
        self.value.picked.connect(self._set_value)
        self.row(self.labels, self.value)
        self.rules = self.add(
            Toggles(
                look,
                "schema_editor.rules",
                (
                    ("many", "schema_editor.many"),
                    ("required", "schema_editor.required"),
                    ("precision", "schema_editor.precision"),
                ),
            )
        )
        self.rules.switched.connect(lambda name, on: self.set(**{name: on}))
        self.options = self.add(OptionList(look, self.draft, self))
        self.color = self.add(Swatches(look, "schema_editor.color", HUES))
        self.color.picked.connect(lambda name: self.set(color=None if name == self.item.color else name))
        self.help_ar, self.help_en = self.texts(*HELP, "help")

    def _values(self) -> list[Choice]:
        return [("", self.look.tr("schema_editor.no_value")), *named(self.look, KINDS)]

    def _set_value(self, value: str) -> None:
        item = self.item
        options = OptionList.first(self.look) if value == "choice" and not item.options else item.options
        self.set(value=value or None, options=options if value == "choice" else ())

    def show_more(self, item: Any) -> None:
        """Shows a role."""
        self.labels.show_values(item.labels)
        self.value.show_value(item.value or "")
        for name in ("many", "required", "precision"):
            self.rules.show_value(name, on=getattr(item, name))
        self.rules.buttons["precision"].setVisible(item.value == "number")
        self.options.setVisible(item.value == "choice")
        self.options.show_options(item.options)
        self.color.show_value(item.color or "")
        self.help_ar.show_text(item.help_ar)
        self.help_en.show_text(item.help_en)


class ValueForm(Form):
    """An attribute or a document label: what kind of value, which options."""

    table: Table = "document_labels"

    def build(self) -> None:
        """Kind, rules, options."""
        look = self.look
        self.kind = Pick(look, "schema_editor.kind", lambda: named(look, KINDS))
        self.kind.picked.connect(self._set_kind)
        self.add(self.kind)
        self.rules = self.add(
            Toggles(
                look,
                "schema_editor.rules",
                (
                    ("required", "schema_editor.required"),
                    ("multiple", "schema_editor.multiple"),
                    ("precision", "schema_editor.precision"),
                ),
            )
        )
        self.rules.switched.connect(lambda name, on: self.set(**{name: on}))
        self.options = self.add(OptionList(look, self.draft, self))
        self.help_ar, self.help_en = self.texts(*HELP, "help")

    def _set_kind(self, kind: str) -> None:
        item = self.item
        options = item.options or OptionList.first(self.look)
        more = {"options": options} if kind == "choice" else {"options": (), "multiple": False}
        self.set(kind=kind, precision=item.precision and kind == "number", **more)

    def show_more(self, item: Any) -> None:
        """Shows a field."""
        self.kind.show_value(item.kind)
        for name in ("required", "multiple", "precision"):
            self.rules.show_value(name, on=getattr(item, name))
        self.rules.buttons["multiple"].setVisible(item.kind == "choice")
        self.rules.buttons["precision"].setVisible(item.kind == "number")
        self.options.setVisible(item.kind == "choice")
        self.options.show_options(item.options)
        self.help_ar.show_text(item.help_ar)
        self.help_en.show_text(item.help_en)


class AttributeForm(ValueForm):
    """An attribute: where it stands as well."""

    table: Table = "attributes"

    def build(self) -> None:
        """What it stands on, then what every value has."""
        look = self.look
        self.on = Pick(look, "schema_editor.on", self._carriers)
        self.on.picked.connect(lambda value: self.set(on=value, labels=()))
        self.labels = PickMany(look, "schema_editor.only_labels", self._bearers, "schema_editor.all_of_them")
        self.labels.picked.connect(lambda values: self.set(labels=values))
        self.row(self.on, self.labels)
        super().build()

    def _carriers(self) -> list[Choice]:
        return named(self.look, CARRIERS)

    def _bearers(self) -> list[Choice]:
        item, schema = self.item, self.draft.schema
        if item is None or schema is None:
            return []
        if item.on == "relation":
            return [(relation.key, relation.name(self.look.words.language)) for relation in schema.relations]
        return self.labels_of(item.on)

    def show_more(self, item: Any) -> None:
        """Shows an attribute."""
        self.on.show_value(item.on)
        self.labels.show_values(item.labels)
        super().show_more(item)


class RelationForm(Form):
    """A relation: what stands at its ends."""

    table: Table = "relations"

    def build(self) -> None:
        """Ends, direction, colour."""
        look = self.look
        self.source = PickMany(look, "schema_editor.source", self.labels_of, "schema_editor.any_label")
        self.target = PickMany(look, "schema_editor.target", self.labels_of, "schema_editor.any_label")
        self.source.picked.connect(lambda values: self.set(source=values))
        self.target.picked.connect(lambda values: self.set(target=values))
        self.row(self.source, self.target)
        names = (("symmetric", "schema_editor.symmetric"),)
        self.rules = self.add(Toggles(look, "schema_editor.rules", names))
        self.rules.switched.connect(lambda name, on: self.set(**{name: on}))
        self.color = self.add(Swatches(look, "schema_editor.color", HUES))
        self.color.picked.connect(lambda name: self.set(color=name))
        self.help_ar, self.help_en = self.texts(*HELP, "help")

    def show_more(self, item: Any) -> None:
        """Shows a relation."""
        self.source.show_values(item.source)
        self.target.show_values(item.target)
        self.rules.show_value("symmetric", on=item.symmetric)
        self.color.show_value(item.color)
        self.help_ar.show_text(item.help_ar)
        self.help_en.show_text(item.help_en)


def named(look: Look, words: Mapping[str, str]) -> list[Choice]:
    """Values with the words of their messages, as choices."""
    return [(value, look.tr(message)) for value, message in words.items()]
