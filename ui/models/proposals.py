"""What is proposed in the open article: the other places of the name just marked, and names that are known from before."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model import Mention, Span
from annotator.project import Change
from annotator.search import Searchable
from annotator.suggest.again import Again, looking_again
from annotator.suggest.names import choosing, find_names
from annotator.suggest.places import Place, Taken
from annotator.text.normalise import key
from annotator.text.words import word_at
from ui.desk import Desk
from ui.models.known import KnownNames
from ui.rest import Chore

_REST, _LONG_REST, _LONG = 40, 400, 3000
"""Milliseconds after a gesture before its name is looked for; the same in layers of so many mentions."""
_SLICE: Final = 0.004
"""Seconds that looking may take in one go."""
_PAUSE: Final = 8
"""Milliseconds between two portions of work."""
_SHOWN: Final = 100
"""Places that are handed to the article in one go."""
Kind = Literal["again", "known"]


@dataclass(frozen=True)
class Offer:
    """What the strip speaks of: places by id in the order of the text, and those inside other names."""

    kind: Kind
    ids: tuple[str, ...]
    surface: str = ""
    label: str = ""
    prefixed: tuple[str, ...] = ()
    inside: int = 0


def id_of(place: Place) -> str:
    """The id that a place has among the marks of the article."""
    return f"?{place.span.start}-{place.span.end}-{place.label}"


class Proposals(QObject):
    """`places` are shown dashed. `shown(gone ids, put ids)`: these came and went; `offered`: `offer` is another."""

    shown = Signal(object, object)
    offered = Signal()

    def __init__(self, desk: Desk, known: KnownNames) -> None:
        super().__init__(desk)
        self._desk, self._known = desk, known
        self.places: dict[str, Place] = {}
        self.offer: Offer | None = None
        self.with_inside = False
        self._text: Searchable | None = None
        self._fresh: tuple[str, str] | None = None
        self._again: Again | None = None
        self._found: list[Place] = []
        self._search: Iterator[list[Place]] | None = None
        self._work: Generator[None, None, None] | None = None
        self._known_away = False
        self._away: set[tuple[str, str]] = set()
        self._settling = self._timer(self._settle)
        self._looking = self._timer(self._look_on)
        # What is not done in a first portion, in long articles alone, waits for the hands to rest.
        self._look_more = Chore(desk.rest, _PAUSE, self._look_on, self)
        self._work_more = Chore(desk.rest, _PAUSE, self._work_on, self)
        desk.turned.connect(self._restart)
        desk.opened.connect(self._restart)
        desk.changed.connect(self._on_changed)
        known.complete.connect(self._look_anew)

    def _timer(self, act: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(act)
        return timer

    # -- when ---------------------------------------------------------------------------------------------------------
    def _restart(self) -> None:
        """Another document or layer."""
        self._settling.stop()
        self._looking.stop()
        self._look_more.stop()
        self._leave_work()
        document = self._desk.document
        self._text = Searchable(document.text) if document is not None and self._desk.writable else None
        self._fresh = self._again = self._search = None
        self._found, self.with_inside, self._known_away = [], False, False
        self.places, self.offer, self._away = {}, None, set()
        self.offered.emit()
        if self._text is not None and self._known.is_complete:
            self._looking.start(_REST)

    def _look_anew(self) -> None:
        self._search = None
        self._found = []
        if self._text is not None:
            self._looking.start(0)

    def _look_on(self) -> None:
        """Looks for known names for a moment; shows them when all have been looked for."""
        if self._text is None:
            return
        if self._search is None:
            self._search = find_names(self._text, self._known.names.worth_proposing())
        until = time.monotonic() + _SLICE
        for found in self._search:
            self._found += found
            if time.monotonic() > until:
                self._look_more.go_on()
                return
        self._settle()

    def _on_changed(self, change: Change) -> None:
        if self._text is None or not self._desk.shows(change):
            return
        self._notice(change)
        self._leave_work()
        self._settling.start(_REST if len(self._mentions) < _LONG else _LONG_REST)

    def _notice(self, change: Change) -> None:
        """Which mention the other places are to be looked for now."""
        touched = [
            (record, change.before.get(key)) for key, record in change.after.items() if isinstance(record, Mention)
        ]
        if change.gesture in ("mark", "relabel", "duplicate") and len(touched) == 1:
            record, before = touched[0]
            self._fresh = record.id, before.label if isinstance(before, Mention) else ""
            self.with_inside = False
        elif self._fresh and change.gesture in ("undo", "redo", "remove"):
            self._fresh = None

    @property
    def _mentions(self) -> dict[str, Mention]:
        return self._desk.layer.mentions if self._desk.layer else {}

    # -- what ---------------------------------------------------------------------------------------------------------
    @property
    def pending(self) -> bool:
        """Whether other places of a name will be looked for in a moment: a key that follows at once may ask for them."""
        return (self._settling.isActive() or self._work is not None) and self._fresh is not None

    @property
    def busy(self) -> bool:
        """Whether anything is still being looked for."""
        timers = (self._settling, self._looking, self._look_more)
        return self._work is not None or any(timer.isActive() for timer in timers) or not self._known.is_complete

    def settle(self) -> None:
        """Looks at once for what a timer would look for in a moment."""
        if self._settling.isActive() or self._work is not None:
            self._finish()

    def _settle(self) -> None:
        """Begins to look for what is proposed now; in an article of the usual size this is the end as well."""
        self._settling.stop()
        self._leave_work()
        self._work = self._steps()
        self._work_on()

    def _finish(self) -> None:
        """Looks for it to the end."""
        if self._settling.isActive() or self._work is None:
            self._settling.stop()
            self._work = self._steps()
        for _ in self._work:
            pass
        self._leave_work()

    def _leave_work(self) -> None:
        self._work_more.stop()
        self._work = None

    def _work_on(self) -> None:
        work, until = self._work, time.monotonic() + _SLICE
        for _ in work or ():
            if time.monotonic() > until:
                self._work_more.go_on()
                return
        self._leave_work()

    def _steps(self) -> Generator[None, None, None]:
        layer, schema = self._desk.layer, self._desk.schema if self._desk.session else None
        if self._text is None or layer is None or schema is None:
            return
        fresh = layer.mentions.get(self._fresh[0]) if self._fresh else None
        self._again = None
        if fresh is not None and self._fresh is not None:
            self._again = yield from looking_again(self._text, layer, schema, fresh, self._fresh[1])
        again = self._again_places()
        found = [place for place in self._found if (self._form(place.span), place.label) not in self._away]
        known = yield from choosing(found, layer, schema)
        taken = Taken(Mention("", (place.span,), place.label) for place in again)
        known = [place for place in known if next(taken.touching(place.span), None) is None]
        places = {id_of(place): place for place in sorted([*again, *known])}
        yield from self._show(places, self._new_offer(fresh, again, known))

    def _again_places(self) -> Sequence[Place]:
        if self._again is None:
            return ()
        inside = self._again.inside if self.with_inside else ()
        return sorted([*self._again.places, *inside])

    def _new_offer(self, fresh: Mention | None, again: Sequence[Place], known: Sequence[Place]) -> Offer | None:
        if fresh is not None and self._again is not None and (again or self._again.inside):
            prefixed = tuple(dict.fromkeys(self._word(place) for place in again if place.prefix))
            hidden = 0 if self.with_inside else len(self._again.inside)
            return Offer("again", tuple(map(id_of, again)), self.surface(fresh.hull), fresh.label, prefixed, hidden)
        return Offer("known", tuple(map(id_of, known))) if known and not self._known_away else None

    def _show(self, places: dict[str, Place], offer: Offer | None) -> Generator[None, None, None]:
        """Hands over what came and went, some at a time; `places` is always what has been handed over."""
        before, other = self.places, offer != self.offer
        gone = [id for id in before if id not in places]
        put = [id for id, place in places.items() if before.get(id) != place]
        self.places = {id: place for id, place in before.items() if id in places}
        for first in range(0, max(len(put), 1 if gone else 0), _SHOWN):
            if first:
                yield
            portion = put[first : first + _SHOWN]
            self.places.update((id, places[id]) for id in portion)
            self.shown.emit(gone if first == 0 else [], portion)
        self.places, self.offer = places, offer
        if other or gone or put:
            self.offered.emit()

    # -- asked by the hands -------------------------------------------------------------------------------------------
    def show_inside(self) -> None:
        """Offers also the places inside other names."""
        self.with_inside = True
        self._leave_work()
        self._finish()

    def put_away(self) -> None:
        """Takes the offer off the strip. The other places of the last name go with it, known names stay in the text."""
        if self.offer is not None and self.offer.kind == "known":
            self._known_away = True
        elif self.offer is not None:
            self._away.add((key(self.offer.surface), self.offer.label))
        self._fresh, self.with_inside = None, False
        if self.offer is not None:
            self._leave_work()
            self._finish()

    def surface(self, span: Span) -> str:
        """Words of the article on one line."""
        return " ".join(self._text.text[span.start : span.end].split()) if self._text else ""

    def _form(self, span: Span) -> str:
        return key(self.surface(span))

    def _word(self, place: Place) -> str:
        """The first word of a place with its prefix."""
        text = self._text.text if self._text else ""
        word = word_at(text, place.span.start)
        return text[place.span.start - len(place.prefix) : word.end if word else place.span.end]
