"""The layers of a project as columns: whose, of which document, done or not, and what history they have."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from annotator.agreement.events import EventView, views
from annotator.agreement.rows import Batch, Ints, Rows, Shapes, ends_of, words_of
from annotator.model import GOLD, Mention, Span
from annotator.store.rows import LayerRecords, RowReader
from annotator.store.tables import SEQ_BITS
from annotator.text.words import words

Hashes = npt.NDArray[np.uint64]
_WORDS_KEPT: Final = 2000


class Layers(NamedTuple):
    """All layers of documents that are not withdrawn, by document, then owner. `people` are the owners by name, gold
    last; `history` is equal for equal operations."""

    people: tuple[str, ...]
    layer: Ints
    document: Ints
    who: Ints
    done: npt.NDArray[np.bool_]
    mentions: Ints
    events: Ints
    history: Hashes

    def where(self, mask: npt.NDArray[np.bool_]) -> Layers:
        """Only some of them."""
        return Layers(
            self.people,
            self.layer[mask],
            self.document[mask],
            self.who[mask],
            self.done[mask],
            self.mentions[mask],
            self.events[mask],
            self.history[mask],
        )


class Pairs(NamedTuple):
    """Every two done layers of one document: numbers of the layers in `Layers`, and the key that statistics of the two
    are valid for. Sorted by document, a, b."""

    a: Ints
    b: Ints
    key: Hashes


def read_layers(reader: RowReader) -> Layers:
    """The layers as they are now."""
    table = np.stack([numbers_of(column) for column in reader.layer_numbers()], axis=1)
    owners = reader.owners_by_number()
    there = np.flatnonzero(np.bincount(table[:, 2])).tolist()
    people = tuple(sorted((owners[id] for id in there), key=lambda name: (name == GOLD, name)))
    number = np.zeros(1 + max(owners, default=0), dtype=np.int64)
    for id in there:
        number[id] = people.index(owners[id])
    table[:, 2] = number[table[:, 2]]
    table = table[np.lexsort((table[:, 2], table[:, 1]))]
    histories = _histories(reader, int(table[:, 0].max(initial=0)))
    layer, document, who, done, mentions, events = (np.ascontiguousarray(column) for column in table.T)
    return Layers(people, layer, document, who, done.astype(bool), mentions, events, histories[layer])


def _histories(reader: RowReader, highest: int) -> Hashes:
    """A hash of the operations of each layer, by layer number: of (actor, its last operation, how many).

    Operations are never changed and an actor's come in order, so these say exactly which ones a layer is made of.
    """
    layer, operation = map(numbers_of, reader.histories())
    actor, seq = operation >> SEQ_BITS, operation & ((1 << SEQ_BITS) - 1)
    new = np.ones(len(layer) + 1, dtype=bool)
    new[1:-1] = (layer[1:] != layer[:-1]) | (actor[1:] != actor[:-1])
    ends = np.flatnonzero(new)
    n, at = np.diff(ends), ends[:-1]
    layer, actor, last = layer[at], actor[at], seq[ends[1:] - 1]
    actors = reader.actors()
    keys = np.zeros(1 + max((id for id, _ in actors), default=0), dtype=np.uint64)
    for id, key in actors:
        keys[id] = _word(key)
    mixed = _mix(_mix(keys[actor] ^ last.astype(np.uint64)) ^ n.astype(np.uint64))
    found = np.zeros(1 + max(highest, int(layer.max(initial=0))), dtype=np.uint64)
    np.add.at(found, layer, mixed)
    return found


def pairs_of(layers: Layers) -> Pairs:
    """All pairs of done layers of one document."""
    at = np.flatnonzero(layers.done)
    document = layers.document[at]
    first, second = [], []
    lag = 1
    while lag < len(at):
        same = np.flatnonzero(document[lag:] == document[:-lag])
        if not len(same):
            break
        first.append(at[same])
        second.append(at[same + lag])
        lag += 1
    if not first:
        nothing = np.zeros(0, np.int64)
        return Pairs(nothing, nothing, np.zeros(0, np.uint64))
    a, b = np.concatenate(first), np.concatenate(second)
    order = np.lexsort((layers.who[b], layers.who[a], layers.document[a]))
    a, b = a[order], b[order]
    names = np.array([_word(name) for name in layers.people], dtype=np.uint64)
    key = _mix(layers.document[a].astype(np.uint64))
    for side in (a, b):
        key = _mix(_mix(key ^ names[layers.who[side]]) ^ layers.history[side])
    return Pairs(a, b, key)


def _word(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


def _mix(value: Hashes) -> Hashes:
    """splitmix64 (Steele, Lea & Flood 2014): every bit of the input moves every bit of the output."""
    value = value + np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(value ^ (value >> np.uint64(31)))


def numbers_of(text: str) -> Ints:
    """Whole numbers that stand in a text, apart by spaces."""
    return np.fromstring(text, dtype=np.int64, sep=" ") if text else np.zeros(0, np.int64)


def among(values: npt.NDArray[Any], others: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Which values are among others. (`numpy.isin` hashes both, which takes far longer for as many as layers are.)"""
    if np.array_equal(values, others):
        return np.ones(len(values), dtype=bool)
    if not len(others):
        return np.zeros(len(values), dtype=bool)
    ordered = np.sort(others)
    at = np.searchsorted(ordered, values)
    at[at == len(ordered)] = 0
    return np.asarray(ordered[at] == values, dtype=bool)


def whole(reader: RowReader, layers: Layers) -> tuple[Rows, npt.NDArray[np.bool_], list[str]]:
    """(the mentions of all done layers, who has done which document, the labels): without texts, for exact matches.

    Documents are numbered through. All of it is held in memory: 48 bytes a mention.
    """
    at = np.flatnonzero(layers.done)
    documents, doc = np.unique(layers.document[at], return_inverse=True)
    done = np.zeros((len(documents), len(layers.people)), dtype=bool)
    done[doc, layers.who[at]] = True
    names = reader.label_names()
    labels = sorted(set(names.values()))
    packed, split = reader.mention_numbers()
    shapes = Shapes()
    table = _table(packed, split, shapes)
    place = np.full(1 + int(layers.layer.max(initial=0)), -1, dtype=np.int64)
    place[layers.layer[at]] = np.arange(len(at))
    table = table[table[:, 0] < len(place)]  # a layer that came since the layers were read has a higher number
    table = table[place[table[:, 0]] >= 0]
    row = place[table[:, 0]]
    number = np.zeros(1 + max(names, default=0), dtype=np.int64)
    for id, name in names.items():
        number[id] = labels.index(name)
    rows = Rows(doc[row], layers.who[at][row], table[:, 1], table[:, 2], table[:, 4], number[table[:, 3]])
    return rows, done, labels


def _table(packed: str, split: Sequence[tuple[int, int, str]], shapes: Shapes) -> Ints:
    """Rows (layer, start, end, label, shape)."""
    numbers = numbers_of(packed).reshape(-1, 4)
    more = []
    for layer, label, parts in split:
        spans = tuple(Span(a, b) for a, b in msgspec.json.decode(parts))
        more.append((layer, spans[0].start, spans[-1].end, label, shapes.number(spans)))
    in_one_piece = np.concatenate([numbers, np.zeros((len(numbers), 1), np.int64)], axis=1)
    return np.concatenate([in_one_piece, np.array(more, np.int64).reshape(-1, 5)])


# --- reading what is compared ----------------------------------------------------------------------------------------


class Batches:
    """Reads documents as batches for the engine. Only mentions and events with one of `labels`, if it is given."""

    def __init__(self, reader: RowReader, event_labels: Sequence[str], labels: Sequence[str] | None) -> None:
        self._reader = reader
        self._names: Mapping[int, str] = {}
        self._event_labels = frozenset(event_labels)
        self._kept = None if labels is None else frozenset(labels)
        self._words: dict[int, Ints] = {}

    def read(self, layers: Layers) -> tuple[list[int], Batch]:
        """The documents (their numbers, in order) of these layers, all of which are taken to be done."""
        self._names = self._reader.label_names()
        documents, doc = np.unique(layers.document, return_inverse=True)
        done = np.zeros((len(documents), len(layers.people)), dtype=bool)
        done[doc, layers.who] = True
        chosen = sorted({n for n in self._names.values() if self._kept is None or n in self._kept})
        rows, shapes = self._rows(layers, doc.astype(np.int64), chosen)
        events = self._events(layers, doc.astype(np.int64), rows, chosen)
        texts = self._reader.texts_of(documents.tolist())
        starts, ends, at = words_of([self._words_of(id, text) for id, _, text in texts])
        lengths = np.array([len(text) for _, _, text in texts], dtype=np.int64)
        listed = [text for _, _, text in texts]
        return documents.tolist(), Batch(done, rows, shapes, lengths, at, starts, ends, listed, events, chosen)

    def _words_of(self, document: int, text: str) -> Ints:
        """Starts and ends of the words of a text, which never changes."""
        if document not in self._words:
            while len(self._words) >= _WORDS_KEPT:
                del self._words[next(iter(self._words))]
            self._words[document] = ends_of(words(text))
        return self._words[document]

    def _rows(self, layers: Layers, doc: Ints, labels: Sequence[str]) -> tuple[Rows, Shapes]:
        shapes = Shapes()
        table = _table(*self._reader.mention_numbers(layers.layer.tolist()), shapes)
        order = np.argsort(layers.layer)
        at = order[np.searchsorted(layers.layer, table[:, 0], sorter=order)]
        label = self._label_numbers(labels)[table[:, 3]]
        rows = Rows(doc[at], layers.who[at], table[:, 1], table[:, 2], table[:, 4], label)
        return Rows(*(column[label >= 0] for column in rows)), shapes

    def _label_numbers(self, labels: Sequence[str]) -> Ints:
        """From the project's numbers of labels to those of a batch; -1 for labels that are left out."""
        number = {name: at for at, name in enumerate(labels)}
        found = np.full(1 + max(self._names, default=0), -1, dtype=np.int64)
        for id, name in self._names.items():
            found[id] = number.get(name, -1)
        return found

    def _events(
        self, layers: Layers, doc: Ints, rows: Rows, labels: Sequence[str]
    ) -> Mapping[tuple[int, int], Sequence[EventView]]:
        """Events of the layers that have some, or a trigger without its event."""
        bare = [at for at, name in enumerate(labels) if name in self._event_labels]
        triggers = np.isin(rows.label, bare)
        marked = set(zip(rows.doc[triggers].tolist(), rows.who[triggers].tolist(), strict=True))
        columns = (layers.layer.tolist(), doc.tolist(), layers.who.tolist(), layers.events.tolist())
        there = {layer: (d, who) for layer, d, who, n in zip(*columns, strict=True) if n or (d, who) in marked}
        return {there[layer]: self._views(found) for layer, found in self._reader.event_records(list(there))}

    def _views(self, records: LayerRecords) -> tuple[EventView, ...]:
        triggers = [m for m in records.mentions.values() if m.label in self._event_labels]
        found = views(records.events, records.mentions, records.entities, triggers)
        return tuple(view for view in found if self._kept is None or view.label in self._kept)

    # -- one document -------------------------------------------------------------------------------------------------
    def layer_content(self, layer: int) -> tuple[list[Mention], tuple[EventView, ...]]:
        """The mentions and events of one layer, as records."""
        ((_, records),) = self._reader.event_records([layer])
        kept = [m for m in records.mentions.values() if self._kept is None or m.label in self._kept]
        return sorted(kept, key=lambda m: (m.spans, m.label, m.id)), self._views(records)


def document_values(
    reader: RowReader, layers: Layers, kept: npt.NDArray[np.bool_], rank: Callable[[], Ints]
) -> dict[str, list[dict[int, Any]]]:
    """Document labels of the layers of a mask: name -> annotator -> value, one mapping a document, in order of rank."""
    labels = reader.document_labels()
    if not labels:
        return {}
    place_of = rank()
    columns = (layers.layer[kept].tolist(), layers.document[kept].tolist(), layers.who[kept].tolist())
    place = {layer: (document, who) for layer, document, who in zip(*columns, strict=True)}
    found: dict[str, dict[int, dict[int, Any]]] = {}
    for layer, name, value in labels:
        if layer in place:
            document, who = place[layer]
            found.setdefault(name, {}).setdefault(int(place_of[document]), {})[who] = value
    return {
        name: [{who: values[who] for who in sorted(values)} for _, values in sorted(by_rank.items())]
        for name, by_rank in sorted(found.items())
    }
