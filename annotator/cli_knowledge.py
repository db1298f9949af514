"""The commands on a project's knowledge base."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.cli_parts import opened, say
from annotator.jobs.knowing import load_knowledge

PATH = click.Path(path_type=Path)


@click.group()
def knowledge() -> None:
    """Load a knowledge base that entities are linked to, and search it."""


@knowledge.command("load")
@click.argument("project", type=PATH)
@click.argument("file", type=PATH)
def load(project: Path, file: Path) -> None:
    """Put the entries of FILE (TSV or JSONL) in the place of those that the project had."""
    with opened(project, write=True) as found:
        count = load_knowledge(found, file)
    click.echo(f"{count} entries of {file.name} are in {project}.", err=True)


@knowledge.command("search")
@click.argument("project", type=PATH)
@click.argument("words")
def search(project: Path, words: str) -> None:
    """Print the entries with a name like WORDS: id, name, other names, description."""
    with opened(project) as found:
        for entry in found.knowledge().search(words):
            say("\t".join((entry.id, entry.name, "|".join(entry.aliases), entry.description)))
