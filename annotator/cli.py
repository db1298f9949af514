"""The command line: parse, call a job, print, exit code. The window is opened from here; no other command imports Qt."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, cast

import click
import msgspec

from annotator import version
from annotator.cli_adjudication import adjudicate, release
from annotator.cli_agreement import agreement
from annotator.cli_knowledge import knowledge
from annotator.cli_parts import ending, opened, progress_bar, say, speak_utf8
from annotator.cli_schema import schema
from annotator.errors import DataError, UnavailableError, counted
from annotator.jobs import exporting, importing, inspecting, keeping, reverting, samples
from annotator.jobs.agreement_files import has_cache
from annotator.model import STATUSES, Status
from annotator.project import Project
from annotator.schema import load_schema

PATH = click.Path(path_type=Path)
_TWINS: Final = 20
"""So many documents with the text of another are named."""


class _Group(click.Group):
    """Takes `hashiya FILE.hashiya` as `hashiya open FILE.hashiya`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and _opens(args[0])):
            args = ["open", *args]
        return super().parse_args(ctx, args)


def _opens(word: str) -> bool:
    """Whether a first word that is no command is meant for the window: an option of it, or a project's file. (Anything
    else is a command that was misspelt.)"""
    if word.startswith("-"):
        return word not in ("-h", "--help", "--version")
    return word.endswith(".hashiya") or "/" in word or os.sep in word or os.path.exists(word)


def _version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"hashiya, version {version()}")
        ctx.exit()


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def cli() -> None:
    """Hashiya annotates Arabic news: names and events, layers and gold data.

    Without a command it opens the window; `hashiya FILE.hashiya` opens that project.

    Exit codes: 0 done; 1 refused because of the data; 2 wrong usage; 3 could not (locked, full, no permission).
    """


@cli.command("open", hidden=True)
@click.argument("project", type=PATH, required=False)
@click.option("--as", "person", metavar="NAME", help="Who is working.")
def open_window(project: Path | None, person: str | None) -> None:
    """Open the window."""
    from ui.demo import has_display

    if not (has_display() or os.environ.get("QT_QPA_PLATFORM")):
        raise UnavailableError(
            "There is no display to open a window on. `hashiya -h` lists the commands that need none; `hashiya demo` "
            "shows its work in a picture."
        )
    from ui.app import run

    sys.exit(run(project, person))


@cli.command()
@click.option("--fresh", is_flag=True, help="Start over with a new copy of the sample project.")
@click.option("--screenshot", type=PATH, metavar="FILE", help="Without a display: where the picture goes.")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Where the exported JSONL goes.")
@click.option("--as", "person", metavar="NAME", help="Who is working.")
def demo(fresh: bool, screenshot: Path | None, output: Path | None, person: str | None) -> None:
    """Open the sample project in a window; without a display, do the main job offscreen.

    The copy is kept in your data folder, so that marks survive a second demo.
    """
    from ui.demo import run_demo

    project = samples.demo_project(fresh=fresh)
    sys.exit(run_demo(project, person=person, screenshot=screenshot, output=output, say=click.echo))


@cli.command()
@click.argument("project", type=PATH)
@click.option("--schema", "schema", default="news", show_default=True, metavar="NAME|FILE", help="Preset or TOML file.")
@click.option("--layers-visible", is_flag=True, help="Let annotators look at each other's layers (not blind).")
def new(project: Path, schema: str, layers_visible: bool) -> None:
    """Make a new project file."""
    chosen = load_schema(schema)
    Project.create(project, chosen, layers_visible=layers_visible).close()
    click.echo(f"{project} is ready, with the schema {chosen.name} ({len(chosen.labels)} labels).", err=True)


@cli.command("import")
@click.argument("project", type=PATH)
@click.argument("paths", type=PATH, nargs=-1, required=True, metavar="PATH...")
@click.option("--annotator", metavar="NAME", help="Whose annotations these are; overrides the file.")
@click.option("--replace", is_flag=True, help="Let layers and `meta` of the file replace different ones.")
@click.option(
    "--add-labels",
    is_flag=True,
    help="Add labels, roles, relations, attributes and document labels that the schema lacks.",
)
@click.option("--skip-bad", is_flag=True, help="Leave out documents with problems instead of refusing all.")
def import_(
    project: Path, paths: Sequence[Path], annotator: str | None, replace: bool, add_labels: bool, skip_bad: bool
) -> None:
    """Import JSONL files, .txt files, and folders of both: all of it, or nothing."""
    options = importing.ImportOptions(annotator, replace=replace, add_labels=add_labels, skip_bad=skip_bad)
    with opened(project, write=True) as work, progress_bar("Importing") as progress:
        report = importing.import_paths(work, paths, options, progress)
    _say_import(report)


def _say_import(report: importing.ImportReport) -> None:
    for problem in report.problems:
        _err(problem)
    for name, other in report.twins[:_TWINS]:
        _err(f"note: {name} has the same text as {other}; both are kept")
    if len(report.twins) > _TWINS:
        _err(f"note: and {counted(len(report.twins) - _TWINS, 'more document')} with the text of another")
    for table, keys in report.added.items():
        _err(f"note: {table.replace('_', ' ')} added to the schema: {', '.join(keys)}")
    documents = f"{report.documents_new} new, {report.documents_known} known"
    layers = f"{report.layers_new} new, {report.layers_equal} equal, {report.layers_replaced} replaced"
    _err(f"{report.lines - report.skipped} of {report.lines} lines taken. Documents: {documents}. Layers: {layers}.")
    if report.step:
        _err(f"Annotations of this import are taken back by: hashiya revert PROJECT {report.step}")


@cli.command("export")
@click.argument("project", type=PATH)
@click.option("-o", "--output", type=PATH, required=True, metavar="FILE", help="The JSONL file to write.")
@click.option(
    "--from", "source", metavar="NAME|gold|all", help="Whose layers. Default: gold where there is any, else all."
)
@click.option("--status", type=click.Choice(STATUSES), help="Only layers of this status.")
@click.option("--provenance", is_flag=True, help="Say of each item of gold how it was settled.")
@click.option("--soft", is_flag=True, help="What every annotator has done, under pseudonyms.")
def export(project: Path, output: Path, source: str | None, status: str | None, provenance: bool, soft: bool) -> None:
    """Export JSONL, the same bytes for the same content."""
    if soft and (source or status or provenance):
        raise click.UsageError("--soft goes with no other choice: it writes all layers that are done.")
    with opened(project) as work, progress_bar("Exporting") as progress:
        report = exporting.export_jsonl(
            work,
            output,
            source=source,
            status=cast("Status | None", status),
            provenance=provenance,
            soft=soft,
            progress=progress,
        )
    counts = ", ".join(f"{n} {name}" for name, n in report.statuses.items())
    _err(f"{report.lines} lines from {report.source}: layers {counts}; documents without a layer {report.untouched}.")
    _err(f"{report.mentions} mentions, {report.events} events. sha256 {report.sha256}")


@cli.command()
@click.argument("project", type=PATH)
@click.argument("document")
@click.option("--visual", is_flag=True, help="Shape and order the letters, for terminals that do neither.")
def show(project: Path, document: str, visual: bool) -> None:
    """Print an article with its mentions."""
    with opened(project) as work:
        found = inspecting.find_document(work, document)
        width = shutil.get_terminal_size().columns
        for line in inspecting.show_text(work, found, visual=visual, width=width):
            say(line)


@cli.command()
@click.argument("project", type=PATH)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def info(project: Path, as_json: bool) -> None:
    """Count documents, layers, statuses, labels and people."""
    with opened(project) as work:
        facts = inspecting.info(work)
    if as_json:
        _print_json(facts)
        return
    click.echo(f"schema      {facts['schema']['name']}, version {facts['schema']['version']}")
    click.echo(f"documents   {facts['documents']} ({facts['documents_untouched']} untouched)")
    click.echo(f"layers      {facts['layers']} ({', '.join(f'{n} {name}' for name, n in facts['status'].items())})")
    click.echo(f"mentions    {facts['mentions']}")
    for person in facts["people"]:
        say(f"  {person['name']}: {counted(person['layers'], 'layer')}, {counted(person['mentions'], 'mention')}")
    click.echo(f"state       {facts['state']}")


@cli.command()
@click.argument("project", type=PATH)
@click.option("--deep", is_flag=True, help="Also every text, every surface, the hash chain, and the replay of the log.")
@click.option(
    "--annotations", is_flag=True, help="Also the problems in what people have marked, as the window lists them."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def check(project: Path, deep: bool, annotations: bool, as_json: bool) -> None:
    """Look for damage. Changes nothing."""
    with keeping.advised(project):
        findings = inspecting.check(project, deep=deep)
        if deep and not findings and has_cache(project):
            from annotator.jobs.agreeing import verify  # brings numpy

            findings = verify(project)
    layers = _annotation_problems(project) if annotations and not findings else []
    if as_json:
        listed = {"annotations": layers} if annotations else {}
        _print_json({"deep": deep, "ok": not (findings or layers), "problems": findings, **listed})
    elif not findings and not layers:
        click.echo("All is well." if deep else "All is well (quick look; --deep compares every value).")
    if findings:
        with keeping.advised(project):
            words = f"{counted(len(findings), 'problem')}. The file was left as it is."
            raise DataError(words, [] if as_json else findings, code="damaged")
    if layers:
        lines = inspecting.problem_lines(layers)
        words = f"{counted(len(lines), 'problem')} in {counted(len(layers), 'layer')}. Each is in the window's list of problems, with what settles it."
        raise DataError(words, [] if as_json else lines)


def _annotation_problems(project: Path) -> list[dict[str, Any]]:
    with opened(project) as found:
        return list(inspecting.annotation_problems(found))


@cli.command()
@click.argument("project", type=PATH)
@click.option("--documents", "names", multiple=True, required=True, metavar="ID", help="The first document.")
@click.argument("more", nargs=-1, metavar="[ID...]")
def withdraw(project: Path, names: Sequence[str], more: Sequence[str]) -> None:
    """Take documents out. Nothing is deleted; the step that is printed can be reverted."""
    with opened(project, write=True) as work:
        step = reverting.withdraw(work, [*names, *more])
    _err(f"{counted(len({*names, *more}), 'document')} withdrawn. Taken back by: hashiya revert PROJECT {step}")


@cli.command()
@click.argument("project", type=PATH)
@click.argument("step")
def revert(project: Path, step: str) -> None:
    """Take back a whole step (an import, a withdrawal) by its name."""
    with opened(project, write=True) as work:
        report = reverting.revert(work, step)
    for left in report.left:
        _err(f"left as it is, since it was edited after: {left}")
    _err(
        f"The {report.gesture} was taken back in {counted(report.layers, 'layer')}. Undo this by: hashiya revert PROJECT {report.step}"
    )


@cli.command()
@click.argument("project", type=PATH)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def backups(project: Path, as_json: bool) -> None:
    """List a project's backups, newest first."""
    found = keeping.list_backups(project)
    if as_json:
        _print_json([{**b._asdict(), "path": str(b.path)} for b in found])
        return
    for backup in found:
        made = backup.made.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        holds = (backup.documents, "document"), (backup.layers, "layer"), (backup.steps, "step")
        click.echo(f"{made}  {', '.join(counted(n, noun) for n, noun in holds)}  {backup.path}")
    if not found:
        click.echo(f"There is no backup of {project} yet.")


@cli.command()
@click.argument("project", type=PATH)
@click.option("--backup", "chosen", type=PATH, metavar="FILE", help="Which one (see `backups`). Default: the newest.")
def restore(project: Path, chosen: Path | None) -> None:
    """Put a backup in the place of the project. The present file is set aside, not deleted."""
    backup, aside = keeping.restore(project, chosen)
    _err(f"{project} is now the backup of {backup.made.astimezone():%Y-%m-%d %H:%M:%S}, with {backup.steps} steps.")
    if aside is not None:
        _err(f"The file that stood there is kept as {aside}.")


@cli.command()
@click.argument("project", type=PATH)
@click.option("-o", "--output", type=PATH, required=True, metavar="FILE", help="The new project file.")
def recover(project: Path, output: Path) -> None:
    """Bring everything that is whole in a damaged project into a new one."""
    report = keeping.recover(project, output)
    for lost in report.lost:
        _err(f"lost: {lost}")
    for note in report.notes:
        _err(f"note: {note}")
    _err(
        f"{output} holds {report.documents} documents and {report.steps} steps; {len(report.lost)} could not be saved."
    )


cli.add_command(agreement)
cli.add_command(adjudicate)
cli.add_command(release)
cli.add_command(schema)
cli.add_command(knowledge)


# --- helpers ---------------------------------------------------------------------------------------------------------


def _err(words: str) -> None:
    say(words, err=True)


def _print_json(value: Any) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point `hashiya`: turns errors worded for the person into lines on stderr and an exit code."""
    speak_utf8()
    with ending():
        cli.main(args=list(arguments) if arguments is not None else None, prog_name="hashiya", standalone_mode=False)


if __name__ == "__main__":
    main()
