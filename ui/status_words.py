"""What the bars say about the desk: place, counts, whose layer, saved or not, what can be done now."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QDate, QLocale

from ui.commands.reading import Reading
from ui.commands.viewing import Viewing
from ui.desk import Desk
from ui.i18n import isolate
from ui.look import Look
from ui.models.documents import DocumentModel
from ui.models.problems import Problems
from ui.models.records import LayerModels
from ui.widgets.text import Ink

_BOUNDARY: Final = {"stem": "bar.boundary_stem", "word": "bar.boundary_word", "free": "bar.boundary_free"}


class StatusWords:
    """Functions that the bars ask; each gives a text for now."""

    def __init__(
        self,
        look: Look,
        desk: Desk,
        documents: DocumentModel,
        models: LayerModels,
        problems: Problems,
        reading: Reading,
        viewing: Viewing,
    ) -> None:
        self._look, self._desk, self._documents = look, desk, documents
        self._models, self._problems, self._reading, self._viewing = models, problems, reading, viewing

    # -- the top bar --------------------------------------------------------------------------------------------------
    @property
    def unsaved(self) -> int:
        """Steps that are not on the disk."""
        return self._desk.project.unsaved if self._desk.project else 0

    def saved(self) -> tuple[str, str, Ink]:
        """Words, icon and colour role of the saved state."""
        tr, project = self._look.tr, self._desk.project
        if project is not None and project.read_only:
            return tr("saved.read_only"), "lock", "ink_second"
        if not self.unsaved:
            return tr("saved.saved"), "check", "good"
        if self._desk.failure is not None:
            return tr("saved.not", n=self.unsaved), "problem", "error"
        return tr("saved.saving"), "history", "ink_second"

    def person(self) -> str:
        """Who is working."""
        return (
            isolate(self._reading.person_name(self._desk.person))
            if self._desk.person
            else self._look.tr("person.nobody")
        )

    def people(self) -> list[str]:
        """Names that the project knows."""
        return [person.name for person in self._desk.project.people()] if self._desk.project else []

    # -- the document bar ---------------------------------------------------------------------------------------------
    def source(self) -> str:
        """Source and date of the article; its name where it tells neither."""
        document = self._desk.document
        if document is None:
            return ""
        source = next(
            (str(document.meta[key]) for key in ("source", "publisher", "agency") if document.meta.get(key)), ""
        )
        date = _date(self._look, str(document.meta.get("date", "")))
        return self._look.words.joined(isolate(source) if source else "", date) or isolate(document.name)

    def layer(self) -> str:
        """Whose layer is open."""
        if self._desk.document is None:
            return ""
        if not self._desk.owner:
            return self._look.tr("person.nobody")
        return self._look.tr("layer.own") if self._desk.is_own else self._reading.layer_name(self._desk.owner)

    # -- the status bar -----------------------------------------------------------------------------------------------
    def place(self) -> str:
        """Document n of N."""
        if self._desk.document is None:
            return self._look.tr("bar.no_document")
        place = self._documents.place(self._desk.document.id) + 1
        return self._look.tr("bar.document_of", place=place, all=self._documents.count())

    def counts(self) -> str:
        """Mentions and events of the layer."""
        if self._desk.layer is None:
            return ""
        mentions, events = len(self._models.mentions), len(self._models.events)
        tr = self._look.tr
        return self._look.words.joined(tr("count.mentions", n=mentions), tr("count.events", n=events) if events else "")

    def problems(self) -> str:
        """How many problems there are."""
        return self._look.tr("count.problems", n=len(self._problems.list))

    def schema(self) -> str:
        """The schema and its version."""
        if self._desk.project is None:
            return ""
        schema = self._desk.schema
        name = schema.ar if self._look.words.language == "ar" else schema.en
        return self._look.tr("bar.schema", name=name, version=schema.version)

    def boundary(self) -> str:
        """The policy for boundaries."""
        return self._look.tr(_BOUNDARY[self._desk.schema.boundary]) if self._desk.project else ""

    def zoom(self) -> str:
        """The article's size."""
        return self._look.words.percent(self._viewing.zoom_percent)

    # -- what is possible ---------------------------------------------------------------------------------------------
    def states(self, *, mention: bool) -> set[str]:
        """The conditions of the table of actions that hold now."""
        desk, project = self._desk, self._desk.project
        found: set[str] = set()
        if project is not None:
            found.add("project")
        if desk.document is not None:
            found.add("document")
        if len(self._problems.list):
            found.add("problems")
        if desk.writable and project is not None and desk.document is not None:
            found |= {"writable", "own"}
            if mention:
                found.add("mention")
            if project.can_undo(desk.document.id):
                found.add("can_undo")
            if project.can_redo(desk.document.id):
                found.add("can_redo")
        return found


def _date(look: Look, text: str) -> str:
    """A date of the article's metadata in words; as it stands when it is no ISO date."""
    date = QDate.fromString(text[:10], "yyyy-MM-dd")
    if not date.isValid():
        return text
    system = QLocale.system()
    if look.words.language == "ar":
        # Levantine names of the months, as most Arabic news of our articles writes them, unless the system says other.
        locale = system if system.language() == QLocale.Language.Arabic else QLocale("ar_SY")
        return look.words.digits_of(f"{date.day()} {locale.monthName(date.month())} {date.year()}")
    return f"{date.day()} {QLocale('en_GB').monthName(date.month())} {date.year()}"
