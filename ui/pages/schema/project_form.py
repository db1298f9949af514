"""The form of the schema itself: names, policies, what blocks "done", guidelines of the project."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.schema import Schema
from ui.look import Look
from ui.models.schema_draft import SchemaDraft
from ui.pages.schema.fields import Pick, PickMany
from ui.pages.schema.forms import GUIDE, Form, named
from ui.pages.schema.words import BOUNDARIES, OVERLAPS, PROBLEMS


class ProjectForm(Form):
    """What belongs to no single item."""

    def __init__(self, look: Look, draft: SchemaDraft) -> None:
        super().__init__(look, draft)
        self.permanent.hide()

    def build(self) -> None:
        """Policies and guidelines."""
        look = self.look
        self.overlap = Pick(look, "schema_editor.overlap", lambda: named(look, OVERLAPS))
        self.overlap.picked.connect(lambda value: self.set(overlap=value))
        self.boundary = Pick(look, "schema_editor.boundary", lambda: named(look, BOUNDARIES))
        self.boundary.picked.connect(lambda value: self.set(boundary=value))
        self.row(self.overlap, self.boundary)
        self.blocking = self.add(
            PickMany(look, "schema_editor.blocking", lambda: named(look, PROBLEMS), "schema_editor.nothing")
        )
        self.blocking.picked.connect(lambda values: self.set(blocking=values))
        self.guide_ar, self.guide_en = self.texts(*GUIDE, "guide", lines=14)

    @property
    def item(self) -> Schema | None:
        """The whole draft."""
        return self.draft.schema

    def set(self, *, typing: str = "", **fields: Any) -> None:
        """Changes fields of the schema."""
        name = ("schema", typing) if typing else None
        self.draft.change(lambda schema: msgspec.structs.replace(schema, **fields), typing=name)

    def set_english(self, text: str) -> None:
        """The English name."""
        self.set(typing="en", en=text)

    def show_more(self, item: Schema) -> None:
        """Shows the policies."""
        self.overlap.show_value(item.overlap)
        self.boundary.show_value(item.boundary)
        self.blocking.show_values(item.blocking)
        self.guide_ar.show_text(item.guide_ar)
        self.guide_en.show_text(item.guide_en)
