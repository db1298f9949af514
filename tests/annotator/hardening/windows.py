"""The real window as the child that is killed: it marks by key events, and says what it was told is saved.

Used by kills.py as its `child`. Qt is imported in the child only: the fork server is shared with tests that need none.
"""

from __future__ import annotations

import os
import random
from multiprocessing.connection import Connection
from pathlib import Path

KEYS = {
    "Digit1": 5,
    "Digit2": 5,
    "KeyQ": 3,
    "ArrowLeft": 12,
    "Shift+ArrowLeft": 3,
    "ArrowRight": 2,
    "Space": 2,
    "Tab": 2,
    "Delete": 1,
    "Ctrl+KeyZ": 3,
    "Ctrl+Shift+KeyZ": 2,
    "Ctrl+PageDown": 1,
    "Ctrl+Enter": 1,
    "Ctrl+Home": 1,
}
"""What a person presses, and how often."""


def window(path: Path, said: Connection, seed: str, broken: bool) -> None:
    """Works without end in a window offscreen. `broken` is not for windows: the writer is the same."""
    assert not broken
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.app import application, build
    from ui.hands import Hands, settle
    from ui.settings import Settings

    application()
    chosen = random.Random(seed)
    shown = build(path, chosen.choice(("سلمى", "Omar")), settings=Settings(path.with_suffix(".ini")))
    project = shown.desk.project
    assert project is not None
    assert not project.read_only, project.read_only_reason
    project.on_saved.append(lambda names: said.send_bytes("\n".join(names).encode()))
    shown.resize(1200, 800)
    shown.show()
    settle()
    shown.article.setFocus()
    hands = Hands(shown.article)
    while True:
        hands.press(chosen.choices(list(KEYS), list(KEYS.values()))[0])
        settle()
