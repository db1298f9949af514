"""Every action of the window in one table. Menus, buttons, shortcuts, the sheet of keys and tests read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.keys import sequence
from ui.look import Look

Menu = Literal["file", "edit", "annotate", "view", "project", "help"]
When = Literal[
    "always", "project", "document", "writable", "mention", "suggestion", "offers", "armed", "can_undo", "can_redo", "own", "problems",
    "event", "slot", "misfit",
]  # fmt: skip


@dataclass(frozen=True)
class Action:
    """One thing that can be done.

    `keys` are chords by position (`Ctrl+KeyZ`, `KeyR`); the first is shown. With `in_article` they count only while
    the article has the keyboard, so that lists and fields keep their letters, arrows and Tab. `check` is the group of
    a choice (`look=dark`) or "" for a plain action. Actions of a `sub` menu stand together under that word.
    """

    id: str
    text: str
    menu: Menu | None
    handler: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    when: When = "always"
    in_article: bool = False
    sub: str = ""
    check: str = ""
    argument: str = ""
    rule: bool = False
    turns: bool = False
    """Left and right change places in a left-to-right window: the next one is where lines of its language go on."""


ACTIONS: Final[tuple[Action, ...]] = (
    Action("new_project", "action.new_project", "file", "new_project", ("Ctrl+KeyN",), "plus"),
    Action("open_project", "action.open_project", "file", "open_project", ("Ctrl+KeyO",), "project"),
    Action("import_files", "action.import_files", "file", "import_files", icon="import", when="project", rule=True),
    Action("export", "action.export", "file", "export", icon="export", when="project"),
    Action("save", "action.save", "file", "save", ("Ctrl+KeyS",), "check", "project", rule=True),
    Action("backups", "action.backups", "file", "backups", icon="history", when="project"),
    Action("save_elsewhere", "action.save_elsewhere", "file", "save_elsewhere", when="project"),
    Action("check", "action.check", "file", "check", when="project"),
    Action("close_project", "action.close_project", "file", "close_project", ("Ctrl+KeyW",), when="project", rule=True),
    Action("quit", "action.quit", "file", "quit", ("Ctrl+KeyQ",)),
    Action("undo", "action.undo", "edit", "undo", ("Ctrl+KeyZ",), "undo", "can_undo"),
    Action("redo", "action.redo", "edit", "redo", ("Ctrl+Shift+KeyZ", "Ctrl+KeyY"), "redo", "can_redo"),
    Action("copy", "action.copy", "edit", "copy", ("Ctrl+KeyC",), "copy", "document", in_article=True, rule=True),
    Action("palette", "action.palette", "edit", "palette_", ("Ctrl+KeyK",), "search", "project", rule=True),
    Action("find", "action.find", "edit", "find", ("Ctrl+KeyF",), "search", "document", rule=True),
    Action("find_next", "action.find_next", "edit", "find_next", ("F3",), "", "document"),
    Action("find_previous", "action.find_previous", "edit", "find_previous", ("Shift+F3",), "", "document"),
    Action("find_all", "action.find_all", "edit", "find_all", ("Ctrl+Shift+KeyF",), "", "document"),
    Action("remove", "action.remove", "edit", "remove", ("Delete", "Backspace"), "remove", "mention", in_article=True,
           rule=True),
    Action("accept", "action.accept", "annotate", "accept", ("Enter",), "check", "suggestion", in_article=True, sub="menu.offers"),
    Action("reject", "action.reject", "annotate", "reject", ("Backspace", "Delete"), "close", "suggestion", in_article=True, sub="menu.offers"),
    Action("review", "action.review", "annotate", "review", ("KeyN",), "suggestion", "offers", in_article=True, sub="menu.offers"),
    Action("accept_all", "action.accept_all", "annotate", "accept_all", ("Shift+Enter",), "", "offers", in_article=True, sub="menu.offers"),
    Action("reject_all", "action.reject_all", "annotate", "reject_all", ("Shift+Backspace",), "", "offers", in_article=True, sub="menu.offers"),
    Action("relabel", "action.relabel", "annotate", "relabel", ("KeyR",), "edit", "writable", in_article=True, rule=True),
    Action("duplicate", "action.duplicate", "annotate", "duplicate", ("Shift+KeyR",), "copy", "writable", in_article=True),
    Action("keep_armed", "action.keep_armed", "annotate", "keep_armed", ("KeyX",), "pin", "writable", in_article=True),
    Action("mark_armed", "action.mark_armed", "annotate", "mark_armed", ("Enter",), "", "armed", in_article=True),
    Action("repeat", "action.repeat", "annotate", "repeat", ("Period",), "redo", "writable", in_article=True),
    Action("all_labels", "action.all_labels", "annotate", "all_labels", ("Slash",), "search", "document", in_article=True),
    Action("next_group", "action.next_group", "annotate", "turn_group", ("Backquote",), "", "document", in_article=True),
    Action("cycle", "action.cycle", "annotate", "cycle", ("Space",), "split", "document", in_article=True, rule=True),
    Action(
        "end_forward", "action.end_forward", "annotate", "move_edge", ("Ctrl+Shift+ArrowLeft",), "", "mention",
        in_article=True, sub="menu.boundaries", argument="end forward word",
    ),
    Action(
        "end_back", "action.end_back", "annotate", "move_edge", ("Ctrl+Shift+ArrowRight",), "", "mention",
        in_article=True, sub="menu.boundaries", argument="end back word",
    ),
    Action(
        "start_forward", "action.start_forward", "annotate", "move_edge", ("Ctrl+Alt+ArrowLeft",), "", "mention",
        in_article=True, sub="menu.boundaries", argument="start forward word",
    ),
    Action(
        "start_back", "action.start_back", "annotate", "move_edge", ("Ctrl+Alt+ArrowRight",), "", "mention",
        in_article=True, sub="menu.boundaries", argument="start back word",
    ),
    Action(
        "end_forward_letter", "action.end_forward_letter", "annotate", "move_edge", ("Alt+Shift+ArrowLeft",), "", "mention",
        in_article=True, sub="menu.boundaries", argument="end forward grapheme", rule=True,
    ),
    Action(
        "end_back_letter", "action.end_back_letter", "annotate", "move_edge", ("Alt+Shift+ArrowRight",), "", "mention",
        in_article=True, sub="menu.boundaries", argument="end back grapheme",
    ),
    Action(
        "start_forward_letter", "action.start_forward_letter", "annotate", "move_edge", ("Ctrl+Alt+Shift+ArrowLeft",), "", "mention",
        in_article=True, sub="menu.boundaries", argument="start forward grapheme",
    ),
    Action(
        "start_back_letter", "action.start_back_letter", "annotate", "move_edge", ("Ctrl+Alt+Shift+ArrowRight",), "", "mention",
        in_article=True, sub="menu.boundaries", argument="start back grapheme",
    ),
    Action("note", "action.note", "annotate", "note", ("Shift+KeyN",), "note", "mention", in_article=True),
    Action("ask", "action.ask", "annotate", "ask", ("KeyG",), "flag", "writable", in_article=True),
    Action("unsure", "action.unsure", "annotate", "unsure", ("Shift+KeyG",), "help", "writable", in_article=True),
    Action("attributes", "action.attributes", "annotate", "attributes", ("Alt+Enter",), "", "mention", in_article=True),
    Action("same_entity", "action.same_entity", "annotate", "same_entity", ("KeyJ",), "people", "mention", in_article=True, sub="menu.things"),
    Action("ungroup", "action.ungroup", "annotate", "ungroup", ("Shift+KeyJ",), "", "mention", in_article=True, sub="menu.things"),
    Action("relate", "action.relate", "annotate", "relate", ("KeyL",), "relation", "mention", in_article=True, sub="menu.things"),
    Action("merge", "action.merge", "annotate", "merge", ("KeyM",), "", "mention", in_article=True, sub="menu.boundaries", rule=True),
    Action("split", "action.split", "annotate", "split", ("Shift+KeyM",), "split", "writable", in_article=True, sub="menu.boundaries"),
    Action("next_slot", "action.next_slot", "annotate", "next_slot", ("Tab",), "", "event", in_article=True, sub="menu.event",
           rule=True),
    Action("previous_slot", "action.previous_slot", "annotate", "previous_slot", ("Shift+Tab",), "", "event",
           in_article=True, sub="menu.event"),
    Action("next_candidate", "action.next_candidate", "annotate", "next_candidate", ("ArrowDown",), "", "slot",
           in_article=True, sub="menu.event"),
    Action("previous_candidate", "action.previous_candidate", "annotate", "previous_candidate", ("ArrowUp",), "", "slot",
           in_article=True, sub="menu.event"),
    Action("fill", "action.fill", "annotate", "fill", ("Enter",), "check", "event", in_article=True, sub="menu.event"),
    Action("fill_more", "action.fill_more", "annotate", "fill_more", ("Shift+Enter",), "", "event", in_article=True,
           sub="menu.event"),
    Action("empty_slot", "action.empty_slot", "annotate", "empty_slot", ("Backspace",), "close", "slot", in_article=True,
           sub="menu.event"),
    Action("relabel_filler", "action.relabel_filler", "annotate", "relabel_filler", ("KeyR",), "", "misfit", in_article=True,
           sub="menu.event"),
    Action("to_values", "action.to_values", "annotate", "to_values", ("KeyU",), "", "event", in_article=True,
           sub="menu.event"),
    Action("next_event", "action.next_event", "annotate", "next_event", ("Ctrl+ArrowLeft",), "next", "event",
           in_article=True, sub="menu.event", rule=True, turns=True),
    Action("previous_event", "action.previous_event", "annotate", "previous_event", ("Ctrl+ArrowRight",), "previous",
           "event", in_article=True, sub="menu.event", turns=True),
    Action("add_event", "action.add_event", "annotate", "add_event", ("KeyI",), "plus", "event", in_article=True,
           sub="menu.event", rule=True),
    Action("remove_event", "action.remove_event", "annotate", "remove_event", ("Delete",), "remove", "slot",
           in_article=True, sub="menu.event"),
    Action("list_events", "action.list_events", "annotate", "list_events", ("Ctrl+Shift+KeyE",), "event", "document",
           sub="menu.event"),
    Action("next_mention", "action.next_mention", "annotate", "next_mention", ("Tab", "BracketRight"), "next", "document",
           in_article=True, rule=True),
    Action("previous_mention", "action.previous_mention", "annotate", "previous_mention", ("Shift+Tab", "BracketLeft"),
           "previous", "document", in_article=True),
    Action("next_problem", "action.next_problem", "annotate", "next_problem", ("F8",), "problem", "problems", sub="menu.problems"),
    Action("previous_problem", "action.previous_problem", "annotate", "previous_problem", ("Shift+F8",), "", "problems", sub="menu.problems"),
    Action("fix_problem", "action.fix_problem", "annotate", "fix_problem", ("Ctrl+Period",), "", "problems", sub="menu.problems"),
    Action("give_opinion", "action.give_opinion", "annotate", "give_opinion", ("Ctrl+Shift+Enter",), "", "own"),
    Action("done_next", "action.done_next", "annotate", "done_next", ("Ctrl+Enter",), "state-done", "own", rule=True),
    Action("next_document", "action.next_document", "annotate", "next_document", ("Alt+ArrowDown", "Ctrl+PageDown"), "",
           "document"),
    Action("previous_document", "action.previous_document", "annotate", "previous_document",
           ("Alt+ArrowUp", "Ctrl+PageUp"), "", "document"),
    Action("text_larger", "action.text_larger", "view", "zoom", ("Ctrl+Equal", "Ctrl+Shift+Equal"), argument="larger"),
    Action("text_smaller", "action.text_smaller", "view", "zoom", ("Ctrl+Minus",), argument="smaller"),
    Action("text_normal", "action.text_normal", "view", "zoom", ("Ctrl+Digit0",), argument="normal"),
    Action("comfort", "action.comfort", "view", "comfort", ("Ctrl+Comma",), "settings"),
    Action("scale_100", "scale.100", "view", "set_scale", sub="menu.scale", check="scale", argument="100", rule=True),
    Action("scale_110", "scale.110", "view", "set_scale", sub="menu.scale", check="scale", argument="110"),
    Action("scale_125", "scale.125", "view", "set_scale", sub="menu.scale", check="scale", argument="125"),
    Action("scale_150", "scale.150", "view", "set_scale", sub="menu.scale", check="scale", argument="150"),
    Action("arabic", "language.arabic", "view", "set_language", sub="menu.language", check="language", argument="ar", icon=""),
    Action("english", "language.english", "view", "set_language", sub="menu.language", check="language", argument="en"),
    Action("digits_arabic", "digits.arabic", "view", "set_digits", sub="menu.language", check="digits",
           argument="arabic", rule=True),
    Action("digits_latin", "digits.latin", "view", "set_digits", sub="menu.language", check="digits", argument="latin"),
    Action("theme_system", "theme.system", "view", "set_scheme", sub="menu.theme", check="scheme", argument="system"),
    Action("theme_light", "theme.light", "view", "set_scheme", sub="menu.theme", check="scheme", argument="light"),
    Action("theme_dark", "theme.dark", "view", "set_scheme", sub="menu.theme", check="scheme", argument="dark"),
    Action("documents", "action.documents", "view", "toggle_documents", ("F9",), "list", rule=True),
    Action("inspector", "action.inspector", "view", "toggle_inspector", ("F4",)),
    Action("guidelines", "action.guidelines", "view", "guidelines", ("F7",), "guidelines", "document"),
    Action("document_labels", "action.document_labels", "view", "document_labels", ("Ctrl+KeyD",), "document",
           "document"),
    Action("entities", "action.entities", "view", "entities", ("Ctrl+KeyJ",), "people", "document"),
    Action("relations", "action.relations", "view", "relations", ("Ctrl+KeyL",), "relation", "document"),
    Action("remarks", "action.remarks", "view", "remarks", ("Ctrl+KeyG",), "comment", "document"),
    Action("focus_mode", "action.focus_mode", "view", "toggle_focus_mode", ("F11",)),
    Action("next_pane", "action.next_pane", "view", "next_pane", ("F6",), rule=True),
    Action("previous_pane", "action.previous_pane", "view", "previous_pane", ("Shift+F6",)),
    Action("all_questions", "action.all_questions", "project", "all_questions", ("Ctrl+Shift+KeyG",), "flag", "project"),
    Action("answer", "action.answer", "project", "answer_question", (), "comment", "project"),
    Action("all_opinions", "action.all_opinions", "project", "all_opinions", ("Ctrl+Shift+KeyT",), "scales", "project"),
    Action("all_problems", "action.all_problems", "project", "all_problems", ("Ctrl+F8",), "problem", "project"),
    Action("agreement", "action.agreement", "project", "open_agreement", ("Ctrl+Shift+KeyA",), "agreement", "project", rule=True),
    Action("adjudicate", "action.adjudicate", "project", "open_adjudication", ("Ctrl+Shift+KeyJ",), "scales", "project"),
    Action("feedback", "action.feedback", "project", "open_feedback", ("Ctrl+Shift+KeyM",), "star", "project"),
    Action("schema", "action.schema", "project", "open_schema", ("Ctrl+Shift+KeyL",), "edit", "project", rule=True),
    Action("load_knowledge", "action.load_knowledge", "project", "load_knowledge", icon="guidelines", when="project"),
    Action("change_person", "action.change_person", "project", "ask_person", icon="person", when="project", rule=True),
    Action("shortcuts", "action.shortcuts", "help", "show_shortcuts", ("F1", "Shift+Slash"), "keyboard"),
    Action("edit_keys", "action.edit_keys", "help", "edit_keys", (), "settings"),
    Action("about", "action.about", "help", "show_about", icon="information"),
    Action("escape", "action.escape", None, "escape", ("Escape",), in_article=True),
)  # fmt: skip

BY_ID: Final = {action.id: action for action in ACTIONS}
MENUS: Final[dict[Menu, str]] = {
    "file": "menu.file",
    "edit": "menu.edit",
    "annotate": "menu.annotate",
    "view": "menu.view",
    "project": "menu.project",
    "help": "menu.help",
}

FIRST: Final = frozenset({"event", "slot", "misfit"})
"""While one of these holds, a form is open: the keys of actions under them come before those of all others."""
EXCLUSIVE: Final = (frozenset({"mention", "suggestion"}), frozenset({"armed", "suggestion"}))
"""Conditions that never hold together: actions under them may have the same key."""


_TURNED: Final = {"ArrowLeft": "ArrowRight", "ArrowRight": "ArrowLeft"}


def chords(own: Mapping[str, Sequence[str]], *, right_to_left: bool = True) -> dict[str, tuple[str, ...]]:
    """The chords of every action, by its id: the person's `own` where there are some, else those of the table."""
    return {action.id: tuple(own.get(action.id, given(action, right_to_left=right_to_left))) for action in ACTIONS}


def given(action: Action, *, right_to_left: bool) -> tuple[str, ...]:
    """The chords that the table gives to an action, in a window of that direction."""
    if right_to_left or not action.turns:
        return action.keys
    turned = ((*each.split("+")[:-1], each.split("+")[-1]) for each in action.keys)
    return tuple("+".join([*before, _TURNED.get(last, last)]) for *before, last in turned)


def rivals(keymap: Mapping[str, Sequence[str]], id: str, keys: str) -> list[str]:
    """The other actions that have a chord under conditions that can hold together with those of the action `id`."""
    mine = BY_ID[id].when
    return [
        other.id
        for other in ACTIONS
        if other.id != id
        and keys in keymap[other.id]
        and frozenset({mine, other.when}) not in EXCLUSIVE
        and (mine in FIRST) == (other.when in FIRST)
    ]


class Actions(QObject):
    """The table as living `QAction`s.

    `handlers` are the objects that carry the handlers, in the order of asking; `states` tells which of the conditions
    of `When` hold now: a key that follows another at once must not be judged by what was possible before that one.
    """

    def __init__(self, look: Look, handlers: Iterable[object], states: Callable[[], set[str]], window: QWidget) -> None:
        super().__init__(window)
        self._look, self._states = look, states
        self._calls: dict[str, Callable[[], None]] = {}
        self._by_chord: dict[str, list[Action]] = {}
        self.all: dict[str, QAction] = {}
        groups: dict[str, QActionGroup] = {}
        objects = tuple(handlers)
        for action in ACTIONS:
            made = QAction(self)
            self._calls[action.id] = _call(action, objects)
            made.triggered.connect(self._calls[action.id])
            if not action.in_article:
                window.addAction(made)
            if action.check:
                made.setCheckable(True)
                groups.setdefault(action.check, QActionGroup(self)).addAction(made)
            self.all[action.id] = made
        self._drawn = False
        look.changed.connect(self.refresh)
        self.refresh()

    def draw(self) -> None:
        """Takes the icons from the look: when a menu opens for the first time, for nobody sees them earlier."""
        if not self._drawn:
            self._drawn = True
            for action in ACTIONS:
                if action.icon:
                    self.all[action.id].setIcon(self._look.icon(action.icon))

    def refresh(self) -> None:
        """Takes words and keys from the look, and icons anew when they are wanted."""
        self._by_chord = {}
        self._drawn = False
        for action in ACTIONS:
            made = self.all[action.id]
            keys = self._look.keymap[action.id]
            if not action.in_article:
                made.setShortcuts([QKeySequence(sequence(each)) for each in keys])
            for each in keys:
                self._by_chord.setdefault(each, []).append(action)
            words = self._look.tr(action.text).replace("&", "&&")
            # Our own writing of the keys: they stay Latin and left to right in the Arabic menus too.
            shown = f"\t\u2066{self._look.key(action.id)}\u2069" if keys else ""
            made.setText(words + shown)
            made.setToolTip(words)
        for found in self._by_chord.values():
            found.sort(key=lambda action: action.when not in FIRST)

    def enable(self) -> None:
        """Shows in menus and on buttons what is possible now."""
        states = self._states() | {"always"}
        for action in ACTIONS:
            possible = action.when in states
            made = self.all[action.id]
            if made.isEnabled() != possible:
                made.setEnabled(possible)

    def choose(self, group: str, argument: str) -> None:
        """Ticks the chosen one of a group of choices."""
        for action in ACTIONS:
            if action.check == group:
                self.all[action.id].setChecked(action.argument == argument)

    def trigger(self, id: str) -> None:
        """Does it, as its menu entry would."""
        self.all[id].trigger()

    def on_chord(self, chord: str, *, in_article: bool) -> bool:
        """Does what a chord stands for; False when nothing does, or when it is not possible now."""
        for action in self._by_chord.get(chord, ()):
            if action.in_article and not in_article:
                continue
            if action.when == "always" or action.when in self._states():
                self._calls[action.id]()
                return True
        return False


def _call(action: Action, handlers: tuple[object, ...]) -> Callable[[], None]:
    """The handler of an action, looked up once: a missing one is a bug that shows at the start."""
    handler = next(getattr(each, action.handler) for each in handlers if hasattr(each, action.handler))
    if action.argument:
        return lambda: handler(action.argument)
    return lambda: handler()
