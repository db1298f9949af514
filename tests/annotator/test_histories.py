"""The reducer and undo under random histories: a machine that Hypothesis shrinks, and a driver that goes deep."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from annotator.schema import Schema, load_preset
from tests.annotator.histories import HISTORIES, Drawn, MergeWorld, ProjectWorld, Seeded

ACTIONS = 100
BATCHES = 10


@pytest.mark.parametrize("batch", range(BATCHES))
def test_merged_histories_keep_the_laws(batch: int, news: Schema) -> None:
    seen = {"undone": 0, "passed_over": 0, "conflicts": 0}
    for number in range(HISTORIES // BATCHES or 1):
        chooser = Seeded(f"merge {batch} {number}")
        world = MergeWorld(news)
        for _ in range(ACTIONS):
            world.act(chooser.weighted(world.WEIGHTS), chooser)
        world.finish(chooser)
        seen = {name: seen[name] + getattr(world, name) for name in seen}
    # A check that never meets what it checks for proves nothing.
    assert HISTORIES < 100 or all(seen.values()), f"the histories are too tame: {seen}"


@pytest.mark.parametrize("batch", range(BATCHES))
def test_histories_of_a_project_keep_the_laws(batch: int, news: Schema, tmp_path: Path) -> None:
    for number in range(HISTORIES // BATCHES // 3 or 1):
        chooser = Seeded(f"project {batch} {number}")
        folder = tmp_path / str(number)
        folder.mkdir()
        world = ProjectWorld(folder, news)
        try:
            for _ in range(ACTIONS):
                world.act(chooser.weighted(world.WEIGHTS), chooser)
            world.finish(chooser)
        finally:
            world.close()


class MergedHistory(RuleBasedStateMachine):
    """Three laptops of one person."""

    def __init__(self) -> None:
        super().__init__()
        self.world = MergeWorld(load_preset("news"))

    @rule(action=st.sampled_from(list(MergeWorld.WEIGHTS)), data=st.data())
    def act(self, action: str, data: st.DataObject) -> None:
        self.world.act(action, Drawn(data))

    def teardown(self) -> None:
        self.world.finish(Seeded("the end"))


class ProjectHistory(RuleBasedStateMachine):
    """One person and a project file."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.world = ProjectWorld(Path(self.folder.name), load_preset("news"))

    @rule(action=st.sampled_from(list(ProjectWorld.WEIGHTS)), data=st.data())
    def act(self, action: str, data: st.DataObject) -> None:
        self.world.act(action, Drawn(data))

    def teardown(self) -> None:
        try:
            self.world.finish(Seeded("the end"))
        finally:
            self.world.close()
            self.folder.cleanup()


TestMergedHistory = MergedHistory.TestCase
TestMergedHistory.settings = settings(max_examples=25, stateful_step_count=40)
TestProjectHistory = ProjectHistory.TestCase
TestProjectHistory.settings = settings(max_examples=8, stateful_step_count=30)
