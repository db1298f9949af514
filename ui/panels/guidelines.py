"""The guidelines beside the article: sections by label, a search, examples that open to be read."""

from __future__ import annotations

from html import escape
from typing import Any, Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTextBrowser, QVBoxLayout

from annotator.jobs.schema_changes import version_of_layer
from annotator.schema.guidelines import Example, Section, sections
from annotator.text.normalise import key as folded
from ui.desk import Desk
from ui.look import BODY, SMALL, Look
from ui.theme import make_palette
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane, Rule
from ui.widgets.text import Text

_SCHEME: Final = "example"
_MARKDOWN: Final = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


class _Page(QTextBrowser):
    """Shows Markdown and nothing that a file could smuggle in: no HTML, no pictures, no links out."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.viewport().setAutoFillBackground(False)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing is fetched from anywhere."""
        return None


class Guidelines(Pane):
    """`left`: back to the article. `example_wanted(Example)`: one is to be opened."""

    left = Signal()
    example_wanted = Signal(object)

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__(look, "page")
        self._desk = desk
        self._sections: list[Section] = []
        self._examples: list[Example] = []
        self._anchors: dict[str, int] = {}
        tr = look.tr
        self.title = Text(look, lambda: tr("guidelines.title"), size=BODY, bold=True)
        self.close_ = Button(look, lambda: tr("dialog.close"), kind="quiet", icon="close", icon_only=True)
        self.close_.clicked.connect(self._leave)
        self.field = QLineEdit()
        self.field.textChanged.connect(lambda _: self.refresh())
        self.page = _Page()
        self.page.anchorClicked.connect(self._on_link)
        self.version = Text(look, self._version_words, size=SMALL, ink="ink_second", wrap=True)
        self._head = QHBoxLayout()
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self.close_)
        self._column = QVBoxLayout()
        self._column.addLayout(self._head)
        self._column.addWidget(self.field)
        self._column.addWidget(self.page, 1)
        self._column.addWidget(self.version)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Rule(look, upright=True))
        row.addLayout(self._column, 1)
        desk.opened.connect(self._on_opened)
        desk.reschemed.connect(self._on_opened)
        desk.turned.connect(self.version.refresh)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        px, tr = self.look.px, self.look.tr
        self._column.setContentsMargins(px(16), px(12), px(16), px(8))
        self._column.setSpacing(px(8))
        self.field.setFont(self.look.font(BODY))
        self.field.setPlaceholderText(tr("guidelines.search"))
        self.field.setAccessibleName(tr("guidelines.search"))
        self.page.setAccessibleName(tr("guidelines.title"))
        self.page.setPalette(make_palette(self.look.theme))
        self.page.document().setDefaultFont(self.look.font(BODY))
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.page.document().setDefaultTextOption(option)
        self._on_opened()

    # -- showing ------------------------------------------------------------------------------------------------------
    def _on_opened(self) -> None:
        schema = self._desk.schema if self._desk.session else None
        self._sections = sections(schema, self.look.words.language) if schema is not None else []
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Shows the sections that have what is searched for."""
        needle = folded(self.field.text().strip())
        shown = [section for section in self._sections if not needle or needle in folded(section.text)]
        self._examples, self._anchors = [], {}
        self.page.clear()
        cursor = QTextCursor(self.page.document())
        for section in shown:
            self._anchors[section.label] = cursor.position()
            cursor.insertMarkdown(self._markdown(section), _MARKDOWN)
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())  # else a list at the end would go on
        if not shown:
            cursor.insertText(self.look.tr("guidelines.none"))
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        self.version.refresh()

    def _markdown(self, section: Section) -> str:
        pieces = [f"### {_plain(section.title)}"]
        for part in section.parts:
            if isinstance(part, Example):
                words = self.look.tr("guidelines.example")
                pieces.append(f"> {_plain(part.text)}\n>\n> [{words}]({_SCHEME}:{len(self._examples)})")
                self._examples.append(part)
            else:
                pieces.append(part)
        return "\n\n".join(pieces) + "\n"

    def show_label(self, label: str) -> None:
        """Goes to what is said about a label, if something is."""
        place = self._anchors.get(self._desk.schema.resolve(label)) if self._desk.session else None
        if place is None:
            return
        cursor = self.page.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self.page.setTextCursor(cursor)  # from below, so that the heading comes to the top
        cursor.setPosition(min(place + 1, self.page.document().characterCount() - 1))
        self.page.setTextCursor(cursor)

    def _version_words(self) -> str:
        desk = self._desk
        if desk.project is None or desk.document is None or not desk.owner:
            return ""
        words, tr = self.look.words, self.look.tr
        now = tr("guidelines.version", version=words.number(desk.schema.version))
        made = version_of_layer(desk.project, desk.document.id, desk.owner) if self.isVisible() else 0
        if made in (0, desk.schema.version):
            return now
        return words.joined(now, tr("guidelines.layer_version", version=words.number(made)))

    # -- acting -------------------------------------------------------------------------------------------------------
    def _on_link(self, url: QUrl) -> None:
        number = url.path()
        if url.scheme() == _SCHEME and number.isdecimal() and int(number) < len(self._examples):
            self.example_wanted.emit(self._examples[int(number)])

    def open_beside(self, width: int, label: str) -> None:
        """Comes up at a width, with the keyboard in the search and the section of a label in view."""
        self.setFixedWidth(width)
        self.show()
        self.refresh()
        self.show_label(label)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    marked = "".join(
        f"\\{letter}" if letter in "\\`*_{}[]()#+-.!|>~" else letter for letter in escape(text, quote=False)
    )
    return " ".join(marked.split())
