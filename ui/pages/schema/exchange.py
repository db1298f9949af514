"""Schemas from files and into files: our own TOML, and what other tools write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.errors import UserError
from annotator.formats.schema_to_brat import write_brat
from annotator.jobs.files import replace_file
from annotator.jobs.schemas import import_schema
from annotator.schema import read_schema, to_toml
from annotator.schema.changing import join
from ui.look import Look
from ui.models.schema_draft import SchemaDraft
from ui.troubles import words_for

_BRAT = ".conf"


class Exchange:
    """Handlers of two buttons. `say` shows a sentence."""

    def __init__(self, look: Look, draft: SchemaDraft, window: QWidget, say: Callable[[str], None]) -> None:
        self._look, self._draft, self._window, self._say = look, draft, window, say

    def take_in(self) -> None:
        """Asks for a file and adds what is new in it to the draft."""
        name, _ = QFileDialog.getOpenFileName(self._window, "", "", self._look.tr("schema_editor.import_files"))
        if name:
            self.take_in_file(Path(name))

    def take_in_file(self, path: Path) -> None:
        """Adds what is new in a file to the draft: TOML, or what brat, Label Studio or doccano wrote."""
        try:
            if path.suffix == ".toml":
                schema, lost = read_schema(path), 0
            else:
                found = import_schema(path)
                schema, lost = found.schema, len(found.lost)
        except UserError as error:
            self._say("\n".join([words_for(self._look, error), *error.problems[:3]]))
            return
        if self._draft.change(lambda draft: join(draft, schema)):
            labels = len(schema.labels)
            words = self._look.tr("schema_editor.imported", n=labels)
            more = self._look.tr("schema_editor.import_lost", n=lost) if lost else ""
            self._say(f"{words} {more}".strip())

    def give_out(self) -> None:
        """Asks where, and writes the draft: as TOML, or as brat's annotation.conf."""
        schema = self._draft.schema
        if schema is None:
            return
        start = f"{schema.name}.toml"
        name, _ = QFileDialog.getSaveFileName(self._window, "", start, self._look.tr("schema_editor.export_files"))
        if name:
            self.give_out_to(Path(name))

    def give_out_to(self, path: Path) -> None:
        """Writes the draft to a file."""
        schema = self._draft.schema
        if schema is None:
            return
        text, lost = write_brat(schema) if path.suffix == _BRAT else (to_toml(schema), ())
        try:
            replace_file(path, text.encode())
        except UserError as error:
            self._say(words_for(self._look, error))
            return
        more = self._look.tr("schema_editor.import_lost", n=len(lost)) if lost else ""
        self._say(f"{self._look.tr('schema_editor.exported', name=path.name)} {more}".strip())
