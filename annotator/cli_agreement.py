"""`hashiya agreement`: how far the annotators of a project agree. Imports numpy only when it is called."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from annotator.cli_parts import progress_bar

if TYPE_CHECKING:
    from annotator.agreement.reporting import Filter, Report
    from annotator.agreement.results import Result
    from annotator.jobs.agreeing import Agreement
    from annotator.schema import Schema

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("project", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--html", type=_PATH, metavar="FILE", help="Write a page in both languages.")
@click.option("--csv", "folder", type=_PATH, metavar="FOLDER", help="Write tables for a spreadsheet.")
@click.option("--annotators", metavar="A,B", help="Only these people.")
@click.option("--labels", metavar="L,M", help="Only mentions and events with these labels.")
@click.option("--gold", is_flag=True, help="Each annotator against gold, instead of each other.")
@click.option("--explain", metavar="MEASURE", help="Say what a measure means and what its value comes from.")
def agreement(  # noqa: PLR0913 - one parameter an option
    project: Path,
    as_json: bool,
    html: Path | None,
    folder: Path | None,
    annotators: str | None,
    labels: str | None,
    gold: bool,
    explain: str | None,
) -> None:
    """Measure how far annotators agree. Only layers marked done count.

    What is not defined is said to be undefined, with the reason; that is no error. Figures are kept in your cache
    folder, so that the next time is quick; the project is not changed by a byte.
    """
    if sum((as_json, html is not None, folder is not None, explain is not None)) > 1:
        raise click.UsageError("Choose one of --json, --html, --csv and --explain.")
    from annotator.agreement.reporting import Filter

    chosen = Filter(_listed(annotators), _listed(labels), gold=gold)
    with _opened(project, chosen) as opened:
        if explain is not None:
            _explain(opened, explain, chosen)
        else:
            _give(opened.report(chosen), project, opened.schema, as_json=as_json, html=html, folder=folder)


def _listed(names: str | None) -> tuple[str, ...] | None:
    """Names that commas keep apart."""
    return None if names is None else tuple(name.strip() for name in names.split(",") if name.strip())


@contextmanager
def _opened(project: Path, chosen: Filter) -> Iterator[Agreement]:
    from annotator.jobs.agreeing import Agreement

    opened = Agreement(project, chosen.labels)
    try:
        with progress_bar("Comparing") as progress:
            opened.refresh(progress)
        yield opened
    finally:
        opened.close()


def _explain(opened: Agreement, measure: str, chosen: Filter) -> None:
    from annotator.jobs import agreement_requests

    with progress_bar("Computing") as progress:
        lines = list(agreement_requests.explain(opened, measure, chosen, progress))
    for line in lines:
        click.echo(line)


def _give(
    report: Report, project: Path, schema: Schema, *, as_json: bool, html: Path | None, folder: Path | None
) -> None:
    from annotator.agreement.reporting import plain
    from annotator.jobs.agreement_reports import write_csv, write_html

    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(plain(report)), indent=2).decode())
    elif html is not None:
        write_html(report, html, project.stem, schema)
        click.echo(f"{html} is written.", err=True)
    elif folder is not None:
        click.echo(f"{len(write_csv(report, folder))} tables are written to {folder}.", err=True)
    else:
        _say(report)


def _say(report: Report) -> None:
    from annotator.agreement.catalogue import MEASURES

    coverage, summary = report.coverage, report.summary
    click.echo(f"{coverage.compared} of {coverage.documents} documents are done by two annotators or more.")
    for name, found in {**summary.spans, **summary.given_boundary}.items():
        click.echo(_line(MEASURES[name].en, found))
    for row in summary.pairs:
        value = "undefined" if row.exact is None else f"{row.exact:.3f}"
        click.echo(f"{row.a} and {row.b}: {value} exact, {row.n_documents} documents")
    if any(found.n_units for found in summary.events.values()):
        for name, found in summary.events.items():
            click.echo(_line(MEASURES[name].en, found))
    for label, measures in summary.document_labels.items():
        for name, found in measures.items():
            click.echo(_line(f"{label}: {MEASURES[f'document_{name}'].en}", found))
    for warning in report.warnings:
        click.echo(f"note: {warning.words()}", err=True)


def _line(name: str, found: Result) -> str:
    from annotator.agreement.catalogue import reason

    if found.value is None:
        return f"{name:<46} undefined: {reason(found.reason)}"
    interval = "" if found.interval is None else f"  ({found.interval[0]:.3f} to {found.interval[1]:.3f})"
    return f"{name:<46} {found.value:.3f}{interval}  n = {found.n_units}"
