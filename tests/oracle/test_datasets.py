"""A release loads into Hugging Face `datasets` with real columns. Run by `make oracle`; elsewhere it is skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.project import Project
from tests.annotator.jobs.test_releasing import fill, released

datasets = pytest.importorskip("datasets", reason="the group oracle is not installed")


@pytest.mark.filterwarnings("ignore")
def test_a_release_loads_with_real_columns(project: Project, tmp_path: Path) -> None:
    fill(project)
    folder, report = released(project, shares=(80, 10, 10))
    found = datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))
    assert {name: len(rows) for name, rows in found.items()} == report.documents
    features = found["train"].features
    assert {"id", "text", "meta", "annotator", "status", "mentions", "events"} <= set(features)
    row = found["train"][0]
    for mention in row["mentions"]:
        assert row["text"][mention["start"] : mention["end"]] == mention["text"]
        assert {type(mention[name]) for name in ("start", "end", "votes", "n_annotators")} == {int}
        assert mention["method"] in ("unanimous", "rule")
    assert row["events"][0]["trigger"] in {mention["id"] for mention in row["mentions"]}
