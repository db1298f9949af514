"""Proves, by their hashes, which documents and steps of a damaged project are as they were written.

A document is proved by the sha256 of its text and by its key. A step is proved by its hash, which goes over the hash
before it, the actor, the document and the owner. So the log tells by itself whose and of what it is: where the tables
that say so are hurt, what they may have said is tried against the hashes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import msgspec

from annotator.model import GOLD, PROJECT
from annotator.operations import Operation, chain_hash, decode_changes
from annotator.store.carve import Pages
from annotator.store.journal import new_actor
from annotator.store.remains import LONGEST_MENDED, SEQ, Fact, Found, Link, flipped, is_sound, raw_of, readable
from annotator.store.tables import SEQ_BITS

_KEY: Final = re.compile("[a-z2-7]{10}")
_NEAR: Final = 16
"""Hashes of 128 bits that differ in so few are the same hash, hurt. (Two that have nothing in common differ in 64.)"""


class Place(NamedTuple):
    """What a layer belongs to: number of the document (None: the project), its key, the owner."""

    document: int | None
    key: bytes
    owner: str


class Proved(NamedTuple):
    """A step that is kept, and the key of the person who made it."""

    operation: Operation
    person: str


@dataclass
class Truth:
    """What is whole in a project file, and what is to be said about the rest."""

    documents: dict[int, Fact] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    steps: dict[int, list[Proved]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def counted(self) -> tuple[int, int]:
        """How many documents and steps are whole."""
        return len(self.documents), sum(map(len, self.steps.values()))


def read_truth(pages: Pages) -> Truth:
    """Everything that is whole."""
    return _Proof(Found(pages)).run()


# --- proving ---------------------------------------------------------------------------------------------------------


class _Proof:
    """Finds for each layer what it belongs to, for each actor its key, and follows the chains."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._truth = Truth(found.documents, notes=found.notes)
        self._seen: dict[int, set[int]] = {}
        self._chains: dict[int, dict[int, list[Link]]] = {}  # by layer, then by actor
        for links in found.links.values():
            for link in links:
                actor = link.id >> SEQ_BITS
                self._seen.setdefault(actor, set()).add(link.id)
                self._chains.setdefault(link.layer, {}).setdefault(actor, []).append(link)
        for chains in self._chains.values():
            for chain in chains.values():
                chain.sort(key=lambda link: link.id)
        self._actors: dict[int, str] = {}
        self._invented: dict[int, str] = {}
        self._kept: set[int] = set()
        self._people = self._known_people()

    def run(self) -> Truth:
        """Proves what can be proved."""
        found, truth = self._found, self._truth
        # First with what the tables say; then with all that they may have said.
        for layer in self._chains:
            self._settle(layer, self._places_in_tables(layer), self._keys_in_tables)
        for layer in sorted(self._chains.keys() - truth.places.keys()):
            self._settle(layer, self._places_near(layer), self._keys_in_tables)
        references = list(_references(found.links))
        for layer in sorted(self._chains):
            known = [truth.places[layer]] if layer in truth.places else list(self._places_in_tables(layer))
            self._settle(layer, known, lambda actor: [*self._keys_in_tables(actor), *self._nearby(actor), *references])
        for layer in sorted(self._chains):
            self._follow(layer)
        self._say_what_is_lost()
        return truth

    def _settle(self, layer: int, places: Iterable[Place], keys: Callable[[int], Iterable[str]]) -> None:
        """Looks for the place, and the keys of the actors, with which some hash of each chain comes out right."""
        truth = self._truth
        chains = self._chains[layer]
        if layer in truth.places and all(actor in self._actors for actor in chains):
            return
        for place in places:
            for actor, chain in chains.items():
                known = [self._actors[actor]] if actor in self._actors else keys(actor)
                for key in known:
                    if any(_is_right(link, before, key, place) for before, link in _pairs(chain)):
                        self._actors[actor] = key
                        truth.places.setdefault(layer, place)
                        break
            if layer in truth.places:
                break

    def _keys_in_tables(self, actor: int) -> list[str]:
        return [key for key, _ in self._found.actors.get(actor, ()) if _KEY.fullmatch(key)]

    def _nearby(self, actor: int) -> Iterator[str]:
        for key, _ in self._found.actors.get(actor, ()):
            for raw in flipped(raw_of(key)):
                if _KEY.fullmatch(raw.decode("utf-8", "replace")):
                    yield raw.decode()

    def _places_in_tables(self, layer: int) -> Iterator[Place]:
        for document, owner in self._found.layers.get(layer, ()):
            for key in self._keys_of(document):
                # The rows of owners and of labels look alike: people first.
                for name in sorted(self._found.names.get(owner, ()), key=lambda name: (name not in self._people, name)):
                    yield Place(document, key, name)

    def _keys_of(self, document: int | None) -> tuple[bytes, ...]:
        if document is None:
            return (b"",)
        fact = self._truth.documents.get(document)
        lost = self._found.lost_keys.get(document)
        return fact.keys if fact else (lost[0],) if lost else ()

    def _places_near(self, layer: int) -> Iterator[Place]:
        """Every place there may be, those of the neighbouring layers first."""
        listed = {owner for pairs in self._found.layers.values() for _, owner in pairs}
        owners = sorted(self._people | {name for owner in listed for name in self._found.names.get(owner, ())})
        near = [place.document for number, place in self._truth.places.items() if abs(number - layer) < 3]
        guess = next((document for document in near if document is not None), layer)
        yield Place(None, b"", PROJECT)
        known = self._truth.documents.keys() | self._found.lost_keys.keys()
        for document in sorted(known, key=lambda number: abs(number - guess)):
            for key in self._keys_of(document):
                for owner in owners:
                    yield Place(document, key, owner)

    def _known_people(self) -> set[str]:
        """Everybody whom the steps, or the rows of actors, name."""
        people = {person for rows_ in self._found.actors.values() for _, person in rows_}
        for links in self._found.links.values():
            for link in links:
                if '"person":[[' in link.operation.changes:
                    people |= set(re.findall(r'\["([^"\\]+)"', link.operation.changes))
        return people | {GOLD, PROJECT}

    # -- one layer ----------------------------------------------------------------------------------------------------
    def _follow(self, layer: int) -> None:
        truth = self._truth
        place = truth.places.get(layer) or next(self._places_in_tables(layer), None)
        if place is None or (place.document is not None and place.document not in truth.documents):
            return
        for actor, chain in self._chains[layer].items():
            person = next((person for _, person in self._found.actors.get(actor, ()) if is_sound(person)), place.owner)
            for link in self._whole(actor, chain, place):
                if link.id not in self._kept:
                    self._kept.add(link.id)
                    truth.places[layer] = place
                    truth.steps.setdefault(layer, []).append(Proved(link.operation, person))

    def _whole(self, actor: int, chain: list[Link], place: Place) -> Iterator[Link]:
        """The steps of one chain that are as they were written.

        A step is proved by the hash before it and its own. Where the one before is gone or hurt, hash and all, and where
        the actor's key is gone with which all were hashed, a step that reads well is believed.
        """
        key = self._actors.get(actor) or next(iter(self._keys_in_tables(actor)), None)
        if key is None:
            key = self._invented.setdefault(actor, new_actor())
            believed = [_named(link, key) for link in chain if _reads_well(link.operation)]
            self._truth.notes.append(f"{len(believed)} steps of {place.owner} could not be proved; they read well")
            yield from believed
            return
        chain = self._renumbered(chain, key, place)
        tips: tuple[bytes, ...] = (b"",)
        last, hurt = actor << SEQ_BITS, False
        for link in chain:
            computed = [value for tip in tips if (value := _hash(link, tip, key, place)) is not None]
            right = next((value for value in computed if _near(value, link.stored)), None)
            whole = link if right is not None else self._mended_step(link, tips, key, place)
            proved = whole is not None
            baseless = hurt or self._something_missing(actor, last, link.id)
            if whole is None and baseless and _reads_well(link.operation):
                self._truth.notes.append(f"the step {key}:{link.operation.seq} could not be proved; it reads well")
                whole = link
            if whole is not None:
                yield _named(whole, key)
            # Where the step is hurt, or its hash, it is not known which: the next was hashed over one of these.
            tips = (right,) if right is not None else (link.stored, *computed[:3])
            last, hurt = link.id, not proved

    def _something_missing(self, actor: int, last: int, id: int) -> bool:
        between = id - last - 1
        return between > 0 and sum(last < other < id for other in self._seen[actor]) < between

    def _renumbered(self, chain: list[Link], key: str, place: Place) -> list[Link]:
        """The chain with the steps at their places whose row number has one wrong bit."""
        befores = {b"", *(link.stored for link in chain)}
        right = []
        for link in chain:
            numbers = [link.operation.seq] + [link.operation.seq ^ 1 << bit for bit in range(SEQ_BITS)]
            tried = (_numbered(link, number) for number in numbers)
            found = next((t for t in tried if any(_is_right(t, before, key, place) for before in befores)), link)
            if found is not link and found.id != link.id:
                self._truth.notes.append(f"the step {key}:{found.operation.seq}: one wrong bit was set right")
                self._kept.add(link.id)
            right.append(found)
        return sorted(right, key=lambda link: link.id)

    def _mended_step(self, link: Link, tips: tuple[bytes, ...], key: str, place: Place) -> Link | None:
        for tip in tips:
            for operation in _variants(link.operation):
                mended = link._replace(operation=operation)
                if _hash(mended, tip, key, place) == link.stored:
                    self._truth.notes.append(f"the step {key}:{link.operation.seq}: one wrong bit was set right")
                    return mended
        return None

    # -- the report ---------------------------------------------------------------------------------------------------
    def _say_what_is_lost(self) -> None:
        found, truth = self._found, self._truth
        numbers = truth.documents.keys() | found.lost_keys.keys()
        numbers |= {document for pairs in found.layers.values() for document, _ in pairs if document is not None}
        for number in range(1, max(numbers, default=0) + 1):
            if number in found.lost_keys:
                truth.lost.append(f"document {found.lost_keys[number][1]!r}: its text is not the one that was imported")
            elif number not in truth.documents:
                truth.lost.append(f"document number {number}: nothing that can be read is left of it")
        for id in sorted(found.links.keys() - self._kept):
            link = found.links[id][0]
            place = truth.places.get(link.layer) or next(self._places_in_tables(link.layer), None)
            name = f"{self._actors.get(id >> SEQ_BITS, '?')}:{link.operation.seq} ({readable(link.operation.gesture)})"
            gone = place is None or (place.document is not None and place.document not in truth.documents)
            why = "the document it belongs to is lost" if gone else "it is not as it was written"
            truth.lost.append(f"step {name}: {why}")


def _pairs(chain: list[Link]) -> Iterator[tuple[bytes, Link]]:
    before = b""
    for link in chain:
        yield before, link
        before = link.stored


def _hash(link: Link, before: bytes, key: str, place: Place) -> bytes | None:
    try:
        return chain_hash(before, _named(link, key).operation, place.key, place.owner)
    except UnicodeEncodeError:
        return None


def _is_right(link: Link, before: bytes, key: str, place: Place) -> bool:
    value = _hash(link, before, key, place)
    return value is not None and _near(value, link.stored)


def _near(one: bytes, other: bytes) -> bool:
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count() <= _NEAR


def _named(link: Link, key: str) -> Link:
    return link._replace(operation=msgspec.structs.replace(link.operation, actor=key))


def _numbered(link: Link, seq: int) -> Link:
    operation = msgspec.structs.replace(link.operation, seq=seq)
    return link._replace(id=link.id & ~SEQ | seq, operation=operation)


def _variants(operation: Operation) -> Iterator[Operation]:
    """The operation with each bit of each of its fields wrong in turn."""
    change = msgspec.structs.replace
    for name, bits in (("step", SEQ_BITS), ("lamport", 48), ("time", 48)):
        for bit in range(bits):
            yield change(operation, **{name: getattr(operation, name) ^ 1 << bit})
    for name in ("gesture", "undoes", "changes"):
        raw = raw_of(getattr(operation, name) or "")
        if len(raw) <= LONGEST_MENDED // 16:
            for piece in flipped(raw):
                yield change(operation, **{name: piece.decode("utf-8", "surrogateescape")})


def _references(links: dict[int, list[Link]]) -> Iterator[str]:
    """Keys of actors that steps name when they say what they replace or undo."""
    seen: set[str] = set()
    for several in links.values():
        for link in several:
            named = re.findall(r'"([a-z2-7]{10}):\d', link.operation.changes)
            seen.update(named, [(link.operation.undoes or "").partition(":")[0]])
    return (key for key in sorted(seen) if _KEY.fullmatch(key))


def _reads_well(operation: Operation) -> bool:
    texts = (operation.changes, operation.gesture, operation.undoes or "")
    try:
        return all(map(is_sound, texts)) and bool(decode_changes(operation.changes))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return False
