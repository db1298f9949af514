"""How many key presses, clicks and drags an expert needs to mark every name of the five articles: at most one a mention.

The gold list is found by a pattern of its own (names as whole words, behind joined prefixes, the longest first), never by
the program's search. The script takes the fastest legal way: it looks at what is proposed and rejects what is not in the
gold list before it accepts the rest; every press, click and drag is counted, also those that only read through.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from annotator.jobs.importing import ImportOptions, import_paths
from annotator.model import Span
from annotator.project import Project
from annotator.schema import load_preset
from tests.driver import Driver

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"
NAMES = {
    "GPE": "حلب سوريا سورية روسيا إيران تركيا فرنسا لبنان غزة حيفا طرابلس صنعاء أنقرة كوالالمبور موسكو بغداد العراق "
    "دوما دمشق إدلب باريس لندن برلين إسطنبول الولايات_المتحدة المملكة_العربية_السعودية أستوكهولم ستوكهولم حمص حماة",
    "ORG": "الأمم_المتحدة مجلس_الأمن الائتلاف_الوطني الائتلاف الكرملين الصليب_الأحمر الصليب_الأحمر_الدولي الاتحاد_الأوروبي "
    "الدفاع_المدني تنظيم_الدولة تنظيم_الدولة_الإسلامية سكاي_نيوز_عربية الخوذ_البيضاء الجماعة_الإسلامية نظام_الأسد "
    "نظام_بشار_الأسد مفوضية_الأمم_المتحدة",
    "PERS": "بشار_الأسد الأسد فلادمير_بوتين فلاديمير_بوتين بوتين عبدالأحد_إسطيفو إسطيفو مولود_جاويش_أوغلو فرانسوا_هولاند "
    "جان_مارك_أيرولت ديمتري_بيسكوف سيرغي_لافروف عمار_السلمو بان_كي_مون",
    "LOC": "الجولان أوروبا الغوطة_الشرقية حي_الفردوس حي_الهلك حي_بستان_القصر حي_الزبدية حي_الكلاسة",
    "FAC": "مستشفى_الحياة السفارة_الروسية",
}
KEYS = {"PERS": "Digit1", "ORG": "Digit2", "GPE": "Digit3", "LOC": "Digit4", "FAC": "Digit5"}


def gold_of(text: str) -> dict[Span, str]:
    """Every name of the list in a text: the longest at each place."""
    labels = {name.replace("_", " "): label for label, names in NAMES.items() for name in names.split()}
    found: dict[Span, str] = {}
    letter = "[\u0621-\u0652\u0670]"
    for name in sorted(labels, key=len, reverse=True):
        forms = [rf"(?<!{letter})[وف]?[بلكس]?({re.escape(name)})(?!{letter})"]
        if name.startswith("ال"):
            forms.append(rf"(?<!{letter})[وف]?ل({re.escape(name[1:])})(?!{letter})")
        for form in forms:
            for match in re.finditer(form, text):
                span = Span(*match.span(1))
                if not any(span.start < end and start < span.end for start, end in found):
                    found[span] = labels[name]
    return found


class Counted:
    """A driver whose every act counts."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.count = {"keys": 0, "clicks": 0, "drags": 0}

    def press(self, chord: str) -> None:
        self.count["keys"] += 1
        self.driver.press(chord)

    def click(self, span: Span) -> None:
        self.count["clicks"] += 1
        self.driver.click(span)

    def drag(self, span: Span) -> None:
        self.count["drags"] += 1
        self.driver.drag(span, let_go=False)

    def look(self) -> dict[Span, str]:
        """What is proposed, as it is seen in the text."""
        self.driver.rest()
        return self.driver.proposed()

    def take_what_is_right(self, gold: dict[Span, str]) -> None:
        """Rejects what is wrong among the proposals, accepts the rest."""
        for span, label in self.look().items():
            if gold.get(span) != label:
                self.click(span)
                self.press("Backspace")
        if self.look():
            self.press("Shift+Enter")

    def mark_all(self, gold: dict[Span, str], armed: str) -> str:
        """Marks a document; returns the label that stays armed."""
        self.take_what_is_right(gold)
        # The armed label first, so that it is switched as rarely as can be.
        for label in sorted(KEYS, key=lambda key: key != armed):
            for span in sorted(span for span, wanted in gold.items() if wanted == label):
                if (span.start, span.end, label) in self.driver.stored():
                    continue
                if label != armed:
                    self.press(KEYS[label])
                    armed = label
                self.drag(span)
                self.take_what_is_right(gold)
        return armed


@pytest.fixture
def project(tmp_path: Path) -> Path:
    if not ARTICLES.is_dir():
        pytest.skip("no articles beside the checkout")
    path = tmp_path / "news.hashiya"
    opened = Project.create(path, load_preset("news"))
    import_paths(opened, [ARTICLES], ImportOptions())
    opened.close()
    return path


@pytest.fixture(autouse=True)
def _single_clicks(naskh: None) -> None:
    QApplication.setDoubleClickInterval(0)
    yield
    QApplication.setDoubleClickInterval(400)


def test_an_expert_needs_at_most_one_action_a_mention(project: Path, tmp_path: Path, record_property) -> None:
    driver = Driver.open(project, "سلمى", tmp_path / "settings.ini")
    expert = Counted(driver)
    expert.press("KeyX")
    armed, mentions = "", 0
    names = driver.documents
    for number, name in enumerate(names):
        if number:
            expert.press("Ctrl+PageDown")
        assert driver.document == name
        gold = gold_of(driver.text)
        armed = expert.mark_all(gold, armed)
        assert driver.stored() == {(span.start, span.end, label) for span, label in gold.items()}, name
        mentions += len(gold)
    driver.close()
    actions = sum(expert.count.values())
    record_property("actions", actions)
    print(f"{mentions} mentions, {actions} actions {expert.count}: {actions / mentions:.3f} a mention")
    assert mentions > 150
    assert actions <= mentions
