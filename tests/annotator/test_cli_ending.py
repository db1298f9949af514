"""How a command ends, whatever happens: words and an exit code, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator import cli
from annotator.cli import main
from annotator.project import Project
from annotator.schema import load_preset
from tests.annotator.helpers import TEXT, write_lines

HASHIYA = [sys.executable, "-m", "annotator.cli"]


def code_of(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(argument) for argument in arguments])
    return int(stop.value.code or 0)


def test_a_misspelt_command_is_wrong_usage_and_opens_no_window(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("exprot") == 2
    assert "No such command 'exprot'" in capsys.readouterr().err


def test_without_a_display_there_are_words(tmp_path: Path) -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    bare = {name: value for name, value in os.environ.items() if name not in hidden}
    if sys.platform in ("win32", "darwin"):
        pytest.skip("there is always a display here")
    Project.create(tmp_path / "p.hashiya", load_preset("conll")).close()
    for arguments in ([], [str(tmp_path / "p.hashiya"), "--as", "سلمى"]):
        found = subprocess.run([*HASHIYA, *arguments], env=bare, capture_output=True, text=True, encoding="utf-8")
        assert found.returncode == 3
        assert found.stderr.startswith("There is no display to open a window on.")


def test_pipes_get_utf8_whatever_the_system_speaks(project_path: Path, tmp_path: Path) -> None:
    odd = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    file = write_lines(tmp_path / "in.jsonl", {"id": "نبأ", "text": TEXT})
    taken = subprocess.run([*HASHIYA, "import", str(project_path), str(file)], env=odd, capture_output=True)
    assert taken.returncode == 0, taken.stderr
    shown = subprocess.run([*HASHIYA, "show", str(project_path), "ن"], env=odd, capture_output=True)
    assert shown.stdout.decode("utf-8").split("\n")[2] == TEXT
    listed = subprocess.run([*HASHIYA, "schema", "list", "--json"], env=odd, capture_output=True)
    assert json.loads(listed.stdout.decode("utf-8"))[0]["ar"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_an_output_that_is_full_is_told() -> None:
    with open("/dev/full", "w") as full:
        found = subprocess.run([*HASHIYA, "schema", "show", "news"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert found.returncode == 3
    assert "No space left on device" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_fault_of_the_program_is_not_called_bad_data(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> None:
        raise LookupError("سرّ")

    monkeypatch.setattr(cli, "load_schema", fails)
    assert code_of("new", "x.hashiya") == 70
    words = capsys.readouterr().err
    assert "Hashiya itself is at fault here" in words
    assert "builtins.LookupError" in words
    assert "Traceback" not in words
    assert "سرّ" not in words


def test_a_text_cannot_command_the_terminal(
    project_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = "قبل\x1b[2Jبعد\x9b31m\r\tهنا"
    main(["import", str(project_path), str(write_lines(tmp_path / "in.jsonl", {"id": "a", "text": evil}))])
    main(["show", str(project_path), "a"])
    shown = capsys.readouterr().out
    assert "قبل␛[2Jبعد\ufffd31m" in shown
    assert "\x1b" not in shown
    wrong = {
        "id": "b",
        "text": evil,
        "annotator": "س",
        "mentions": [{"start": 3, "end": 5, "label": "GPE", "text": "x"}],
    }
    assert code_of("import", project_path, write_lines(tmp_path / "bad.jsonl", wrong)) == 1
    assert "«␛[»" in capsys.readouterr().err


STOPPED_EARLY = """
import sys

class Finder:
    def find_spec(self, name, *_):
        if name == "annotator.cli":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Finder())
from ui.entry import main
main()
"""


def test_ctrl_c_while_the_program_is_still_being_read() -> None:
    found = subprocess.run([sys.executable, "-c", STOPPED_EARLY], capture_output=True, text=True)
    assert (found.returncode, found.stderr) == (130, "Stopped. Nothing was left half-done.\n")


def test_a_thousand_equal_texts_are_not_told_one_by_one(
    project_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", str(project_path), str(write_lines(tmp_path / "in.jsonl", *[{"text": TEXT}] * 1000))])
    told = capsys.readouterr().err.splitlines()
    assert "note: and 979 more documents with the text of another" in told
    assert len(told) < 30
