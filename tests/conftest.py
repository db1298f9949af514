"""What all tests share that need no window: Hypothesis without a clock, a schema, an empty project."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from annotator.project import Project
from annotator.schema import Schema, load_preset

# A slow machine is not a fault of the code: time is measured in tests/benchmarks, never here.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# A shell that runs the tests in its background has them ignore Ctrl+C, and every process that they start: then nothing
# that is told by it could be tested.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def news() -> Schema:
    """The preset that projects have by default."""
    return load_preset("news")


@pytest.fixture
def project_path(tmp_path: Path, news: Schema) -> Path:
    """An empty project's file, closed."""
    path = tmp_path / "work.hashiya"
    Project.create(path, news).close()
    return path


@pytest.fixture
def project(project_path: Path) -> Iterator[Project]:
    """An empty project, open for work; nobody has said who is working."""
    opened = Project.open(project_path)
    yield opened
    opened.close()
