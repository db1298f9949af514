"""Files that are written: what may stand in their place, and what must never be replaced."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotator.errors import DataError, UnavailableError
from annotator.jobs.exporting import export_jsonl
from annotator.jobs.files import replace_file
from annotator.project import Project
from annotator.schema import load_preset
from tests.annotator.helpers import line, take_in


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other work"
    Project.create(path, load_preset("conll")).close()
    return path


def test_an_export_never_takes_the_place_of_a_project(project: Project, other: Path, tmp_path: Path) -> None:
    take_in(project, line())
    link = tmp_path / "link.jsonl"
    link.symlink_to(project.path)
    for target in (project.path, other, link, project.path.parent / "." / project.path.name):
        before = target.read_bytes()
        with pytest.raises(DataError, match=r"is a project\. Nothing was written; choose another name"):
            export_jsonl(project, target)
        assert target.read_bytes() == before
    assert not list(tmp_path.glob(".*.tmp"))


def test_no_other_file_takes_the_place_of_a_project(other: Path) -> None:
    before = other.read_bytes()
    with pytest.raises(DataError, match="is a project"):
        replace_file(other, b"[]")
    damaged = bytearray(before)
    damaged[60:64] = (999).to_bytes(4, "big")  # a project of a later version is one all the same
    other.write_bytes(damaged)
    with pytest.raises(DataError, match="is a project"):
        replace_file(other, b"[]")
    assert other.read_bytes() == damaged


@pytest.mark.parametrize("name", ["", ".", "..", "/", "folder"])
def test_a_folder_is_no_file(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    with pytest.raises(UnavailableError, match="is a folder"):
        export_jsonl(project, Path(name))
    with pytest.raises(UnavailableError, match="is a folder"):
        replace_file(Path(name), b"")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_device_or_a_pipe_is_left_alone(project: Project, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    for write in (lambda: export_jsonl(project, pipe), lambda: replace_file(pipe, b"")):
        with pytest.raises(UnavailableError, match="is no ordinary file"):
            write()
    assert pipe.is_fifo()


def test_a_link_is_followed(project: Project, tmp_path: Path) -> None:
    real, link, dangling = tmp_path / "real.jsonl", tmp_path / "link.jsonl", tmp_path / "dangling.jsonl"
    real.write_text("old")
    link.symlink_to(real)
    dangling.symlink_to(tmp_path / "new.jsonl")
    take_in(project, line())
    export_jsonl(project, link)
    replace_file(dangling, b"new")
    assert link.is_symlink()
    assert dangling.is_symlink()
    assert "old" not in real.read_text(encoding="utf-8")
    assert (tmp_path / "new.jsonl").read_bytes() == b"new"


def test_a_place_that_cannot_even_be_tidied_is_named(project: Project, tmp_path: Path) -> None:
    """A name for which the file beside it would be too long: neither making nor removing it works."""
    target = tmp_path / ("n" * 250)
    for write in (lambda: export_jsonl(project, target), lambda: replace_file(target, b"")):
        with pytest.raises(UnavailableError, match=r"cannot be written: .*\. Nothing was replaced"):
            write()
