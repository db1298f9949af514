"""The page of adjudication: queue, document, question in hand. One key a decision, by its place on the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout

from annotator.adjudication.precedents import Settled
from annotator.adjudication.rulings import Ruling, accepted, changed, later, rejected, union, whole_side
from annotator.model import Mention
from ui.desk import Desk
from ui.keys import chord
from ui.look import BODY, Look
from ui.models.adjudication import AdjudicationModel
from ui.models.adjudication_words import AdjudicationWords
from ui.models.labels import Labels
from ui.models.precedent_words import PrecedentWords
from ui.pages.adjudication.desk import Bench
from ui.pages.adjudication.earlier import LIKEWISE, PLACES, PlacesCard
from ui.pages.adjudication.queue import Queue
from ui.pages.adjudication.reasons import REASON_KEYS, Reasons
from ui.pages.adjudication.rules import RuleRun
from ui.panels.label_search import LabelSearch
from ui.troubles import words_for
from ui.widgets.buttons import Button, Kind
from ui.widgets.frame import Pane
from ui.widgets.text import Line, Text

MAJORITY, REJECT, EDGE, RELABEL, LATER, THIRD = "Enter", "Backspace", "KeyE", "KeyR", "KeyS", "KeyT"
AGREED, UNION, NEXT, PREVIOUS, UNDO, REDO, CLOSE = (
    "KeyA",
    "KeyU",
    "F8",
    "Shift+F8",
    "Ctrl+KeyZ",
    "Ctrl+Shift+KeyZ",
    "Ctrl+Enter",
)
NARROW: Final = 1200


class AdjudicationPage(Pane):
    """Opened over the whole window. `left`: back to the article."""

    left = Signal()

    def __init__(self, look: Look, desk: Desk, labels: Labels) -> None:
        super().__init__(look, "page")
        self._desk = desk
        self.model = AdjudicationModel(desk)
        self.words = AdjudicationWords(look, desk, labels, self.model)
        self._message, self.ticks, self.editing = "", (), 0
        self._make(labels)
        self.rules = RuleRun(look, desk, self.model, self, self.say)
        self._build()
        self._connect()
        look.changed.connect(self._relook)
        self._relook()

    def _make(self, labels: Labels) -> None:
        look, tr = self.look, self.look.tr
        self.back = Button(look, lambda: tr("adjudication.back"), kind="quiet", icon="previous", keys="escape")
        self.title = Text(look, lambda: tr("action.adjudicate"), size=BODY, bold=True)
        self.state = Line(look, self._state_words)
        self.lock = Button(look, self._lock_words, icon="lock")
        self.reopen = Button(look, lambda: tr("adjudication.reopen"))
        self.close_ = Button(look, lambda: tr("adjudication.close"), kind="main", icon="check", keys=CLOSE)
        self.queue = Queue(look, self.model, self.words)
        self.bench = Bench(look, self.words, self.model)
        self.reasons = Reasons(look, self._desk, self.words, self.model)
        self.search = LabelSearch(look, labels, self)
        self.asking = QMenu(self)
        self.places = PlacesCard(look, PrecedentWords(self.words), self.model, self)
        self.buttons: dict[str, Button] = {}
        for keys, words, act in self._table():
            kind: Kind = "main" if keys == MAJORITY else "plain"
            button = Button(look, lambda words=words: tr(words), kind=kind, keys=keys, small=kind == "plain")
            button.clicked.connect(lambda *_, act=act: act())
            self.buttons[keys] = button

    def _table(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """The decision bar: chord, message, what it does."""
        return (
            (MAJORITY, "adjudication.majority", self.accept_or_majority),
            (REJECT, "adjudication.reject", lambda: self.decide(rejected)),
            (UNION, "adjudication.union", self.all_of_them),
            (EDGE, "adjudication.edge", self.edit),
            (RELABEL, "adjudication.relabel", self.relabel),
            (LATER, "adjudication.later", lambda: self.decide(later)),
            (THIRD, "adjudication.third", self.ask),
            (UNDO, "action.undo", self.undo),
        )

    def _build(self) -> None:
        look = self.look
        self._bar = Pane(look, "page", "bottom")
        self._bar_row = QHBoxLayout(self._bar)
        for widget in (self.back, self.title, self.state, self.lock, self.reopen, self.close_):
            self._bar_row.addWidget(widget, 1 if widget is self.state else 0)
        self._foot = Pane(look, "page", "top")
        self._foot_row = QHBoxLayout(self._foot)
        for button in self.buttons.values():
            self._foot_row.addWidget(button)
        self._foot_row.addStretch(1)
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.bench, 1)
        middle.addWidget(self._foot)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.queue)
        body.addLayout(middle, 1)
        body.addWidget(self.reasons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.lock.clicked.connect(lambda: self.model.lock(locked=self.model.status != "locked"))
        self.reopen.clicked.connect(self.model.reopen)
        self.close_.clicked.connect(self.close_document)
        self.queue.wanted.connect(self.open_document)
        self.queue.rule_wanted.connect(self.rules.propose)
        self.queue.take_back_wanted.connect(self.rules.take_back)
        self.bench.candidates.chosen.connect(self.accept)
        self.bench.candidates.ticked.connect(self.tick)
        self.bench.place_chosen.connect(self._choose_at)
        self.search.label_wanted.connect(self._relabel)
        self.search.left.connect(self.take_focus)
        self.reasons.left.connect(self.take_focus)
        self.reasons.earlier.likewise_wanted.connect(self.decide_likewise)
        self.reasons.earlier.places_wanted.connect(self.show_places)
        self.places.wanted.connect(self._visit)
        self.places.left.connect(self.take_focus)
        self.model.turned.connect(self.refresh)
        self.model.learned.connect(self._show)
        self.model.queued.connect(self.queue.refresh)
        self.model.refused.connect(lambda error: self.say(words_for(self.look, error)))

    def _relook(self) -> None:
        px = self.look.px
        self._bar.setFixedHeight(px(44))
        self._bar_row.setContentsMargins(px(16), 0, px(24), 1)
        self._bar_row.setSpacing(px(8))
        self._foot.setFixedHeight(px(52))
        self._foot_row.setContentsMargins(px(12), 1, px(12), 0)
        self._foot_row.setSpacing(px(4))
        self._share_width()
        self.refresh()

    def _share_width(self) -> None:
        narrow = self.width() < self.look.px(NARROW)
        self.queue.setVisible(not narrow)
        self.queue.setFixedWidth(self.look.px(272))
        self.reasons.setFixedWidth(self.look.px(232 if narrow else 288))
        for keys in (UNION, THIRD):
            self.buttons[keys].setVisible(not narrow)

    def resizeEvent(self, event) -> None:
        """The queue gives way in a narrow window."""
        super().resizeEvent(event)
        self._share_width()

    # -- words --------------------------------------------------------------------------------------------------------
    def _state_words(self) -> str:
        if self._message:
            return self._message
        since = self.model.since
        if self.model.case is None:
            return ""
        if since is not None and not self.model.waiting:
            return self.words.since(since)
        return self.look.tr("adjudication.left", n=self.model.waiting)

    def _lock_words(self) -> str:
        return self.look.tr("adjudication.unlock" if self.model.status == "locked" else "adjudication.lock")

    def say(self, words: str) -> None:
        """Shows a sentence in the bar until something else happens."""
        self._message = words
        self.state.refresh()

    # -- following ----------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Shows the question in hand."""
        self._message, self.ticks, self.editing = "", (), 0
        self._show()

    def _show(self) -> None:
        model = self.model
        self.bench.refresh(self.ticks, self.editing)
        self.reasons.refresh()
        self.queue.refresh()
        self.queue.take_back.setVisible(bool(self.rules.step))
        for widget in (self.state, self.lock):
            widget.refresh()
        item, writable = model.item, model.writable and self._may_decide()
        text = item is not None and item.cluster.stage == "mention" and not item.cluster.question.about
        possible = {
            MAJORITY: bool(self.ticks) or model.majority() is not None,
            EDGE: text,
            RELABEL: text,
            UNDO: model.writable and model.document != 0,
        }
        for keys, button in self.buttons.items():
            wanted = item is not None or keys == UNDO
            button.setEnabled(wanted and possible.get(keys, True) and (writable or keys == UNDO))
        self.close_.setVisible(model.status not in ("done", "locked"))
        self.close_.setEnabled(model.case is not None and not model.waiting and model.writable)
        self.reopen.setVisible(model.status == "done")
        self.lock.setVisible(model.status in ("done", "locked"))

    # -- deciding -----------------------------------------------------------------------------------------------------
    def decide(self, make: Callable[[], Ruling]) -> None:
        """Answers the question in hand, with the reason and the note that stand beside it."""
        if not self._may_decide():
            self.say(self.look.tr("adjudication.is_closed"))
            return
        reason, note = self.reasons.take()

        def with_reason() -> Ruling:
            ruling = make()
            return ruling.because(reason or ruling.reason, note or ruling.note) if reason or note else ruling

        if not self.model.decide(with_reason):
            self.reasons.choose(reason)
            self.reasons.note.setText(note)
        elif not self.model.waiting:
            self.say(self.look.tr("adjudication.all_decided", key=self.look.key(CLOSE)))

    def _may_decide(self) -> bool:
        """Whether the question in hand can be answered: in closed gold only one that is open again."""
        item = self.model.item
        return self.model.status != "done" or (item is not None and item.state != "decided")

    def accept(self, number: int) -> None:
        """This candidate and no other."""
        item = self.model.item
        if item is not None:
            self.decide(lambda: accepted(item.cluster, [number]))

    def tick(self, number: int) -> None:
        """Puts a candidate to those that are accepted together, or takes it out again."""
        item = self.model.item
        if item is not None and 1 <= number <= len(item.cluster.candidates):
            self.ticks = tuple(sorted({*self.ticks} ^ {number}))
            self._show()

    def accept_or_majority(self) -> None:
        """What is ticked, else what more than half say."""
        item, ruling = self.model.item, self.model.majority()
        if item is not None and self.ticks:
            ticks = self.ticks
            self.decide(lambda: accepted(item.cluster, ticks))
        elif ruling is not None:
            self.decide(lambda: ruling)
        elif item is not None:
            self.say(self.look.tr("adjudication.no_majority"))

    def all_of_them(self) -> None:
        """All candidates."""
        item = self.model.item
        if item is not None:
            self.decide(lambda: union(item.cluster))

    def side(self, number: int) -> None:
        """All that one annotator said, by the place of their lane."""
        item, order = self.model.item, self.model.letters
        if item is not None and 0 <= number < len(order):
            self.decide(lambda: whole_side(item.cluster, order[number]))

    def decide_likewise(self) -> None:
        """As the same kind of question is usually decided."""
        found = self.model.likewise
        if found is None:
            self.say(self.look.tr("precedent.none"))
        else:
            self.decide(lambda: found.ruling)

    def show_places(self) -> None:
        """Where the same kind of question was decided."""
        if self.model.before:
            self.places.open_over(self.rect())
        else:
            self.say(self.look.tr("precedent.none"))

    def _visit(self, place: Settled) -> None:
        self.model.visit(place)
        self.take_focus()
        if self.model.came_from is not None:
            self.say(self.look.tr("precedent.visiting"))

    def ask(self) -> None:
        """A third opinion: of whom, is chosen from a list; of whoever comes to it where nobody else is known."""
        people, tr = self.model.to_ask(), self.look.tr
        if not people:
            self._ask("")
            return
        self.asking.clear()
        for name in people:
            self.asking.addAction(tr("opinion.ask_of", name=name), lambda name=name: self._ask(name))
        self.asking.addSeparator()
        self.asking.addAction(tr("opinion.ask_whoever"), lambda: self._ask(""))
        self.asking.setActiveAction(self.asking.actions()[0])
        button = self.buttons[THIRD]
        corner = button if button.isVisible() else self._foot
        self.asking.popup(corner.mapToGlobal(QPoint(0, -self.asking.sizeHint().height())))

    def _ask(self, person: str) -> None:
        _, note = self.reasons.take()
        if self.model.ask(person, note):
            tr = self.look.tr
            self.say(tr("opinion.asked", name=person) if person else tr("opinion.asked_whoever"))

    def undo(self) -> None:
        """Takes the newest decision back."""
        if not self.model.undo():
            self.say(self.look.tr("adjudication.nothing_to_undo"))

    # -- changing a candidate -------------------------------------------------------------------------------------------
    def _base(self) -> tuple[Mention, int] | None:
        """The mention that is changed: the ticked one, else the majority's, else the first."""
        item = self.model.item
        if item is None or not item.cluster.candidates:
            return None
        number = (self.ticks or self.model.majority_numbers() or (1,))[0]
        value = item.cluster.candidate(number).value
        return (value, number) if isinstance(value, Mention) else None

    def edit(self) -> None:
        """Other boundaries: the words are selected in the article; the selection is changed there, Enter takes it."""
        base = self._base()
        if base is None:
            return
        value, self.editing = base
        article = self.bench.article
        article.setFocus(Qt.FocusReason.OtherFocusReason)
        article.select(value.hull)
        article.ensure_visible(value.hull)
        self._show()
        self.say(self.look.tr("adjudication.edge_hint"))

    def _take_edges(self) -> None:
        item, number = self.model.item, self.editing
        span = self.bench.article.selection
        if item is None or span is None:
            return
        value = item.cluster.candidate(number).value
        assert isinstance(value, Mention)
        moved = msgspec.structs.replace(value, id="", spans=(span,))
        self._leave_edges()
        self.decide(lambda: changed(item.cluster, [(moved, number)]))

    def _leave_edges(self) -> None:
        self._message, self.editing = "", 0
        self.bench.article.select(None)
        self.take_focus()
        self._show()

    def relabel(self) -> None:
        """Another label: from the list of all."""
        if self._base() is not None:
            area = self.bench.rect()
            area.moveTopLeft(self.bench.mapTo(self, QPoint(0, 0)))
            self.search.open_over(area)

    def _relabel(self, label: str) -> None:
        base, item = self._base(), self.model.item
        if base is not None and item is not None:
            value = msgspec.structs.replace(base[0], id="", label=label)
            self.decide(lambda: changed(item.cluster, [(value, base[1])]))
        self.take_focus()

    # -- going --------------------------------------------------------------------------------------------------------
    def open_document(self, document: int) -> None:
        """Puts another document in hand."""
        self.model.turn_to(document)
        self.take_focus()

    def close_document(self) -> None:
        """The document is decided: names may be seen, and the next one comes."""
        if self.model.close():
            if not self.model.next_document():
                self.say(self.look.tr("adjudication.queue_empty"))
            self.take_focus()

    def _choose_at(self, offset: int) -> None:
        if self.editing:
            return
        for item in self.model.items:
            place = item.cluster.place
            if place is not None and place.start <= offset <= place.end and item.cluster.stage == "mention":
                self.model.choose(item.cluster.key)
                return

    def take_focus(self) -> None:
        """The keyboard goes to the page itself: one key, one decision."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        """The page is shown: reads the queue, and the question that waits."""
        self.model.begin()
        self.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key a decision; Esc leaves what is being changed, then the page."""
        keys = chord(event)
        if keys == "Escape":
            if self.editing:
                self._leave_edges()
            elif not self.model.go_back():
                self.left.emit()
            return
        if isinstance(self.window().focusWidget(), QLineEdit) or keys is None or not self._on_chord(keys):
            super().keyPressEvent(event)

    def _on_chord(self, keys: str) -> bool:
        if self.editing:
            if keys == MAJORITY:
                self._take_edges()
            return keys == MAJORITY
        button = self.buttons.get(keys)
        if button is not None:
            if button.isEnabled() or keys == MAJORITY:
                button.click() if button.isEnabled() else self.accept_or_majority()
            return True
        return self._on_digit(keys) or self._on_way(keys)

    def _on_digit(self, keys: str) -> bool:
        shift, _, digit = keys.rpartition("Digit")
        if not digit.isdecimal() or shift not in ("", "Shift+", "Ctrl+", "Alt+"):
            return False
        number = int(digit) or 10
        if keys in REASON_KEYS:
            self.reasons.choose(list(self.reasons.buttons)[REASON_KEYS.index(keys)])
        elif shift == "Ctrl+":
            self.side(number - 1)
        elif shift == "Shift+":
            self.tick(number)
        elif self.model.item is not None and number <= len(self.model.item.cluster.candidates):
            self.accept(number)
        return True

    def _on_way(self, keys: str) -> bool:
        ways: dict[str, Callable[[], object]] = {
            NEXT: self.model.next_open,
            PREVIOUS: lambda: self.model.step(-1),
            "ArrowDown": lambda: self.model.step(1),
            "ArrowUp": lambda: self.model.step(-1),
            AGREED: self.rules.settle_here,
            LIKEWISE: self.decide_likewise,
            PLACES: self.show_places,
            REDO: self.model.redo,
            "Ctrl+KeyY": self.model.redo,
            "Shift+KeyN": self.reasons.note.setFocus,
            CLOSE: self._close_or_say,
        }
        if keys in ways:
            ways[keys]()
        return keys in ways

    def _close_or_say(self) -> None:
        if self.close_.isEnabled() and not self.close_.isHidden():
            self.close_.click()
        elif self.model.waiting:
            self.say(self.look.tr("adjudication.left", n=self.model.waiting))
        elif not self.model.next_document():
            self.say(self.look.tr("adjudication.queue_empty"))
