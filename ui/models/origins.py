"""Who made a mention, when and from what, in a few words."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QLocale

from annotator.model import GOLD
from annotator.operations import Operation, RecordKey
from ui.desk import Desk
from ui.i18n import Phrase
from ui.look import Look

_SOURCES = {"again": "origin.suggestion", "accept": "origin.suggestion", "import": "origin.import"}


class Origins:
    """Reads the history of the shown layer."""

    def __init__(self, look: Look, desk: Desk) -> None:
        self._look, self._desk = look, desk

    def words(self, mention: str) -> str:
        """«Marked by you today 10:42, from a suggestion; changed 10:50.»"""
        layer = self._desk.layer
        story = layer.story(RecordKey("mention", mention)) if layer is not None else []
        if not story:
            return ""
        first, last, tr = story[0], story[-1], self._look.tr
        when = self._when(first)
        if self._desk.is_own:
            words = tr("origin.you", when=when)
        elif self._desk.owner == GOLD:
            words = tr("origin.gold", when=when)
        else:
            words = tr("origin.other", who=self._desk.owner, when=when)
        source = _SOURCES.get(first.gesture)
        later = tr("origin.changed", when=self._when(last)) if last.name != first.name else ""
        return self._look.words.joined(words, tr(source) if source else "", later)

    def _when(self, operation: Operation) -> Phrase:
        moment, now, words = datetime.fromtimestamp(operation.time / 1000), datetime.now(), self._look.words
        time = words.digits_of(moment.strftime("%H:%M"))
        if moment.date() == now.date():
            return self._look.tr("origin.today", time=time)
        locale = QLocale("ar_SY") if words.language == "ar" else QLocale("en_GB")
        year = f" {moment.year}" if moment.year != now.year else ""
        day = words.digits_of(f"{moment.day} {locale.monthName(moment.month)}{year}")
        return self._look.tr("origin.day", day=day, time=time)
