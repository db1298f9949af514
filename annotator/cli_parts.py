"""What the commands share: opening a project, a progress bar, what is printed, and how a command ends."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from annotator.crash import crash_report
from annotator.errors import UserError
from annotator.jobs import keeping
from annotator.project import Project

FAULT: Final = 70
"""Exit code of a fault in the program itself (EX_SOFTWARE of sysexits.h)."""
_CONTROL: Final = {
    **{code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"},
    127: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
}
_ADVICE: Final = {
    "disk_full": ("Nothing was changed: make room and try again.",),
    "disk_error": ("What was saved is as it was: try again, and copy the project to another disk if it goes on.",),
    "busy": ("Nothing was changed: close it there and try again.",),
    "not_writable": ("Nothing was changed.",),
}
"""What helps where SQLite and the disk say only what happened, by the code of the error."""


@contextmanager
def opened(path: Path, *, write: bool = False) -> Iterator[Project]:
    """A project while a command works with it."""
    with keeping.advised(path):
        project = Project.open(path, write=write)
    try:
        yield project
    finally:
        project.close()


@contextmanager
def progress_bar(words: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def speak_utf8() -> None:
    """Files and pipes get UTF-8 with LF, whatever the system's encoding and newline: the same bytes everywhere. A
    terminal keeps its encoding, with escapes for what it cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty():
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def say(words: str, *, err: bool = False) -> None:
    """A line for the person. Control characters, which could command the terminal, are shown as signs: texts and names
    come from anywhere."""
    click.echo(words.translate(_CONTROL), err=err)


@contextmanager
def ending() -> Iterator[None]:
    """Turns whatever ends a command into words on stderr and an exit code (docs/commands.md)."""
    try:
        yield
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except (click.Abort, KeyboardInterrupt):
        say("Stopped. Nothing was left half-done.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except UserError as error:
        say(" ".join([str(error), *_ADVICE.get(error.code, ())]), err=True)
        sys.exit(error.exit_code)
    except MemoryError:
        say("There is not enough memory for this. Nothing was left half-done.", err=True)
        sys.exit(3)
    except OSError as error:
        place = f" at {error.filename}" if error.filename else ""
        say(f"The system refused{place}: {error.strerror or error}. Nothing was left half-done.", err=True)
        sys.exit(3)
    except Exception as error:  # noqa: BLE001 - the last place where a fault can be told apart from bad data
        report = crash_report(type(error), error.__traceback__)
        say(
            "Hashiya itself is at fault here, not your data. What was saved is as it was. Please report these lines; "
            f"they hold no text and no names:\n\n{report}",
            err=True,
        )
        sys.exit(FAULT)
