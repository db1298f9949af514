"""Run by test_xvfb.py under a real X server: for each project of a folder, which is named after a keyboard layout, opens
the window and marks one word for each given key; takes a picture, and prints what was stored as JSON.

python xvfb_child.py FOLDER POSITION...
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from annotator.model import Span
from annotator.text.words import words
from tests.driver import Driver
from ui.keys import SCAN_CODES

CODES = {position: code + 8 for code, position in SCAN_CODES.items()}


def main() -> None:
    folder, *positions = sys.argv[1:]
    stored = {path.stem: mark(path, positions) for path in sorted(Path(folder).glob("*.hashiya"))}
    print(json.dumps({"platform": QApplication.platformName(), "stored": stored}))


def mark(project: Path, positions: list[str]) -> dict[str, str]:
    """Marks the first words with the layout after which the project is named; the label that each position gave."""
    driver = Driver.open(project, "سلمى", project.with_suffix(".ini"))
    window = driver.window
    subprocess.run(["setxkbmap", "-layout", project.stem], check=True)
    window.activateWindow()
    window.raise_()
    subprocess.run(["xdotool", "windowfocus", str(int(window.winId()))], check=True)
    driver.wait_until(lambda: window.isActiveWindow())
    driver.article.setFocus()
    driver.wait_until(lambda: driver.article.hasFocus())
    stored = {}
    for number, position in enumerate(positions):
        span = words(driver.text)[number]
        driver.hands.select(Span(*span))
        before = len(driver.stored())
        keys = [*(["Shift_L"] if position.startswith("Shift+") else []), str(CODES[position.removeprefix("Shift+")])]
        subprocess.run(["xdotool", "key", "+".join(keys)], check=True)
        driver.wait_until(lambda before=before: len(driver.stored()) > before)
        stored[position] = next(label for start, end, label in driver.stored() if (start, end) == span)
        driver.press("Escape")
    QApplication.processEvents()
    window.grab().save(str(project.with_suffix(".png")))
    driver.close()
    return stored


if __name__ == "__main__":
    main()
