"""The new-project assistant: articles, labels, a name, a place. Four questions on one page, each with an answer ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QStandardPaths, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.schema import Schema, load_preset, presets
from ui.look import BODY, SMALL, TITLE, Look
from ui.widgets.buttons import Button
from ui.widgets.paint import draw_line, rounded
from ui.widgets.room import over
from ui.widgets.text import Line, Text

SUFFIX = ".hashiya"
_FIRST = ("news", "wojood", "conll")
_NAMED = 7


@dataclass(frozen=True)
class Plan:
    """What was answered."""

    path: Path
    preset: str
    person: str
    sources: tuple[Path, ...]


class _Preset(QAbstractButton):
    """A schema that comes with the program: its name, how many labels, some of them."""

    def __init__(self, look: Look, schema: Schema) -> None:
        super().__init__()
        self._look, self.schema = look, schema
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(look.px(52))
        self.setText(schema.ar if look.words.language == "ar" else schema.en)
        self.setAccessibleName(f"{self.text()}: {self._names()}")

    def _names(self) -> str:
        words = self._look.words
        names = [label.name(words.language) for label in self.schema.labels[:_NAMED]]
        return f"{self._look.tr('assistant.labels_count', n=len(self.schema.labels))}: {words.joined(*names)}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Radio, name, some labels."""
        look, px, theme = self._look, self._look.px, self._look.theme
        painter = QPainter(self)
        ground = theme.accent_soft if self.isChecked() else theme.sunken if self.underMouse() else theme.page
        rounded(painter, QRectF(self.rect()), px(6), ground, theme.accent if self.isChecked() else theme.line)
        right = look.words.right_to_left
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.accent if self.isChecked() else theme.ink_quiet, 1.5))
        side = px(12)
        circle = QRectF(self.width() - px(14) - side if right else px(14), (self.height() - side) / 2, side, side)
        painter.drawEllipse(circle)
        if self.isChecked():
            painter.setBrush(theme.accent)
            painter.drawEllipse(circle.adjusted(px(3), px(3), -px(3), -px(3)))
        body = self.rect().adjusted(px(14), 0, -px(40), 0) if right else self.rect().adjusted(px(40), 0, -px(14), 0)
        top = QRect(body.left(), px(6), body.width(), px(22))
        below = QRect(body.left(), px(28), body.width(), px(18))
        draw_line(painter, top, self.text(), look.font(BODY, bold=True), theme.ink, direction=look.direction)
        draw_line(painter, below, self._names(), look.font(SMALL), theme.ink_second, direction=look.direction)


class Assistant(QDialog):
    """Not modal. `wanted(Plan)` when all is answered; it stays open until `close` is called, for the project may be
    refused."""

    wanted = Signal(object)

    def __init__(self, look: Look, person: str, sources: Sequence[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.sources: list[Path] = []
        self._path_given = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(look.tr("welcome.new"))
        self.setLayoutDirection(look.direction)
        self.setAcceptDrops(True)
        self._column = QVBoxLayout(self)
        px = look.px
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        self._column.setSpacing(px(8))
        self._column.addWidget(Text(look, lambda: look.tr("welcome.new"), size=TITLE, bold=True))
        self._build_sources()
        self._build_presets()
        self._build_fields(person)
        self._build_foot()
        self.add_sources(sources)
        self.setMinimumWidth(px(620))
        self._check()
        self.resize(over(parent, px(620), px(544)))

    # -- parts --------------------------------------------------------------------------------------------------------
    def _head(self, words: str) -> None:
        self._column.addSpacing(self._look.px(6))
        self._column.addWidget(Text(self._look, lambda: self._look.tr(words), size=SMALL, bold=True, ink="ink_second"))

    def _build_sources(self) -> None:
        look = self._look
        self._head("assistant.articles")
        self.chosen = Line(look, self._chosen_words, size=BODY, ink="ink")
        self.files = Button(look, lambda: look.tr("assistant.files"), icon="document")
        self.files.clicked.connect(self._ask_files)
        self.folder = Button(look, lambda: look.tr("assistant.folder"), icon="project")
        self.folder.clicked.connect(self._ask_folder)
        row = QHBoxLayout()
        row.addWidget(self.chosen, 1)
        row.addWidget(self.files)
        row.addWidget(self.folder)
        self._column.addLayout(row)

    def _build_presets(self) -> None:
        self._head("assistant.labels")
        self._group = QButtonGroup(self)
        names = sorted(presets(), key=lambda name: (_FIRST.index(name) if name in _FIRST else 9, name))
        self.presets = [_Preset(self._look, load_preset(name)) for name in names]
        px, held = self._look.px, QWidget()
        rows = QVBoxLayout(held)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        for button in self.presets:
            self._group.addButton(button)
            rows.addWidget(button)
        self._shelf = QScrollArea()
        self._shelf.setFrameShape(QFrame.Shape.NoFrame)
        self._shelf.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shelf.setWidgetResizable(True)
        self._shelf.setWidget(held)
        self._shelf.setMinimumHeight(px(60 + 26))
        self._shelf.setMaximumHeight(px(3 * 60 + 26))  # the fourth shows that there are more
        self._column.addWidget(self._shelf)
        held.setAutoFillBackground(False)
        self._shelf.viewport().setAutoFillBackground(False)
        self._group.buttonToggled.connect(lambda button, _on: self._shelf.ensureWidgetVisible(button, 0, px(8)))
        self.presets[0].setChecked(True)

    def _field(self, label: str, text: str) -> QLineEdit:
        self._head(label)
        field = QLineEdit(text)
        field.setFont(self._look.font(BODY))
        field.setAccessibleName(self._look.tr(label))
        field.textChanged.connect(self._check)
        return field

    def _build_fields(self, person: str) -> None:
        look = self._look
        self.person = self._field("person.label", person)
        self._column.addWidget(self.person)
        self.place = self._field("assistant.place", str(_free(look.tr("assistant.untitled"))))
        self.place.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.place.textEdited.connect(self._on_place_edited)
        self.browse = Button(look, lambda: look.tr("assistant.choose"))
        self.browse.clicked.connect(self._ask_place)
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        row.addWidget(self.browse)
        self._column.addLayout(row)

    def _build_foot(self) -> None:
        look = self._look
        self.hint = Text(look, self._hint_words, size=SMALL, ink="ink_second", wrap=True)
        cancel = Button(look, lambda: look.tr("assistant.cancel"))
        cancel.clicked.connect(self.close)
        self.create_ = Button(look, lambda: look.tr("assistant.create"), kind="main")
        self.create_.clicked.connect(self._create)
        row = QHBoxLayout()
        row.addWidget(self.hint, 1)
        row.addWidget(cancel)
        row.addWidget(self.create_)
        self._column.addSpacing(look.px(8))
        self._column.addLayout(row)

    # -- words --------------------------------------------------------------------------------------------------------
    def _chosen_words(self) -> str:
        if not self.sources:
            return self._look.tr("assistant.drop")
        return self._look.words.joined(*(path.name for path in self.sources[:3])) + (
            " …" if len(self.sources) > 3 else ""
        )

    def _hint_words(self) -> str:
        if not self.person.text().strip():
            return self._look.tr("assistant.need_name")
        if Path(self.place.text()).exists():
            return self._look.tr("trouble.exists")
        return "" if self.sources else self._look.tr("assistant.later")

    # -- answers ------------------------------------------------------------------------------------------------------
    def add_sources(self, paths: Sequence[Path]) -> None:
        """Takes files and folders; the first one names the project as long as nobody else has."""
        new = [path for path in paths if path not in self.sources]
        self.sources += new
        if new and not self._path_given:
            self.place.setText(str(_free(self.sources[0].stem)))
        self.chosen.refresh()
        self._check()

    def _on_place_edited(self, _text: str) -> None:
        self._path_given = True

    def _ask_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "", "", self._look.tr("dialog.text_files"))
        self.add_sources([Path(name) for name in names])

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self)
        if name:
            self.add_sources([Path(name)])

    def _ask_place(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "", self.place.text(), self._look.tr("dialog.project_files"))
        if name:
            self._path_given = True
            self.place.setText(name if name.endswith(SUFFIX) else name + SUFFIX)

    def _check(self, *_: object) -> None:
        if hasattr(self, "create_"):
            place = self.place.text().strip()
            ready = bool(self.person.text().strip() and place) and not Path(place).exists()
            self.create_.setEnabled(ready)
            self.hint.refresh()

    def _create(self) -> None:
        place = self.place.text().strip()
        path = Path(place if place.endswith(SUFFIX) else place + SUFFIX)
        checked = next(button for button in self.presets if button.isChecked())
        self.wanted.emit(Plan(path, checked.schema.name, self.person.text().strip(), tuple(self.sources)))

    # -- dropping -----------------------------------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped anywhere on the page."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Takes what was dropped."""
        self.add_sources([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])


def _free(name: str) -> Path:
    """A project file of that name among the person's documents, or with a number behind where there is one."""
    location = QStandardPaths.StandardLocation.DocumentsLocation
    folder = Path(QStandardPaths.writableLocation(location) or Path.home())
    path, number = folder / f"{name}{SUFFIX}", 2
    while path.exists():
        path, number = folder / f"{name} {number}{SUFFIX}", number + 1
    return path
