"""`hashiya schema`: presets and schema files, and what other tools make of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from annotator.cli_parts import opened
from annotator.errors import DataError
from annotator.formats.schema_to_brat import write_brat
from annotator.jobs.files import replace_file
from annotator.jobs.schemas import READERS, import_schema
from annotator.schema import Schema, load_preset, load_schema, presets, read_schema, to_toml

_PATH = click.Path(path_type=Path)


@click.group()
def schema() -> None:
    """List, show, check, import and export annotation schemas."""


@schema.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def schema_list(as_json: bool) -> None:
    """List the presets."""
    rows = [_counts(name) for name in presets()]
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        counts = f"{row['entities']:>3} entities {row['events']:>3} events {row['roles']:>3} roles"
        click.echo(f"{row['name']:<14} {counts} {row['relations']:>3} relations   {row['en']}")


def _counts(name: str) -> dict[str, Any]:
    found = load_preset(name)
    events = sum(label.is_event for label in found.labels)
    return {
        "name": name,
        "en": found.en,
        "ar": found.ar,
        "entities": len(found.labels) - events,
        "events": events,
        "roles": len(found.roles),
        "attributes": len(found.attributes),
        "relations": len(found.relations),
        "document_labels": len(found.document_labels),
    }


@schema.command("show")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def schema_show(name: str, as_json: bool) -> None:
    """Print a preset (or a file) as TOML."""
    found = load_schema(name)
    if as_json:
        _print_json(msgspec.to_builtins(found))
    else:
        click.echo(to_toml(found), nl=False)


@schema.command("check")
@click.argument("file", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def schema_check(file: Path, as_json: bool) -> None:
    """Check a schema file; problems are named as FILE:LINE: reason."""
    try:
        found = read_schema(file)
    except DataError as error:
        if as_json:
            _print_json({"ok": False, "problems": error.problems or [str(error)]})
            sys.exit(error.exit_code)
        raise
    if as_json:
        _print_json({"ok": True, "problems": []})
    else:
        click.echo(f"{file}: well-formed; {len(found.labels)} labels.")


@schema.command("import")
@click.argument("file", type=_PATH)
@click.option("--format", "tool", type=click.Choice(list(READERS)), help="Which tool wrote it; else its ending tells.")
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="Where the schema goes; else to stdout.")
def schema_import(file: Path, tool: str | None, output: Path | None) -> None:
    """Make a schema of another tool's label file: brat, Label Studio, doccano."""
    found, lost = import_schema(file, tool)
    _write(to_toml(found), output)
    _say_lost(lost)
    events = sum(label.is_event for label in found.labels)
    _err(f"{len(found.labels) - events} labels of entities and {events} of events taken from {file}.")


@schema.command("export")
@click.argument("source", metavar="PROJECT|NAME|FILE")
@click.option("--format", "form", type=click.Choice(["toml", "brat"]), default="toml", show_default=True)
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="Where it goes; else to stdout.")
def schema_export(source: str, form: str, output: Path | None) -> None:
    """Write the schema of a project, preset or file as TOML, or as brat's annotation.conf."""
    found = _schema_of(source)
    text, lost = write_brat(found) if form == "brat" else (to_toml(found), ())
    _write(text, output)
    _say_lost(lost)


def _schema_of(source: str) -> Schema:
    """The schema of a preset, a schema file or a project."""
    path = Path(source)
    if source in presets() or path.suffix == ".toml" or not path.exists():
        return load_schema(source)
    with opened(path) as project:
        return project.schema


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
    else:
        replace_file(output, text.encode())


def _say_lost(lost: tuple[str, ...]) -> None:
    for words in lost:
        _err(f"not carried over: {words}")


def _err(words: str) -> None:
    click.echo(words, err=True)


def _print_json(value: Any) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
