"""The end of the page: which question this is, what the guidelines say, the reason and the note of the decision."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from annotator.model import Mention
from annotator.schema.guidelines import Example, sections
from ui.desk import Desk
from ui.look import BODY, SMALL, TITLE, Look
from ui.models.adjudication import AdjudicationModel
from ui.models.adjudication_words import REASONS, AdjudicationWords
from ui.models.precedent_words import PrecedentWords
from ui.pages.adjudication.earlier import EarlierBox
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane, Rule
from ui.widgets.text import Text

_GUIDE = 420
"""Letters of the guidelines that are shown here; the rest is in the guidelines themselves."""


REASON_KEYS = ("Alt+Digit1", "Alt+Digit2", "Alt+Digit3", "Alt+Digit4")
"""The chords of the reasons, in their order."""


class Reasons(Pane):
    """`reason` and `note` go with the next decision. `left`: the keyboard goes back to the candidates."""

    left = Signal()

    def __init__(self, look: Look, desk: Desk, words: AdjudicationWords, model: AdjudicationModel) -> None:
        super().__init__(look)
        self._desk, self._words, self._model = desk, words, model
        self.reason = ""
        tr = look.tr
        self.place = Text(look, self._place_words, size=TITLE, bold=True)
        self.types = Text(look, self._type_words, ink="accent", wrap=True)
        self.state = Text(look, self._state_words, ink="good", wrap=True)
        self.guide_head = Text(look, self._guide_head, size=SMALL, bold=True, ink="ink_second", wrap=True)
        self.guide = Text(look, self._guide_words, wrap=True)
        self.earlier = EarlierBox(look, PrecedentWords(words), model)
        self.head = Text(look, lambda: tr("adjudication.reason"), size=SMALL, bold=True, ink="ink_second", wrap=True)
        self.buttons: dict[str, Button] = {}
        for (name, message), keys in zip(REASONS.items(), REASON_KEYS, strict=True):
            button = Button(look, lambda message=message: tr(message), small=True, keys=keys)
            button.setCheckable(True)
            button.clicked.connect(lambda on, name=name: self.choose(name if on else ""))
            self.buttons[name] = button
        self.note = QLineEdit()
        self.note.returnPressed.connect(self.left)
        self.hidden = Text(look, self._hidden_words, size=SMALL, ink="ink_second", wrap=True)
        self._column = QVBoxLayout(self)
        for widget in (self.place, self.types, self.state, Rule(look), self.guide_head, self.guide):
            self._column.addWidget(widget)
        self._column.addWidget(self.earlier)
        self._column.addWidget(Rule(look))
        self._column.addWidget(self.head)
        for button in self.buttons.values():
            self._column.addWidget(button)
        self._column.addWidget(self.note)
        self._column.addStretch(1)
        self._column.addWidget(Rule(look))
        self._column.addWidget(self.hidden)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        px, tr = self.look.px, self.look.tr
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(8))
        self.note.setFont(self.look.font(BODY))
        self.note.setPlaceholderText(tr("adjudication.note"))
        self.note.setAccessibleName(tr("adjudication.note"))

    # -- words --------------------------------------------------------------------------------------------------------
    def _place_words(self) -> str:
        model, words = self._model, self.look.words
        if model.item is None:
            return self.look.tr("adjudication.nothing_asked") if model.document else ""
        return self.look.tr(
            "adjudication.place", place=words.number(model.place + 1), all=words.number(len(model.items))
        )

    def _type_words(self) -> str:
        return self.look.words.joined(*self._words.types(self._model.item)) if self._model.item is not None else ""

    def _state_words(self) -> str:
        return self._words.decision(self._model.item) if self._model.item is not None else ""

    def _labels(self) -> list[str]:
        """The labels of the candidates, each once."""
        item = self._model.item
        values = [candidate.value for candidate in item.cluster.candidates] if item is not None else []
        return list(dict.fromkeys(value.label for value in values if isinstance(value, Mention)))

    def _guide_head(self) -> str:
        names = [self._words.labels.name(label) for label in self._labels()]
        return self.look.tr("adjudication.guide", labels=self.look.words.joined(*names)) if names else ""

    def _guide_words(self) -> str:
        if self._desk.project is None:
            return ""
        wanted = set(self._labels())
        found = [
            section for section in sections(self._desk.schema, self.look.words.language) if section.label in wanted
        ]
        texts = [" ".join(p.text if isinstance(p, Example) else p for p in section.parts) for section in found]
        words = "\n".join(texts)
        return words if len(words) <= _GUIDE else f"{words[:_GUIDE]}…"

    def _hidden_words(self) -> str:
        return self.look.tr("adjudication.names_shown" if self._model.names_shown else "adjudication.names_hidden")

    # -- showing ------------------------------------------------------------------------------------------------------
    def choose(self, reason: str) -> None:
        """Takes a reason, or none."""
        self.reason = reason
        for name, button in self.buttons.items():
            button.setChecked(name == reason)

    def take(self) -> tuple[str, str]:
        """The reason and the note; both are empty afterwards."""
        taken = (self.reason, self.note.text().strip())
        self.choose("")
        self.note.clear()
        return taken

    def refresh(self) -> None:
        """Says what is known of the question in hand."""
        for widget in (self.place, self.types, self.state, self.guide_head, self.guide, self.hidden):
            widget.refresh()
            widget.setVisible(bool(widget.text()))
        self.earlier.refresh()
        for widget in (*self.buttons.values(), self.note):
            widget.setEnabled(self._model.writable)
