"""What is compared: whose layers, which labels, which documents, since when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from ui.look import BODY, Look
from ui.models.agreement import AgreementModel, Period
from ui.models.agreement_words import AgreementWords
from ui.widgets.buttons import Button

_PAUSE: Final = 300
_PERIODS: Final[dict[Period, str]] = {
    "all": "agreement.filter.any_time",
    "today": "agreement.filter.today",
    "week": "agreement.filter.week",
    "month": "agreement.filter.month",
}


class StayMenu(QMenu):
    """A menu of ticks that stays open while they are set."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tick does not close it."""
        if not self._tick(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Neither do Space and Enter."""
        opens = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (opens and self._tick(self.activeAction())):
            super().keyPressEvent(event)

    @staticmethod
    def _tick(action: QAction | None) -> bool:
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True


class Filters(QWidget):
    """Four filters in a row."""

    def __init__(self, look: Look, words: AgreementWords, model: AgreementModel) -> None:
        super().__init__()
        self._look, self._words, self._model = look, words, model
        tr = look.tr
        self.people = Button(
            look, lambda: tr("agreement.filter.people", what=self._some(model.annotators, model.people))
        )
        self.labels = Button(look, lambda: tr("agreement.filter.labels", what=self._some(model.labels, self._keys())))
        self.period = Button(look, lambda: tr(_PERIODS[model.period]))
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self._icon = self.field.addAction(look.icon("filter"), QLineEdit.ActionPosition.LeadingPosition)
        self.clear = Button(look, lambda: tr("agreement.filter.clear"), kind="quiet", icon="close")
        self.people.clicked.connect(self.open_people)
        self.labels.clicked.connect(self.open_labels)
        self.period.clicked.connect(self.open_periods)
        self.clear.clicked.connect(self._clear)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_PAUSE)
        self._typing.timeout.connect(self._take_needle)
        self.field.textChanged.connect(lambda *_: self._typing.start())
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.field, self.people, self.labels, self.period, self.clear):
            self._row.addWidget(widget)
        model.changed.connect(self.refresh)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        px = self._look.px
        self._row.setSpacing(px(8))
        self.field.setFont(self._look.font(BODY))
        self.field.setFixedWidth(px(168))
        self.field.setPlaceholderText(self._look.tr("agreement.filter.documents"))
        self.field.setAccessibleName(self._look.tr("agreement.filter.documents"))
        self._icon.setIcon(self._look.icon("filter"))
        self.refresh()

    def refresh(self) -> None:
        """Shows what is chosen."""
        self.setEnabled(not self._model.blind)
        for button in (self.people, self.labels, self.period):
            button.refresh()
        self.clear.setVisible(self._model.narrowed)
        if not self._model.needle and self.field.text() and not self._typing.isActive():
            self.field.clear()

    def _some(self, chosen: Sequence[str] | None, all_: Sequence[str]) -> str:
        if chosen is None:
            return self._look.tr("agreement.filter.all")
        if len(chosen) == 1:
            name = self._words.plain_person if chosen[0] in self._model.people else self._words.label
            return name(chosen[0])
        return self._look.tr("agreement.filter.some", n=len(chosen), all=len(all_))

    def _keys(self) -> list[str]:
        return [label.key for label in self._words.labels.all]

    # -- menus --------------------------------------------------------------------------------------------------------
    def open_people(self) -> None:
        """Who is compared."""
        names = [(key, self._words.plain_person(key)) for key in self._model.people]
        everybody = self._look.tr("agreement.filter.all_people")
        chosen = self._model.annotators
        self._open_ticks(self.people, everybody, names, chosen, lambda keys: self._model.choose(annotators=keys))

    def open_labels(self) -> None:
        """Which labels count."""
        names = [(key, self._words.label(key)) for key in self._keys()]
        all_ = self._look.tr("agreement.filter.all_labels")
        self._open_ticks(self.labels, all_, names, self._model.labels, lambda keys: self._model.choose(labels=keys))

    def _open_ticks(
        self,
        button: Button,
        all_: str,
        names: Sequence[tuple[str, str]],
        chosen: Sequence[str] | None,
        choose: Callable[[tuple[str, ...] | None], None],
    ) -> None:
        menu = StayMenu(self)
        menu.setFont(self._look.font())
        whole = menu.addAction(all_)
        whole.setCheckable(True)
        whole.setChecked(chosen is None)
        menu.addSeparator()
        ticks = {}
        for key, name in names:
            tick = ticks[key] = menu.addAction(name.replace("&", "&&"))
            tick.setCheckable(True)
            tick.setChecked(chosen is None or key in chosen)

        def take() -> None:
            keys = tuple(key for key, tick in ticks.items() if tick.isChecked())
            everything = len(keys) in (0, len(ticks))
            for tick in ticks.values() if everything else ():
                tick.setChecked(True)
            whole.setChecked(everything)
            choose(None if everything else keys)

        def take_all() -> None:
            # From "all" to "only some": the first tick then chooses that one alone.
            for tick in ticks.values():
                tick.setChecked(whole.isChecked())
            if whole.isChecked():
                choose(None)

        whole.triggered.connect(take_all)
        for tick in ticks.values():
            tick.triggered.connect(take)
        self._popup(menu, button)

    def open_periods(self) -> None:
        """When the layers were changed last."""
        menu = QMenu(self)
        menu.setFont(self._look.font())
        menu.setTitle(self._look.tr("agreement.filter.period"))
        for period, words in _PERIODS.items():
            action = menu.addAction(self._look.tr(words))
            action.setCheckable(True)
            action.setChecked(period == self._model.period)
            action.triggered.connect(lambda *_, period=period: self._model.choose(period=period))
        self._popup(menu, self.period)

    def _popup(self, menu: QMenu, button: Button) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _take_needle(self) -> None:
        if self.field.text() != self._model.needle:
            self._model.choose(needle=self.field.text())

    def _clear(self) -> None:
        self.field.clear()
        self._typing.stop()
        self._model.choose(annotators=None, labels=None, period="all", needle="")
