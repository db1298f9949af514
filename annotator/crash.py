"""A report of a fault in the program: enough to find it, nothing of the text, of names or of paths of the person."""

from __future__ import annotations

import platform
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Final

from annotator import version

_KEPT: Final = 20
"""How many reports are kept."""


def crash_report(kind: type[BaseException], trace: TracebackType | None, *, facts: dict[str, str] | None = None) -> str:
    """The report as text: versions, and the chain of calls by file, line and function.

    The error's own message is left out: it may quote a text, a name or a path.
    """
    lines = [
        f"hashiya {version()}",
        f"python {platform.python_version()} on {platform.system()} {platform.machine()}",
        *(f"{name} {value}" for name, value in (facts or {}).items()),
        "",
        f"{kind.__module__}.{kind.__qualname__}",
    ]
    while trace is not None:
        code = trace.tb_frame.f_code
        lines.append(f"  {_short(code.co_filename)}:{trace.tb_lineno} {code.co_qualname}")
        trace = trace.tb_next
    return "\n".join(lines) + "\n"


def _short(file: str) -> str:
    """The last two parts of a file's path: the rest may hold the person's name."""
    return "/".join(Path(file).parts[-2:])


def write_report(report: str, folder: Path) -> Path | None:
    """Keeps a report as a file and drops the oldest; None when the disk does not take it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"crash-{time.strftime('%Y%m%d-%H%M%S')}.txt"
        path.write_text(report, encoding="utf-8")
        for old in sorted(folder.glob("crash-*.txt"))[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        print(report, file=sys.stderr)  # noqa: T201 - the last place that is left
        return None
    return path
