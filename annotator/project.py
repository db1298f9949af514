"""A project: documents, layers, perform, undo. Small on purpose: the rules live in edits, schema and the reducer."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, wait
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from annotator.bulk import Bulk
from annotator.clock import Clock
from annotator.edits import Draft, refuse_locked
from annotator.errors import DataError, EditError, UnavailableError, UserError
from annotator.knowledge import Entry as KnownEntry
from annotator.knowledge import Knowledge, from_rows, to_rows
from annotator.layer import Inverse, Layer
from annotator.model import GOLD, PROJECT, Asked, Document, DocumentRow, Person, Request
from annotator.operations import Change as RecordChange
from annotator.operations import Raw, Record, RecordKey, encode_changes
from annotator.project_records import KNOWLEDGE, SCHEMA, VISIBLE, person_key, schema_in
from annotator.schema import Schema
from annotator.store import database
from annotator.store.backup import bring_up_to_date, copy_with
from annotator.store.journal import Entry, Journal, Summary, first_entries, new_actor
from annotator.store.lock import ProjectLock
from annotator.store.places import refuse_shared_place
from annotator.store.reads import Reader
from annotator.store.tables import VERSION
from annotator.store.writer import Step, Writer

T = TypeVar("T")
_OPEN_LAYERS: Final = 16


class Change(msgspec.Struct, frozen=True):
    """What one step changed: the only message that views redraw from.

    `before` and `after` hold each record touched, None where there is none. `step` names the operation.
    """

    document_id: int
    owner: str
    gesture: str
    step: str
    before: Mapping[RecordKey, Record | None]
    after: Mapping[RecordKey, Record | None]
    undone_gesture: str | None = None
    passed_over: int = 0


class Project:
    """An open project. Make one with `open` or `create`; use it on one thread.

    `on_changed` is called on the thread that performs; `on_saved(step names)` and `on_failed(error)` on the writer's.
    Handlers of `on_changed` may not perform steps.
    """

    def __init__(self, path: Path, *, write: bool, person: str | None = None, lock: ProjectLock | None = None) -> None:
        self.path = path
        self.on_changed: list[Callable[[Change], None]] = []
        self.on_saved: list[Callable[[list[str]], None]] = []
        self.on_failed: list[Callable[[Exception], None]] = []
        self.failure: Exception | None = None
        """Why the last try to save failed; None when all is well. (For whoever begins to listen later.)"""
        self.waiting: Callable[[Future[Any]], object] = lambda future: wait([future])
        """How `bulk` waits: a window goes on painting meanwhile. May raise KeyboardInterrupt, to stop the work."""
        self.read_only_reason: UserError | None = None
        self.person: Person | None = None
        self._announcing = False
        self._clock = Clock()
        self._layers: OrderedDict[tuple[int | None, str], Layer] = OrderedDict()
        self._unsaved: dict[tuple[int | None, str], int] = {}
        self._counting = threading.Lock()
        self._document: Document | None = None
        self._knowledge: tuple[object, Knowledge] | None = None
        self._lock = lock
        self._writer: Writer | None = None
        try:
            if write:
                self._open_for_writing(person)
            self._reader = Reader(path)
            self._clock.saw(self._reader.lamport())
        except BaseException:
            self._let_others_in()
            raise

    def _open_for_writing(self, person: str | None) -> None:
        version = database.version_of(self.path)
        refuse_shared_place(self.path)
        lock = self._lock = self._lock or ProjectLock(self.path, person)
        if version < VERSION:
            bring_up_to_date(self.path)
        self._writer = Writer(self.path, guard=lock.check_still_held, on_saved=self._saved, on_failed=self._failed)

    # -- opening and closing ------------------------------------------------------------------------------------------
    @classmethod
    def create(cls, path: Path, schema: Schema, *, layers_visible: bool = False) -> Project:
        """A new project file with a schema, opened. It is there whole or not at all.

        Raises UnavailableError where a file is in the way or the disk refuses.
        """
        refuse_shared_place(path)
        records = {SCHEMA: Raw((msgspec.to_builtins(schema),))} | ({VISIBLE: Raw((True,))} if layers_visible else {})
        entries = first_entries(new_actor(), records)
        database.refuse_to_make(path)
        lock = ProjectLock(path)
        try:
            database.create(path, lambda connection: Journal(connection).append(entries))
        except BaseException:
            lock.release(forget=not path.exists())
            raise
        return cls(path, write=True, lock=lock)

    @classmethod
    def open(cls, path: Path, *, write: bool = True, person: str | None = None) -> Project:
        """Opens a project. With `write` it is locked for this process.

        Raises LockedError when another window or command works in it, NewerFileError for a file from the future,
        UnavailableError or DataError with the cause otherwise.
        """
        return cls(path, write=write, person=person)

    @classmethod
    def open_somehow(cls, path: Path, *, person: str | None = None) -> Project:
        """Opens for work where that is possible, else for reading only; `read_only_reason` then says why.

        Raises UnavailableError or DataError when it cannot be read either.
        """
        try:
            return cls.open(path, person=person)
        except (UnavailableError, DataError) as reason:
            project = cls.open(path, write=False)
            project.read_only_reason = reason
            return project

    def close(self) -> int:
        """Writes what waits, leaves the file complete in itself, lets others in.

        Returns how many steps the disk did not take; they are lost with this. Ask `unsaved` first, and offer
        `save_elsewhere`.
        """
        self._reader.close()
        return self._let_others_in()

    def _let_others_in(self) -> int:
        try:
            return len(self._writer.close()) if self._writer is not None else 0
        finally:
            if self._lock is not None:
                self._lock.release()
            self._writer = self._lock = None

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed."""
        return self._writer is None

    @property
    def name(self) -> str:
        """What people call the project: its file's name."""
        return self.path.stem

    # -- project-wide records -----------------------------------------------------------------------------------------
    @property
    def _records(self) -> Layer:
        return self.layer(None, PROJECT)

    @property
    def own_records(self) -> Layer:
        """The records that belong to no document. Read them; `perform_own` changes them."""
        return self._records

    def perform_own(self, draft: Draft) -> Change:
        """Takes a step of the person working into the project's own records. Raises EditError in a read-only project."""
        self._worker()
        return self._perform(self._records, None, draft)

    @property
    def schema(self) -> Schema:
        """The annotation schema in force."""
        found = schema_in(self._records)
        if found is None:
            raise UnavailableError(
                f"{self.path} holds no schema: it was never finished. Make the project anew.", code="no_schema"
            )
        return found

    def set_schema(self, schema: Schema) -> None:
        """Puts another version of the schema in force. Records that exist are not touched."""
        self._put_project_record("schema", SCHEMA, Raw((msgspec.json.decode(msgspec.json.encode(schema)),)))

    @property
    def layers_visible(self) -> bool:
        """Whether one annotator may look at another's layer."""
        return self._records.get(VISIBLE) == Raw((True,))

    def set_layers_visible(self, *, visible: bool) -> None:
        """Lets annotators look at each other's layers, or not."""
        self._put_project_record("setting", VISIBLE, Raw((visible,)))

    def knowledge(self) -> Knowledge:
        """The knowledge base that entities are linked to; empty where none was loaded. Made once for what is loaded."""
        record = self._records.get(KNOWLEDGE)
        if self._knowledge is None or self._knowledge[0] is not record:
            rows = record.fields[0] if isinstance(record, Raw) and record.fields else ()
            self._knowledge = record, Knowledge(from_rows(rows))
        return self._knowledge[1]

    def set_knowledge(self, entries: Iterable[KnownEntry]) -> None:
        """Puts another knowledge base in the place of the one there was."""
        self._put_project_record("setting", KNOWLEDGE, Raw((to_rows(entries),)))

    def people(self) -> list[Person]:
        """Everybody who has worked in the project, by name."""
        found = [record for record in self._records.records("person").values() if isinstance(record, Person)]
        return sorted(found, key=lambda person: person.name)

    def work_as(self, name: str) -> Person:
        """Says who is working. A new name becomes a person of the project (not written in a read-only project)."""
        key = person_key(name)
        known = self._records.get(RecordKey("person", key))
        person = known if isinstance(known, Person) else Person(key, key)
        if known is None and not self.read_only:
            self._put_project_record("person", RecordKey("person", key), person)
        if self.person != person:
            self.person = person
            self._clock.forget_actor()
        return person

    def _put_project_record(self, gesture: str, key: RecordKey, record: Record) -> None:
        layer = self._records
        if layer.get(key) != record:
            self._perform(layer, None, Draft(gesture, (RecordChange(key.kind, key.id, record, layer.base(key)),)))

    # -- documents and layers -----------------------------------------------------------------------------------------
    @property
    def reader(self) -> Reader:
        """Reading beyond the open layers, for jobs."""
        return self._reader

    def document_rows(self, owner: str | None = None) -> list[DocumentRow]:
        """Rows for a list of all documents, with the counts of `owner`'s layers (default: the person working)."""
        return self._reader.document_rows(owner or (self.person.key if self.person else None))

    def document(self, id: int) -> Document:
        """A document with its text. Raises UnavailableError when there is none of that number."""
        found = self._reader.document(id)
        if found is None:
            raise UnavailableError(f"The project has no document number {id}.")
        return found

    def names(self, first: int, last: int) -> list[tuple[str, str, int, int]]:
        """(surface, label, times marked, times rejected) of the person working, as far as it is on the disk, in the
        documents whose numbers lie from `first` to `last`."""
        return self._reader.names(self._worker().key, first, last)

    def texts(self, first: int, last: int) -> list[tuple[int, str, str]]:
        """(number, title, text) of the documents whose numbers lie from `first` to `last`, for searching in portions."""
        return self._reader.texts(first, last)

    def person_of(self, actor: str) -> str:
        """Whose work the operations of an actor are."""
        mine = self.person.key if self.person is not None and actor == self._clock.actor else ""
        return self._reader.person_of(actor) or mine

    def secret(self) -> bytes:
        """Random bytes that belong to this project and its copies and stand in no export: what orders are shuffled by
        and pseudonyms are drawn by. (The key of the actor who made the project.)"""
        first = next(iter(self._reader.operations(None, PROJECT)), None)
        return hashlib.sha256(f"hashiya\0{first.actor if first else ''}".encode()).digest()

    def questions(self) -> list[Asked]:
        """The questions for the lead, as far as they are on the disk: the own ones, and those of others where layers are
        visible to all."""
        own = None if self.layers_visible or self.person is None else self.person.key
        return self._reader.questions(own)

    def requests(self) -> list[Request]:
        """The third opinions that the person working was asked for and has not given, as far as they are on the disk."""
        person = self.person.key if self.person is not None else ""
        return [
            request
            for request in self._reader.requests()
            if person
            and not request.is_answered
            and request.person in ("", person)
            and person not in request.annotators
        ]

    def owners(self, document_id: int) -> list[str]:
        """Whose layers of a document hold something."""
        return self._reader.owners_of(document_id)

    def layer(self, document_id: int | None, owner: str | None = None) -> Layer:
        """The live layer of a document (None: the project's own records) and an owner (None: the person working)."""
        if owner is None:
            owner = self._worker().key
        key = (document_id, owner)
        if key not in self._layers:
            read = self._layers[key] = self._reader.layer(document_id, owner)
            # Somebody who got in although we hold the lock may have written since: a step comes after all it saw.
            self._clock.saw(read.version[0])
            self._let_go()
        self._layers.move_to_end(key)
        return self._layers[key]

    def _let_go(self) -> None:
        """Forgets the layers that were not used for longest; those with unsaved steps and the project's own stay."""
        for key in list(self._layers)[: max(0, len(self._layers) - _OPEN_LAYERS)]:
            if key[0] is not None and not self._unsaved.get(key):
                del self._layers[key]

    def _worker(self) -> Person:
        if self.person is None:
            raise EditError("Say first who is working.", code="nobody")
        return self.person

    # -- performing ---------------------------------------------------------------------------------------------------
    def perform(self, document_id: int, draft: Draft, owner: str | None = None) -> Change:
        """Takes a step into the working person's layer (or that of `owner`, which may be `gold` and nobody else's) and
        hands it to the writer.

        Raises EditError in a read-only project, and where gold is locked.
        """
        return self._perform(self._mine(document_id, owner), self._stepped(document_id), draft)

    def undo(self, document_id: int, owner: str | None = None) -> Change | None:
        """Takes back the newest step in the working person's layer of a document, or in gold; None when there is none."""
        layer = self._mine(document_id, owner)
        return self._take_back(document_id, layer, "undo", layer.undo())

    def redo(self, document_id: int, owner: str | None = None) -> Change | None:
        """Brings back the step that was undone last."""
        layer = self._mine(document_id, owner)
        return self._take_back(document_id, layer, "redo", layer.redo())

    def can_undo(self, document_id: int, owner: str | None = None) -> bool:
        """Whether `undo` has something to do."""
        return self.person is not None and self._mine(document_id, owner).can_undo

    def can_redo(self, document_id: int, owner: str | None = None) -> bool:
        """Whether `redo` has something to do."""
        return self.person is not None and self._mine(document_id, owner).can_redo

    def _mine(self, document_id: int, owner: str | None) -> Layer:
        """The layer that the person working may change: their own, or gold."""
        worker = self._worker()
        if owner not in (None, worker.key, GOLD):
            raise EditError("Nobody changes somebody else's layer.", code="not_yours")
        return self.layer(document_id, owner)

    def _stepped(self, id: int) -> Document:
        """The document of a step. Kept from step to step: only its key counts, and reading 2 MB again is felt."""
        if self._document is None or self._document.id != id:
            self._document = self.document(id)
        return self._document

    def _take_back(self, document_id: int, layer: Layer, gesture: str, inverse: Inverse | None) -> Change | None:
        if inverse is None:
            return None
        draft = Draft(gesture, tuple(inverse.changes), undoes=inverse.undoes.name)
        return self._perform(layer, self._stepped(document_id), draft, inverse)

    def _perform(self, layer: Layer, document: Document | None, draft: Draft, inverse: Inverse | None = None) -> Change:
        if self._announcing:
            raise RuntimeError("a handler of `changed` may not perform a step")
        if self._writer is None:
            raise EditError("This project is open for reading only.", code="read_only")
        stale = [change.key for change in draft.changes if change.base != layer.base(change.key)]
        if stale:
            raise RuntimeError(f"the draft of {draft.gesture} was made before something else was done: {stale}")
        refuse_locked(layer, draft.changes)
        before = {change.key: layer.get(change.key) for change in draft.changes}
        operation = self._clock.operation(draft.gesture, encode_changes(draft.changes), undoes=draft.undoes)
        after = layer.apply(operation)
        owner = self.person.key if self.person else PROJECT
        entry = Entry(document, layer.owner, owner, operation, after, Summary.of(layer))
        key = (document.id if document else None, layer.owner)
        with self._counting:
            self._unsaved[key] = self._unsaved.get(key, 0) + 1
        self._writer.submit((entry,))
        change = Change(
            document.id if document else 0,
            layer.owner,
            draft.gesture,
            operation.name,
            before,
            after,
            inverse.undoes.gesture if inverse else None,
            inverse.passed_over if inverse else 0,
        )
        self._announce(change)
        return change

    def _announce(self, change: Change) -> None:
        self._announcing = True
        try:
            for handler in self.on_changed:
                handler(change)
        finally:
            self._announcing = False

    # -- the writer ---------------------------------------------------------------------------------------------------
    @property
    def unsaved(self) -> int:
        """How many steps are not on the disk yet."""
        return self._writer.waiting if self._writer else 0

    def flush(self, timeout: float = 30.0) -> bool:
        """Waits until all steps are on the disk; False when that failed or took longer (seconds)."""
        return self._writer is None or self._writer.flush(timeout)

    def retry(self) -> None:
        """Tries to save again after a failure."""
        if self._writer:
            self._writer.retry()

    def save_elsewhere(self, target: Path) -> None:
        """Writes a whole copy of the project, with the steps that could not be saved here, to a new file.

        Raises UnavailableError when something is there already or that disk refuses as well.
        """
        copy_with(self.path, target, self._writer.pending() if self._writer else [])

    def bulk(self, work: Callable[[Bulk], T]) -> T:
        """Runs a longer piece of work (an import, say) in one transaction of the writer, and waits for it (`waiting`).

        Open layers are read anew afterwards. Raises what `work` raises, and KeyboardInterrupt when the person stops it;
        then nothing was changed. (A stop that comes when all is written is too late: the result is returned.)
        """
        if self._announcing:
            raise RuntimeError("a handler of `changed` may not perform a step")
        if self._writer is None:
            raise EditError("This project is open for reading only.", code="read_only")
        if not self.flush():
            raise UnavailableError(
                f"{self.unsaved} steps are not on the disk yet: save them first. Nothing was changed.",
                code="unsaved_steps",
            )
        stop = threading.Event()
        person = self.person.key if self.person else PROJECT
        future = self._writer.run(
            lambda connection, journal: Bulk(person, self._clock, Reader(connection), journal, stop).run(work)
        )
        try:
            self.waiting(future)
            return future.result()
        except KeyboardInterrupt:
            stop.set()
            wait([future])
            if future.exception() is None:
                return future.result()
            raise
        finally:
            self._layers.clear()

    def _saved(self, steps: list[Step]) -> None:
        with self._counting:
            for step in steps:
                for entry in step:
                    key = (entry.document.id if entry.document else None, entry.owner)
                    self._unsaved[key] -= 1
        self.failure = None
        names = [entry.operation.name for step in steps for entry in step]
        for handler in self.on_saved:
            handler(names)

    def _failed(self, error: Exception) -> None:
        self.failure = error
        for handler in self.on_failed:
            handler(error)
