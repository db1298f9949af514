"""The demo without a display, as a newcomer starts it: what it says is what is in the project and in the files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from annotator.project import Project
from ui.demo import DOCUMENT, MARKS


def demo(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    there = {**os.environ, "XDG_DATA_HOME": str(folder), "HOME": str(folder), "LOCALAPPDATA": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "annotator.cli", "demo", *arguments],
        env={**there, "QT_QPA_PLATFORM": "offscreen"},
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_the_demo_marks_once_and_says_what_it_did(tmp_path: Path) -> None:
    first = demo(tmp_path, "--as", " سارة  ", "--screenshot", "s.png", "-o", "d.jsonl")
    assert (first.returncode, first.stderr) == (0, "")
    assert f"{len(MARKS)} mentions marked by key presses as سارة in {DOCUMENT}; 0 were there" in first.stdout
    assert (tmp_path / "s.png").read_bytes().startswith(b"\x89PNG")
    lines = [json.loads(row) for row in (tmp_path / "d.jsonl").read_bytes().splitlines()]
    (mine,) = (line for line in lines if line.get("annotator") == "سارة")
    assert (mine["id"], len(mine["mentions"])) == (DOCUMENT, len(MARKS))
    second = demo(tmp_path, "--as", "سارة")
    assert f"0 mentions marked by key presses as سارة in {DOCUMENT}; {len(MARKS)} were there" in second.stdout
    (path,) = tmp_path.rglob("demo.hashiya")
    with_nobody = demo(tmp_path, "--as", "gold")
    assert (with_nobody.returncode, with_nobody.stdout) == (1, "")
    assert "has a meaning of its own" in with_nobody.stderr
    opened = Project.open(path, write=False)
    try:
        assert "gold" not in {person.key for person in opened.people()}
    finally:
        opened.close()
