"""Agreement written to files: one HTML page, or a folder of tables. A file is replaced in one go, or not at all."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from annotator.agreement.html import page
from annotator.agreement.reporting import Report
from annotator.agreement.tables import tables
from annotator.errors import UnavailableError
from annotator.jobs.files import replace_file
from annotator.schema import Schema


def write_html(report: Report, target: Path, title: str, schema: Schema | None = None) -> None:
    """Writes the page. Raises UnavailableError when the disk refuses; what stood there is then still there."""
    replace_file(target, page(report, title, schema).encode())


def write_csv(report: Report, folder: Path) -> list[Path]:
    """Writes one table per file, UTF-8 with a mark so that spreadsheets read Arabic; returns the files."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnavailableError(
            f"The folder {folder} cannot be made: {error.strerror}.",
            arabic=f"تعذر إنشاء المجلد {folder} ({error.strerror}).",
        ) from error
    written = []
    for name, rows in tables(report).items():
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(rows)
        target = folder / f"{name}.csv"
        replace_file(target, text.getvalue().encode("utf-8-sig"))
        written.append(target)
    return written
