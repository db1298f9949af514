"""Taking documents out of the work, and taking back whole steps: imports, withdrawals, changes of the schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from annotator.bulk import Bulk
from annotator.errors import DataError
from annotator.layer import Layer
from annotator.model import PROJECT, Document
from annotator.operations import Change, DocumentInfo, Operation, Raw, Record, RecordKey
from annotator.project import Project

_INFO = RecordKey("document", "document")


@dataclass
class RevertReport:
    """What was taken back, and what was left because it has been edited since."""

    step: str | None = None
    gesture: str = ""
    layers: int = 0
    left: list[str] = field(default_factory=list)


def withdraw(project: Project, names: Sequence[str]) -> str | None:
    """Takes documents out: they are no longer listed, exported or counted; nothing is deleted.

    Returns the step's name for `revert`. Raises DataError for a name that is not there; then nothing was changed.
    """

    def work(bulk: Bulk) -> str | None:
        by_name = {fact.name: fact for fact in bulk.reader.facts() if not fact.withdrawn}
        missing = [name for name in names if name not in by_name]
        if missing:
            listed = [f"the project has no document {name!r}" for name in missing]
            raise DataError("Nothing was withdrawn.", listed)
        for name in dict.fromkeys(names):
            document = bulk.reader.document(by_name[name].id)
            layer = bulk.reader.layer(by_name[name].id, PROJECT)
            info = layer.get(_INFO)
            known = info if isinstance(info, DocumentInfo) else DocumentInfo()
            changed = msgspec.structs.replace(known, withdrawn=True)
            bulk.write(document, layer, "withdraw", [Change(*_INFO, changed, layer.base(_INFO))])
        return bulk.step_name

    return project.bulk(work)


def revert(project: Project, step: str) -> RevertReport:
    """Takes a whole step back, layer by layer; layers whose records have moved on since are named and left.

    `step` is the name (actor:seq) that an import or a withdrawal printed. Documents stay: `withdraw` takes them out.
    Raises DataError when there is no such step, or nothing of it can be taken back.
    """

    def work(bulk: Bulk) -> RevertReport:
        operations = bulk.reader.steps(step)
        if not operations:
            raise DataError(f"The project has no step {step!r}. Nothing was changed.")
        run = _Revert(bulk, operations[0][2].gesture)
        # Newest first: what one step did to a record twice is taken back twice. The project's own records come last,
        # when it shows who and what still needs them.
        for document_id, owner, operation in sorted(reversed(operations), key=lambda found: found[0] is None):
            run.take_back(document_id, owner, operation)
        return run.finish()

    return project.bulk(work)


class _Revert:
    """One run: what was taken back so far, and what was left."""

    def __init__(self, bulk: Bulk, gesture: str) -> None:
        self._bulk = bulk
        self._report = RevertReport(gesture=gesture)
        self._live = {fact.name: fact.id for fact in bulk.reader.facts() if not fact.withdrawn}
        self._done: set[tuple[int | None, str]] = set()

    def take_back(self, document_id: int | None, owner: str, operation: Operation) -> None:
        """One operation of the step, if its records have not moved on and nobody else needs them."""
        reader = self._bulk.reader
        layer = reader.layer(document_id, owner)
        document = reader.document(document_id) if document_id is not None else None
        inverse = layer.invert(operation) if layer.status != "locked" else None
        if inverse is None:
            words = f"{owner}'s layer of {document.name!r}" if document else "the project's own records"
            if words not in self._report.left:
                self._report.left.append(words)
            return
        if document is not None:
            self._refuse_double(document, inverse)
        elif not self._may_go(layer, inverse):
            return
        self._bulk.write(document, layer, "revert", inverse, undoes=operation.name)
        self._done.add((document_id, owner))

    def _refuse_double(self, document: Document, inverse: list[Change]) -> None:
        """A document may not come back beside another one that took its name."""
        for change in inverse:
            stays_out = isinstance(change.value, DocumentInfo) and change.value.withdrawn
            if change.key == _INFO and not stays_out and self._live.get(document.name, document.id) != document.id:
                raise DataError(
                    f"Another document is called {document.name!r} now; withdraw that one first. Nothing was changed."
                )

    def _may_go(self, layer: Layer, inverse: list[Change]) -> bool:
        """Whether records of the project itself may be taken back: not the schema under labels that are in use, nor a
        person who has said something."""
        for change in inverse:
            if change.kind == "person" and change.value is None and change.id in self._bulk.reader.owners():
                return False
            if change.kind == "schema" and change.value is None:
                raise DataError("A project needs a schema: its first one cannot be taken back. Nothing was changed.")
            if change.kind == "schema":
                lost = _label_keys(layer.get(change.key)) - _label_keys(change.value)
                used = {label for counts in self._bulk.reader.label_counts().values() for label in counts}
                if lost & used:
                    self._report.left.append(f"the schema: marks carry its labels {', '.join(sorted(lost & used))}")
                    return False
        return True

    def finish(self) -> RevertReport:
        """Raises DataError when nothing could be taken back; then nothing was changed."""
        report = self._report
        report.layers = len(self._done)
        if not self._done:
            raise DataError("All of it has been edited since: nothing was taken back.", report.left)
        report.step = self._bulk.step_name
        return report


def _label_keys(record: Record | None) -> set[str]:
    return {label["key"] for label in record.fields[0]["labels"]} if isinstance(record, Raw) else set()
