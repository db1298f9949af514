"""Which records of a layer point at a record: asked at every removal and for every problem."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.operations import Record, RecordKey, references


class Pointers:
    """The references of many records, the other way round. One more or one less costs what it refers to."""

    def __init__(self, records: Iterable[tuple[RecordKey, Record]]) -> None:
        self._at: dict[RecordKey, set[RecordKey]] = {}
        for key, record in records:
            self.change(key, None, record)

    def change(self, key: RecordKey, before: Record | None, after: Record | None) -> None:
        """A record came (`before` is None), changed or went (`after` is None)."""
        old = set() if before is None else references(key.kind, before)
        new = set() if after is None else references(key.kind, after)
        for target in old - new:
            pointing = self._at[target]
            pointing.discard(key)
            if not pointing:
                del self._at[target]
        for target in new - old:
            self._at.setdefault(target, set()).add(key)

    def at(self, key: RecordKey) -> list[RecordKey]:
        """The records that point at `key`, be it there or not, by kind and id."""
        return sorted(self._at.get(key, ()))
