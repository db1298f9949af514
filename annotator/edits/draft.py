"""What an edit makes: the changes of one step in one layer, not yet performed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

import msgspec

from annotator.layer import Layer
from annotator.model import Status, StatusRecord
from annotator.operations import STATUS_ID, Change, Record, RecordKey

_BASE32: Final = b"abcdefghijklmnopqrstuvwxyz234567"
_STATUS: Final = RecordKey("status", STATUS_ID)


class Draft(msgspec.Struct, frozen=True):
    """The changes of one step and the name of the gesture that asked for them."""

    gesture: str
    changes: tuple[Change, ...]
    undoes: str | None = None


def new_id(letter: str) -> str:
    """An id for a record made by hand: a letter for its kind and seven random ones."""
    return letter + bytes(_BASE32[byte % 32] for byte in os.urandom(7)).decode()


def put(layer: Layer, kind: str, id: str, record: Record | None) -> Change:
    """Puts a record (None: drops it), naming what it replaces."""
    return Change(kind, id, record, layer.base(RecordKey(kind, id)))


def status_change(layer: Layer, status: Status) -> Iterable[Change]:
    """The change that brings the layer's status to `status`; none when it is that already."""
    if layer.status != status or layer.get(_STATUS) is None:
        yield put(layer, "status", STATUS_ID, StatusRecord(status))


def working_draft(layer: Layer, gesture: str, changes: Iterable[Change]) -> Draft:
    """A draft that also moves the layer to `in_progress`: an edited layer is neither untouched nor done."""
    return Draft(gesture, (*changes, *status_change(layer, "in_progress")))
