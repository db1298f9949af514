"""Schemas from other tools' label files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from annotator.errors import DataError, UnavailableError
from annotator.formats.schema_brat import read_brat
from annotator.formats.schema_doccano import read_doccano
from annotator.formats.schema_draft import MAX_BYTES, Imported, text_of
from annotator.formats.schema_labelstudio import read_labelstudio

READERS: Final[Mapping[str, Callable[[str, str], Imported]]] = {
    "brat": read_brat,
    "labelstudio": read_labelstudio,
    "doccano": read_doccano,
}
"""By the name of the tool: the text of a file and its name make a schema."""
_ENDINGS: Final = {".conf": "brat", ".xml": "labelstudio", ".json": "doccano"}


def import_schema(path: Path, tool: str | None = None) -> Imported:
    """The schema in another tool's label file; without `tool` its ending tells which (.conf, .xml, .json).

    Raises DataError whose problems say `FILE:LINE: reason`, UnavailableError when the file cannot be read.
    """
    tool = tool or _ENDINGS.get(path.suffix.lower())
    if tool is None:
        raise DataError(
            f"{path}: its ending does not tell which tool wrote it. Say so with --format: {', '.join(READERS)}. "
            "A schema in TOML needs no import.",
            code="which_tool",
        )
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnavailableError(
            f"{path}: the file cannot be read ({error.strerror}).",
            arabic=f"تعذرت قراءة الملف {path} ({error.strerror}).",
        ) from error
    return READERS[tool](text_of(data, str(path)), str(path))
