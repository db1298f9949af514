"""What the start of the window loads. (A number of seconds would be a benchmark; this is a list.)"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from annotator.jobs.samples import create_sample

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
from pathlib import Path
from ui.app import application, build
from ui.settings import Settings

application()
window = build(Path(sys.argv[1]), "سلمى", settings=Settings(Path(sys.argv[2])))
window.safety.keep_backups()
window.show()
application().processEvents()
loaded = set(sys.modules)
from ui.hands import Hands, settle  # they bring QtTest along
settle()
hands = Hands(window.article)
hands.press("ArrowLeft")
hands.press("Digit1")
settle()
assert window.desk.layer.mentions
window.close()
settle()
print(*loaded | {name for name in sys.modules if name != "PySide6.QtTest"})
"""
NEVER = {"numpy", "pandas", "scipy", "sqlite_utils", "click", "rich", "bidi", "arabic_reshaper", "asyncio"}
QT = {"QtCore", "QtGui", "QtWidgets", "QtSvg"}
"""All of Qt that the window may load: anything more (QtQml, QtNetwork ...) is paid for at every start."""


def test_the_window_at_work_loads_nothing_heavy(tmp_path: Path) -> None:
    path = tmp_path / "work.hashiya"
    create_sample(path)
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path)}
    command = [sys.executable, "-c", SCRIPT, str(path), str(tmp_path / "settings.ini")]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    loaded = set(run.stdout.splitlines()[-1].split())
    assert "ui.window" in loaded
    assert not {name.partition(".")[0] for name in loaded} & NEVER
    assert {name.removeprefix("PySide6.") for name in loaded if name.startswith("PySide6.Qt")} <= QT
