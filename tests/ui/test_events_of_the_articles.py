"""The events of real articles, marked in the real window by the keyboard alone, and what that costs in key presses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from annotator.jobs.importing import ImportOptions, import_paths
from annotator.model import Event, Span
from annotator.project import Project
from annotator.schema import load_preset
from tests.driver import Driver
from tests.ui.conftest import ARTICLES
from tests.ui.events_of_the_articles import DATE, DESTROY, EVENTS, FAC, GPE, NAMES, PRODUCT, Wanted

ME = "لينا"
CERTAINTY = "Modality"
BRIDGE = "جسر الميناء القديم"
OpenDriver = Callable[[Sequence[Path]], Driver]


class Annotator:
    """A person at the keyboard: reads the form, presses keys, counts them."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.presses = 0

    def press(self, *chords: str) -> None:
        for chord in chords:
            self.presses += 1
            self.driver.press(chord)

    @property
    def text(self) -> str:
        return self.driver.article.text

    def names(self, rows: Sequence[tuple[str, str]]) -> None:
        """Marks names in the order of the text."""
        after = 0
        for surface, key in rows:
            after = self.text.index(surface, after)
            self.driver.hands.mark(Span(after, after + len(surface)), key)
            after += 1

    def event(self, wanted: Wanted, after: int) -> tuple[int, int]:
        """Marks an event with all that belongs to it; where its trigger begins, and the key presses once it was selected."""
        trigger, _, follows = wanted.trigger.partition("|")
        start = self.text.index(trigger + follows, after)
        self.driver.hands.select(Span(start, start + len(trigger)))
        self.presses = 0
        self.press(wanted.key)
        for role, words in wanted.arguments:
            self.fill(role, words)
        if wanted.number:
            self.press("KeyU")
            self.type(wanted.number)
        if wanted.certainty:
            self.certainty(wanted.certainty)
        return start, self.presses

    def fill(self, role: str, words: str) -> None:
        """Goes to the slot and down to the words, which must be offered."""
        form = self.driver.window.form
        slots = form.sheet.slots
        place = [slot.role.key for slot in slots].index(role)
        if self.driver.window.eventing.at != place:
            self.press(f"Digit{place + 1}")
        for _ in range(25):
            if next(row.offer.words for row in form.slots.offers if row.isVisible() and row.current) == words:
                break
            self.press("ArrowDown")
        self.press("Enter")

    def type(self, text: str) -> None:
        """Types into the line that has the keyboard; Enter goes back to the article."""
        line = self.driver.window.focusWidget()
        assert isinstance(line, QLineEdit)
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.presses += len(text) + 1

    def certainty(self, option: str) -> None:
        """Chooses an option of the attribute by its digit."""
        window = self.driver.window
        self.press("KeyU")
        for _ in range(6):
            options = window.form.fields.editors[CERTAINTY].options
            if options is not None and options.isAncestorOf(window.focusWidget()):
                break
            QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
            self.presses += 1
        keys = [each.key for each in window.desk.schema.attributes_of("event", window.eventing.event.label)[0].options]
        QTest.keyClick(window.focusWidget(), Qt.Key(Qt.Key.Key_1 + keys.index(option)))
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
        self.presses += 2
        assert window.eventing.event.attributes[CERTAINTY] == option


@pytest.fixture
def open_driver(tmp_path: Path, qapp, naskh: None) -> Iterator[OpenDriver]:
    """Opens a new project of the `news` preset with these articles."""
    made: list[Driver] = []

    def make(paths: Sequence[Path]) -> Driver:
        project = Project.create(tmp_path / "work.hashiya", load_preset("news"))
        import_paths(project, list(paths), ImportOptions())
        project.close()
        made.append(Driver.open(tmp_path / "work.hashiya", ME, tmp_path / "window.ini"))
        return made[-1]

    yield make
    for driver in made:
        driver.close()


def stored(driver: Driver) -> list[Event]:
    layer = driver.window.desk.layer
    return sorted(layer.events.values(), key=lambda event: layer.mentions[event.trigger].start) if layer else []


def said(driver: Driver, event: Event) -> Counter[tuple[str, str]]:
    """The arguments of an event as role and words."""
    layer, text = driver.window.desk.layer, driver.article.text
    found = (
        (argument.role, text[layer.mentions[argument.mention].start : layer.mentions[argument.mention].end])
        for argument in event.arguments
        if argument.mention is not None
    )
    return Counter(found)


def check(driver: Driver, wanted: Sequence[Wanted]) -> None:
    events = stored(driver)
    assert len(events) == len(wanted)
    for event, want in zip(events, wanted, strict=True):
        assert said(driver, event) == Counter(want.arguments)
        numbers = [argument.value for argument in event.arguments if argument.role == "Number"]
        assert bool(numbers) == bool(want.number)
        if want.number.startswith(">"):
            assert numbers == [{"value": int(want.number[1:]), "precision": "more_than"}]


def test_the_events_of_the_five_real_articles_by_keyboard_alone(open_driver: OpenDriver) -> None:
    paths = sorted(ARTICLES.glob("*.txt")) if ARTICLES.is_dir() else []
    if len(paths) != len(EVENTS):
        pytest.skip("the five real articles do not lie beside the checkout")
    driver = open_driver(paths)
    person = Annotator(driver)
    with_two: list[int] = []
    for path, names, wanted in zip(paths, NAMES, EVENTS, strict=True):
        driver.go_to(path.name)
        person.names(names)
        after = 0
        for want in wanted:
            start, presses = person.event(want, after)
            after = start + 1
            if len(want.arguments) == 2 and not want.number and not want.certainty:
                with_two.append(presses)
        check(driver, wanted)
    assert sum(map(len, EVENTS)) >= 40
    assert len(with_two) >= 15
    assert median(with_two) <= 8
    assert max(with_two) <= 12


def test_the_events_of_an_article_of_the_sample_by_keyboard_alone(open_driver: OpenDriver) -> None:
    driver = open_driver([Path(__file__).parents[2] / "projects" / "sample" / "articles" / "02-flood.txt"])
    person = Annotator(driver)
    person.names((("السيول", PRODUCT), ("فجر الثلاثاء", DATE), ("رأس النخيل", GPE), ("المياه", PRODUCT), (BRIDGE, FAC)))
    wanted = (
        Wanted("أصيب", "KeyT", (("Place", "رأس النخيل"), ("Time", "فجر الثلاثاء")), number=">14"),
        Wanted("غمرت", DESTROY, (("Instrument", "السيول"), ("Time", "فجر الثلاثاء"))),
        Wanted("انهار", DESTROY, (("Target", BRIDGE), ("Instrument", "المياه")), certainty="reported"),
    )
    after = 0
    for want in wanted:
        start, _ = person.event(want, after)
        after = start + 1
    check(driver, wanted)
