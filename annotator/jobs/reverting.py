"""Taking documents out of the work, and taking back whole steps: imports, withdrawals, changes of the schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from annotator.errors import DataError
from annotator.model import PROJECT
from annotator.operations import Change, DocumentInfo, RecordKey
from annotator.project import Bulk, Project

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
        report = RevertReport(gesture=operations[0][2].gesture)
        for document_id, owner, operation in operations:
            layer = bulk.reader.layer(document_id, owner)
            document = bulk.reader.document(document_id) if document_id is not None else None
            inverse = layer.invert(operation)
            if inverse is None:
                report.left.append(f"{owner}'s layer of {document.name!r}" if document else "the project's own records")
                continue
            _refuse_double(bulk, inverse, document.name if document else "")
            bulk.write(document, layer, "revert", inverse)
            report.layers += 1
        if not report.layers:
            raise DataError("All of it has been edited since: nothing was taken back.", report.left)
        report.step = bulk.step_name
        return report

    return project.bulk(work)


def _refuse_double(bulk: Bulk, inverse: list[Change], name: str) -> None:
    """A document may not come back beside another one that took its name."""
    for change in inverse:
        if change.kind != "document" or (isinstance(change.value, DocumentInfo) and change.value.withdrawn):
            continue
        live = [fact for fact in bulk.reader.facts() if fact.name == name and not fact.withdrawn]
        withdrawn = [fact for fact in bulk.reader.facts() if fact.name == name and fact.withdrawn]
        if live and withdrawn:
            raise DataError(f"Another document is called {name!r} now; withdraw that one first. Nothing was changed.")
