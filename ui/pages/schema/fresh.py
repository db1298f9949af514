"""What a new item of each table begins with."""

from __future__ import annotations

from typing import Final

from annotator.schema import Attribute, DocumentField, Group, Label, RelationType, Role, Schema
from annotator.schema.changing import Item, Table, free_color, new_key
from ui.i18n import Translator
from ui.look import Look

_NAMES: Final = {
    "labels": "schema_editor.new_label",
    "roles": "schema_editor.new_role",
    "attributes": "schema_editor.new_attribute",
    "relations": "schema_editor.new_relation",
    "document_labels": "schema_editor.new_document_label",
    "groups": "schema_editor.new_group",
}


def fresh(schema: Schema, table: Table, look: Look, *, event: bool = False) -> Item:
    """A new item with a free key, named in both languages until the person does so."""
    message = "schema_editor.new_event_label" if event else _NAMES[table]
    en, ar = (str(Translator(language, look.words.digits).tr(message)) for language in ("en", "ar"))
    key = new_key(schema, table, en)
    if table == "labels":
        group = next((label.group for label in reversed(schema.labels) if label.is_event == event), None)
        return Label(key, "event" if event else "entity", en, ar, color=free_color(schema), group=group)
    if table == "roles":
        return Role(key, en, ar)
    if table == "attributes":
        return Attribute(key, en, ar, "flag")
    if table == "relations":
        return RelationType(key, en, ar)
    if table == "document_labels":
        return DocumentField(key, en, ar, "flag")
    return Group(key, en, ar)
