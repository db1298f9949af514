"""`hashiya adjudicate` and `hashiya release`: what annotators said becomes gold, and gold becomes a release."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, cast

import click
import msgspec

from annotator.adjudication.rules import Kind, Match, Rule
from annotator.cli_parts import opened, progress_bar
from annotator.errors import DataError, counted
from annotator.jobs.adjudication_rules import RuleOptions, RuleReport, apply_rule
from annotator.jobs.adjudication_status import AdjudicationStatus, adjudication_status

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("project", type=_PATH)
@click.option("--rule", "kind", type=click.Choice(["unanimous", "majority"]), help="Who must agree.")
@click.option("--status", is_flag=True, help="Say what waits, for whom, and what changed behind closed gold.")
@click.option(
    "--min-annotators",
    type=click.IntRange(min=2),
    default=2,
    show_default=True,
    metavar="K",
    help="Fewer settle nothing.",
)
@click.option("--match", type=click.Choice(["exact", "boundary"]), default="exact", show_default=True)
@click.option(
    "--keep",
    type=click.FloatRange(0, 100),
    default=0,
    callback=lambda _context, _parameter, value: _number(value),
    metavar="PERCENT",
    help="Leave so many of them to a person.",
)
@click.option("--close", is_flag=True, help="Close documents in which nothing is left to decide.")
@click.option("--dry-run", is_flag=True, help="Only say what would be settled.")
@click.option("--as", "person", metavar="NAME", help="Who decides so.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def adjudicate(  # noqa: PLR0913 - one parameter an option
    project: Path,
    kind: str | None,
    status: bool,
    min_annotators: int,
    match: str,
    keep: float,
    close: bool,
    dry_run: bool,
    person: str | None,
    as_json: bool,
) -> None:
    """Settle by a rule what annotators agree on, or say how far adjudication is (--status).

    Ties and what a person has decided are left alone.

    Whoever has not marked something has voted for nothing there. The step that is printed can be reverted.
    """
    if status or kind is None:
        if not status or kind or keep or close or dry_run or person:
            raise click.UsageError("Give --rule with its options, or --status.")
        with opened(project) as work:
            _say_status(adjudication_status(work.path), as_json=as_json)
        return
    rule = Rule(cast("Kind", kind), min_annotators, cast("Match", match))
    with opened(project, write=not dry_run) as work, progress_bar("Adjudicating") as progress:
        if person is not None and not dry_run:
            work.work_as(person)
        report = apply_rule(work, rule, RuleOptions(dry_run=dry_run, keep=keep / 100, close=close), progress)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(_plain(report, dry_run=dry_run)), indent=2).decode())
    else:
        _say(report, dry_run=dry_run)


@click.command()
@click.argument("project", type=_PATH, required=False)
@click.option("-o", "--output", type=_PATH, metavar="FOLDER", help="The new folder of the release.")
@click.option("--version", "version", metavar="V", help="How this release is called.")
@click.option("--split", "shares", metavar="80/10/10", help="Shares of train, dev and test; or of train and test.")
@click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="What splits are drawn by.")
@click.option("--group-by", metavar="FIELD", help="Keep articles with the same value of this field of meta together.")
@click.option("--names", is_flag=True, help="Say who the annotators are.")
@click.option("--verify", "folder", type=_PATH, metavar="FOLDER", help="Check a release; nothing else is needed.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def release(  # noqa: PLR0913 - one parameter an option
    project: Path | None,
    output: Path | None,
    version: str | None,
    shares: str | None,
    seed: int,
    group_by: str | None,
    names: bool,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Release the gold that is closed: splits, schema, figures, data card, and a manifest with one hash of all.

    The same project gives the same bytes on every system.
    """
    if folder is not None:
        if project or output or version or shares or group_by or names:
            raise click.UsageError("--verify needs the folder and nothing else.")
        _verify(folder, as_json=as_json)
        return
    if project is None or output is None or not version:
        raise click.UsageError("A release needs PROJECT, -o FOLDER and --version V.")
    from annotator.jobs.releasing import ReleaseOptions
    from annotator.jobs.releasing import release as make
    from annotator.release.splitting import parse_split

    try:
        parts = () if shares is None else parse_split(shares)
    except DataError as error:
        raise click.BadParameter(str(error), param_hint="--split") from error
    options = ReleaseOptions(version, parts, seed, group_by, names)
    with opened(project) as work, progress_bar("Releasing") as progress:
        report = make(work, output, options, progress)
    for a, b, similarity in report.duplicates:
        click.echo(f"note: near-duplicates on one side: {a} and {b} ({similarity:.2f})", err=True)
    if report.open:
        click.echo(f"note: left out, since not closed: {counted(report.open, 'document')}", err=True)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())
    else:
        click.echo(f"documents  {', '.join(f'{n} {name}' for name, n in report.documents.items())}")
        click.echo(f"release    {report.release}")


def _number(value: float) -> float:
    """The value of an option; "nan" lies in every range and is no number."""
    if math.isnan(value):
        raise click.BadParameter("a number is needed")
    return value


def _say_status(found: AdjudicationStatus, *, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        return
    counts = ", ".join(f"{n} {name}" for name, n in found.standing.items())
    click.echo(f"documents  {found.documents} done by two annotators or more: {counts}")
    for opinion in found.opinions:
        who = opinion.person or "anybody"
        click.echo(f"opinion    {opinion.document}: {'has come from' if opinion.answered else 'waits for'} {who}")
    for since in found.changed:
        said = []
        if since.questions:
            said.append(f"questions open again: {since.questions}, after changes by {', '.join(since.layers)}")
        if since.under_way:
            said.append(f"being changed by {', '.join(since.under_way)}")
        if since.labels:
            said.append(f"the schema says something else about {', '.join(since.labels)}")
        click.echo(f"changed    {since.name}: {'; '.join(said)}")


def _verify(folder: Path, *, as_json: bool) -> None:
    from annotator.jobs.verifying import verify_release

    found = verify_release(folder)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found._asdict()), indent=2).decode())
    else:
        click.echo(
            f"{folder} is whole: version {found.version}, {counted(found.documents, 'document')}, {counted(found.files, 'file')}."
        )
        click.echo(f"release    {found.release}")


def _plain(report: RuleReport, *, dry_run: bool) -> dict[str, Any]:
    audit = report.audit
    found = {"dry_run": dry_run, **msgspec.to_builtins(report)}
    found["audit"] = {
        "audited": audit.audited,
        "overruled": audit.overruled,
        "error": audit.error,
        "interval": audit.interval,
    }
    return found


def _say(report: RuleReport, *, dry_run: bool) -> None:
    settled = f"{report.settled} of {counted(report.clusters, 'cluster')} in {counted(report.documents, 'document')}"
    click.echo(
        f"{'Would settle' if dry_run else 'Settled'} {settled}: {report.accepted} accepted, {report.rejected} rejected."
    )
    click.echo(f"decided before {report.decided}, no clear answer {report.unclear}, put off {report.put_off}")
    click.echo(
        f"left to a person {report.kept}, not allowed by the schema {report.refused}, documents closed {report.closed}, locked {report.locked}"
    )
    audit = report.audit
    if audit.error is None or audit.interval is None:
        click.echo("error rate undefined: no person has decided anything that the rule would settle")
    else:
        low, high = audit.interval
        of = f"overruled in {audit.overruled} of {audit.audited} clusters that a person decided"
        click.echo(f"error rate {audit.error:.3f}  ({low:.3f} to {high:.3f})  {of}")
    if report.step:
        click.echo(f"Taken back by: hashiya revert PROJECT {report.step}", err=True)
