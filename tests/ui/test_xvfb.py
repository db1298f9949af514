"""A smoke run on a real X server: the window opens, and label keys work with an Arabic keyboard layout on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.jobs.samples import create_sample
from annotator.schema import load_preset

pytestmark = pytest.mark.xvfb
ROOT = Path(__file__).parents[2]
LAYOUTS = ["ara", "us", "ir", "fr", "ru", "il"]
NEEDED = ("Xvfb", "xdotool", "setxkbmap")


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """An X server of our own."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def test_label_keys_work_whatever_the_layout(display: str, tmp_path: Path) -> None:
    create_sample(tmp_path / "ara.hashiya")
    for layout in LAYOUTS[1:]:
        shutil.copyfile(tmp_path / "ara.hashiya", tmp_path / f"{layout}.hashiya")
    schema = load_preset("news")
    positions = ["Digit1", "Digit8", "KeyQ", "KeyS", "KeyB", "Minus", "Shift+Digit2"]
    environment = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONPATH": str(ROOT),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }
    environment.pop("WAYLAND_DISPLAY", None)
    child = Path(__file__).with_name("xvfb_child.py")
    run = subprocess.run(
        [sys.executable, str(child), str(tmp_path), *positions],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert run.returncode == 0, run.stderr
    answer = json.loads(run.stdout)
    assert answer["platform"] == "xcb"
    expected = {position: label.key for position in positions if (label := schema.by_position(position))}
    assert answer["stored"] == dict.fromkeys(LAYOUTS, expected)
    assert all((tmp_path / f"{layout}.png").stat().st_size > 20_000 for layout in LAYOUTS)
