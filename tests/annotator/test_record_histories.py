"""All kinds of record and the schema itself under random histories: what is done, taken back, kept, sent out and brought
in elsewhere says the same, and the tables are what the log says."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from annotator.errors import DataError, EditError
from annotator.formats.jsonl_writing import as_read
from annotator.jobs.exporting import export_jsonl
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.inspecting import annotation_problems, info
from annotator.jobs.schema_changes import put_in_force
from annotator.layer import Layer
from annotator.project import Project
from annotator.schema import changing
from annotator.store.check import check_file
from annotator.validate import problems
from tests.annotator.helpers import write_lines
from tests.annotator.histories import EDIT_WEIGHTS, Chooser, Drawn, Seeded, dangling, draft_of, same, snapshot
from tests.annotator.rich import RICH, TEXT

EDITS = {name: weight for name, weight in EDIT_WEIGHTS.items() if name not in ("hang", "unhang")}
"""Those of a person. (The two others make records by hand, with names of another schema.)"""


class RecordsWorld:
    """One person's layer of one document, in a project whose schema changes under it."""

    WEIGHTS = EDITS | {"undo": 16, "redo": 8, "rename": 2, "merge": 2, "unmerge": 1, "restart": 2, "elsewhere": 3}

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "p.hashiya"
        self.project = Project.create(self.path, RICH)
        import_paths(self.project, [write_lines(folder / "text.jsonl", {"id": "d", "text": TEXT})], ImportOptions())
        self.project.work_as("سلمى")
        self.past: list[bytes] = []
        self.future: list[bytes] = []
        self.seen: set[str] = set()

    @property
    def layer(self) -> Layer:
        return self.project.layer(1)

    def act(self, action: str, chooser: Chooser) -> None:
        if action in EDITS:
            self._edit(action, chooser)
        else:
            getattr(self, f"_{action}")(chooser)
        assert not dangling(self.layer)

    def _edit(self, action: str, chooser: Chooser) -> None:
        layer, document = self.layer, self.project.document(1)
        try:
            draft = draft_of(action, chooser, layer, document, self.project.schema)
        except EditError:
            return
        before = layer.state()
        self.project.perform(1, draft)
        assert layer.state() != before, "a step that changes nothing"
        self.past.append(before)
        self.future.clear()
        self.seen.add(action)

    def _undo(self, _chooser: Chooser) -> None:
        self._take_back(self.project.undo(1), self.past, self.future)

    def _redo(self, _chooser: Chooser) -> None:
        self._take_back(self.project.redo(1), self.future, self.past)

    def _take_back(self, change: Any, source: list[bytes], target: list[bytes]) -> None:
        if change is None:
            assert not source
            return
        target.append(Layer(1, "سلمى", self.layer.history()[:-1]).state())
        assert self.layer.state() == source.pop()

    # -- the schema ---------------------------------------------------------------------------------------------------
    def _rename(self, chooser: Chooser) -> None:
        label = chooser.choice(self.project.schema.labels)
        self._change(lambda: changing.put(self.project.schema, "labels", _named(label, chooser.integer(1, 9))))

    def _merge(self, chooser: Chooser) -> None:
        keys = [label.key for label in self.project.schema.labels]
        self._change(lambda: changing.merge(self.project.schema, chooser.choice(keys), chooser.choice(keys)))

    def _unmerge(self, chooser: Chooser) -> None:
        keys = [label.key for label in self.project.schema.labels if label.into is not None]
        if keys:
            self._change(lambda: changing.unmerge(self.project.schema, chooser.choice(keys)))

    def _change(self, make: Any) -> None:
        before, history = self.layer.state(), len(self.layer.history())
        try:
            put_in_force(self.project, make())
        except (EditError, DataError):
            return
        assert self.layer.state() == before, "a change of the schema touched records"
        assert len(self.layer.history()) == history

    # -- elsewhere ----------------------------------------------------------------------------------------------------
    def _restart(self, _chooser: Chooser) -> None:
        was, schema = self.layer, self.project.schema
        self.project.close()
        self.project = Project.open(self.path)
        self.project.work_as("سلمى")
        assert same(was, self.layer)
        assert self.project.schema == schema
        assert same(self.layer, Layer(1, "سلمى", self.layer.history()))

    def _elsewhere(self, _chooser: Chooser) -> None:
        """What goes out comes in elsewhere, and here again, as the same."""
        out, again = self.folder / "out.jsonl", self.folder / "again.jsonl"
        export_jsonl(self.project, out)
        before = self.layer.state()
        if not self.layer.is_empty:
            report = import_paths(self.project, [out], ImportOptions())
            assert (report.layers_equal, report.step) == (1, None)
            assert self.layer.state() == before
        target = self.folder / "other.hashiya"
        other = Project.create(target, self.project.schema)
        try:
            other.work_as("سلمى")
            import_paths(other, [out], ImportOptions())
            export_jsonl(other, again)
            assert again.read_bytes() == out.read_bytes()
            there = other.layer(1, "سلمى")
            assert snapshot(there) == as_read(snapshot(self.layer), self.project.schema.merged)
            theirs, mine = info(other), info(self.project)
            assert {k: v for k, v in theirs.items() if k != "state"} == {k: v for k, v in mine.items() if k != "state"}
            document, schema = other.document(1), other.schema
            assert {p.key for p in problems(there, document, schema)} == self._problem_keys()
        finally:
            other.close()
            target.unlink()

    def _problem_keys(self) -> set[str]:
        found = problems(self.layer, self.project.document(1), self.project.schema)
        listed = [row for layer in annotation_problems(self.project) for row in layer["problems"]]
        assert self.layer.is_empty or len(listed) == len(found)
        return {problem.key for problem in found}

    def finish(self) -> None:
        self._restart(Seeded(""))
        while self.past:
            self._undo(Seeded(""))
        assert self.layer.is_empty
        self.project.close()
        assert check_file(self.path, deep=True) == []

    def close(self) -> None:
        self.project.close()


def _named(label: Any, number: int) -> Any:
    return msgspec.structs.replace(label, en=f"Name {number}", ar=f"اسم {number}")


class RecordHistory(RuleBasedStateMachine):
    """A short history that Hypothesis makes, and shrinks when it breaks a law."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.world = RecordsWorld(Path(self.folder.name))

    @rule(action=st.sampled_from(sorted(RecordsWorld.WEIGHTS)), data=st.data())
    def act(self, action: str, data: st.DataObject) -> None:
        self.world.act(action, Drawn(data))

    def teardown(self) -> None:
        try:
            self.world.finish()
        finally:
            self.world.close()
            self.folder.cleanup()


TestRecordHistory = RecordHistory.TestCase
TestRecordHistory.settings = settings(max_examples=10, stateful_step_count=40)


def test_long_histories_keep_the_laws_and_meet_every_kind(tmp_path: Path) -> None:
    seen: set[str] = set()
    for number in range(3):
        chooser = Seeded(f"records {number}")
        folder = tmp_path / str(number)
        folder.mkdir()
        world = RecordsWorld(folder)
        try:
            for _ in range(150):
                world.act(chooser.weighted(world.WEIGHTS), chooser)
            world.finish()
        finally:
            world.close()
        seen |= world.seen
    # A law that never meets what it is about proves nothing.
    assert seen == set(EDITS)
