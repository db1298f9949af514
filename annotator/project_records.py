"""The records that belong to a project and to no document: the keys they have, and what is read from them."""

from __future__ import annotations

import unicodedata
from typing import Final

import msgspec

from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import RESERVED_OWNERS
from annotator.operations import Raw, RecordKey
from annotator.schema import Schema

SCHEMA: Final = RecordKey("schema", "schema")
VISIBLE: Final = RecordKey("setting", "layers_visible")
KNOWLEDGE: Final = RecordKey("knowledge", "knowledge")


def schema_in(records: Layer) -> Schema | None:
    """The schema in force among the project's own records."""
    record = records.get(SCHEMA)
    return msgspec.convert(record.fields[0], Schema) if isinstance(record, Raw) else None


def person_key(name: str) -> str:
    """The key of the person of that name: the name itself, composed and trimmed, so that it is the same everywhere.

    Raises EditError for an empty name and for the names that mean something else.
    """
    key = " ".join(unicodedata.normalize("NFC", name).split())
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in key) or len(key) > 200:
        raise EditError(
            "A name is a line of at most 200 characters, without control characters.",
            code="bad_name",
            arabic="الاسم سطر لا يزيد على ٢٠٠ محرف، بلا محارف تحكّم.",
        )
    if all(unicodedata.category(letter)[0] in "CMZ" for letter in key):  # nothing that could be seen beside a mark
        raise EditError(
            "A name is needed: it stands beside each of your marks.", arabic="لا بد من اسم: يظهر بجانب كل ما توسّمه."
        )
    if key in RESERVED_OWNERS:
        raise EditError(
            f"{key!r} has a meaning of its own in a project. Choose another name.",
            arabic=f"للاسم {key!r} معنى خاص في المشروع. اختر غيره.",
        )
    return key
