"""The menus of the window, built from the table of actions."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from ui.actions import ACTIONS, MENUS, Actions
from ui.look import Look

_CONTEXT: Final = (
    ("accept", "reject", "accept_all"),
    ("all_labels", "relabel", "duplicate", "cycle", "merge", "split", "remove"),
    ("keep_armed", "repeat"),
    ("attributes", "same_entity", "ungroup", "relate"),
    ("ask", "unsure"),
    ("find", "copy"),
)


class Menus:
    """The menu bar and the article's own menu. `layers` and `recent` are filled when they open."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        self._look = look
        self.bar = QMenuBar(parent)
        self.bar.setNativeMenuBar(False)
        self._words: list[tuple[QMenu, str]] = []
        self.layers = QMenu(self.bar)
        self.recent = QMenu(self.bar)
        self.context = QMenu(parent)

    def build(self, actions: Actions) -> None:
        """Puts every action where the table says."""
        subs: dict[str, QMenu] = {}
        menus = {name: self._menu(self.bar.addMenu(""), text) for name, text in MENUS.items()}
        for action in ACTIONS:
            if action.menu is None:
                continue
            menu = menus[action.menu]
            if action.sub:
                if action.sub not in subs:
                    if action.rule:
                        menu.addSeparator()
                    subs[action.sub] = self._menu(menu.addMenu(""), action.sub)
                elif action.rule:
                    subs[action.sub].addSeparator()
                menu = subs[action.sub]
            elif action.rule:
                menu.addSeparator()
            menu.addAction(actions.all[action.id])
        import_action = actions.all["import_files"]
        menus["file"].insertMenu(import_action, self._menu(self.recent, "menu.recent"))
        menus["view"].insertMenu(actions.all["documents"], self._menu(self.layers, "menu.layer"))
        self._actions = actions
        for menu in (*menus.values(), self.context):
            menu.aboutToShow.connect(actions.draw)
        self._look.changed.connect(self.refresh)
        self.refresh()

    def fill_context(self) -> None:
        """The article's own menu: what can be done now to what is chosen."""
        self.context.clear()
        for group in _CONTEXT:
            possible = [self._actions.all[id] for id in group if self._actions.all[id].isEnabled()]
            if possible and self.context.actions():
                self.context.addSeparator()
            self.context.addActions(possible)

    def _menu(self, menu: QMenu, text: str) -> QMenu:
        self._words.append((menu, text))
        return menu

    def refresh(self) -> None:
        """Takes words and fonts from the look."""
        font = self._look.font()
        for menu, text in self._words:
            menu.setTitle(self._look.tr(text))
            menu.setFont(font)
        self.context.setFont(font)
