"""The end of the page: which question this is, what the guidelines say, the reason and the note of the decision."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from annotator.model import Argument, Mention
from annotator.schema import Role
from annotator.schema.guidelines import Example, Section, sections
from ui.desk import Desk
from ui.look import BODY, SMALL, TITLE, Look
from ui.models.adjudication import AdjudicationModel
from ui.models.adjudication_words import REASONS, AdjudicationWords
from ui.models.precedent_words import PrecedentWords
from ui.pages.adjudication.earlier import EarlierBox
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.frame import Pane, Rule
from ui.widgets.text import Text

_GUIDE = 280
"""Letters of the guidelines that are shown here: of each label the first paragraph. The rest is in the guidelines."""


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
        self.rule = Rule(look)
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
        self._build()
        look.changed.connect(self._relook)
        self._relook()

    def _build(self) -> None:
        """The number stays above and the word about names below; what is between scrolls where it is too much."""
        look = self.look
        self._choices = Flow()
        for button in self.buttons.values():
            self._choices.addWidget(button)
        body = QWidget()
        self._body = QVBoxLayout(body)
        for widget in (self.types, self.state, self.rule, self.guide_head, self.guide, self.earlier, Rule(look)):
            self._body.addWidget(widget)
        self._body.addWidget(self.head)
        self._body.addLayout(self._choices)
        self._body.addWidget(self.note)
        self._body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        for widget in (scroll.viewport(), body):
            widget.setAutoFillBackground(False)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.place)
        self._column.addWidget(scroll, 1)
        self._column.addWidget(Rule(look))
        self._column.addWidget(self.hidden)

    def _relook(self) -> None:
        px, tr = self.look.px, self.look.tr
        self.place.setContentsMargins(px(16), px(12), px(16), px(4))
        self.hidden.setContentsMargins(px(16), px(8), px(16), px(12))
        self._body.setContentsMargins(px(16), px(4), px(16), px(8))
        self._body.setSpacing(px(8))
        self._choices.set_gaps(px(6), px(6))
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

    def _roles(self) -> list[Role]:
        """The roles of the candidates, each once, in the order of the schema."""
        item = self._model.item
        values = [candidate.value for candidate in item.cluster.candidates] if item is not None else []
        wanted = {value.role for value in values if isinstance(value, Argument)}
        return [role for role in self._desk.schema.roles if role.key in wanted] if wanted else []

    def _guide_head(self) -> str:
        names = [self._words.labels.name(label) for label in self._labels()]
        names += [role.name(self.look.words.language) for role in self._roles()]
        return self.look.tr("adjudication.guide", labels=self.look.words.joined(*names)) if names else ""

    def _guide_words(self) -> str:
        if self._desk.project is None:
            return ""
        wanted = set(self._labels())
        found = [
            section for section in sections(self._desk.schema, self.look.words.language) if section.label in wanted
        ]
        texts = [_first_paragraph(section) for section in found]
        arabic = self.look.words.language == "ar"
        texts += [role.help_ar if arabic else role.help_en for role in self._roles()]
        words = "\n".join(filter(None, texts))
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
        self.rule.setVisible(bool(self.guide_head.text()))
        self.earlier.refresh()
        for widget in (*self.buttons.values(), self.note):
            widget.setEnabled(self._model.writable)


def _first_paragraph(section: Section) -> str:
    text = next((part for part in section.parts if not isinstance(part, Example) and part.strip()), "")
    return " ".join(text.strip().partition("\n\n")[0].split())
