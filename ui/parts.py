"""The parts of the main window: models, commands, panels and pages, made and put in their places."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.actions import chords
from ui.arrangement import Arrangement
from ui.article.view import ArticleView
from ui.commands.adjudicating import Adjudicating
from ui.commands.advising import Advising
from ui.commands.agreeing import Agreeing
from ui.commands.arming import Arming
from ui.commands.asking import Asking
from ui.commands.beginning import Beginning
from ui.commands.dragging import Dragging
from ui.commands.event_filling import EventFilling
from ui.commands.event_mouse import EventMouse
from ui.commands.event_presenting import EventPresenter
from ui.commands.eventing import Eventing
from ui.commands.files import Files
from ui.commands.finding import Finding
from ui.commands.grouping import Grouping
from ui.commands.guiding import Guiding
from ui.commands.help import Help
from ui.commands.history import History
from ui.commands.knowing import Knowing
from ui.commands.marking import Marking
from ui.commands.mending import Mending
from ui.commands.offers import Offers
from ui.commands.overviewing import Overviewing
from ui.commands.reading import Reading
from ui.commands.relating import Relating
from ui.commands.reviewing import Reviewing
from ui.commands.safety import Safety
from ui.commands.scheming import Scheming
from ui.commands.shaping import Shaping
from ui.commands.viewing import Viewing
from ui.desk import Desk
from ui.dialogs.person import PersonCard
from ui.look import Look
from ui.menus import Menus
from ui.models.documents import DocumentFilter, DocumentModel
from ui.models.known import KnownNames
from ui.models.labels import Labels
from ui.models.marks import MarkPresenter
from ui.models.palette import PaletteModel
from ui.models.problems import Problems
from ui.models.proposals import Proposals
from ui.models.records import LayerModels
from ui.models.search import Everywhere, Finder
from ui.models.worklist import Worklist
from ui.notices import Notices
from ui.pages.empty import EmptyPage
from ui.pages.welcome import Welcome
from ui.panels.bars import DocumentBar, StatusBar, TopBar
from ui.panels.documents import DocumentsPanel, DocumentsRail
from ui.panels.event_form import EventForm
from ui.panels.find import FindBar, ResultsPanel
from ui.panels.inspector import Inspector
from ui.panels.label_search import LabelSearch
from ui.panels.labels import LabelBar
from ui.panels.margin import Margin
from ui.panels.offers import OfferStrip
from ui.panels.palette import Palette, SearchButton
from ui.panels.side import Side
from ui.panels.worklist import WorklistPanel
from ui.settings import Settings
from ui.status_words import StatusWords
from ui.widgets.banner import Banners
from ui.widgets.focus import FocusRing


class Parts(QWidget):
    """Everything that the window consists of. `Window` connects it."""

    def __init__(self, look: Look, settings: Settings) -> None:
        super().__init__()
        self.look, self.settings = look, settings
        look.keymap = chords(settings.keys, right_to_left=look.words.right_to_left)
        self.desk = Desk(self)
        self.labels = Labels(look, self.desk)
        self.models = LayerModels(self.desk)
        self.problems = Problems(self.desk, self.models)
        self.documents = DocumentFilter(DocumentModel(look, self.desk))
        self.proposals = Proposals(self.desk, KnownNames(self.desk, self.documents.documents))
        self._make_article()
        self._make_commands()
        self._make_panels()
        self._make_pages()

    def say(self, text: str, **more: object) -> None:
        """Shows a message in the status bar; an empty one clears it."""
        if text:
            self.status.say(text, **more)
        else:
            self.status.clear()

    # -- making -------------------------------------------------------------------------------------------------------
    def _make_article(self) -> None:
        self.article = ArticleView(self.look.theme)
        self.article.set_text_size(self.settings.text_size)
        self.presenter = MarkPresenter(self.look, self.desk, self.labels, self.problems, self.proposals)
        self.presenter.all.connect(self.article.set_marks)
        self.presenter.some.connect(self.article.change_marks)

    def _make_commands(self) -> None:
        look, desk, article, settings = self.look, self.desk, self.article, self.settings
        self.marking = Marking(look, desk, article, self.models, self.labels, self.proposals, self.say)
        self.offers = Offers(look, desk, article, self.proposals, self.say)
        self.arming = Arming(look, desk, article, self.labels, self.marking, self.say)
        self.shaping = Shaping(look, desk, article, self.models, self.marking, self.arming, self.say)
        self.asking = Asking(look, desk, article, self.marking, self.say)
        self.grouping = Grouping(look, desk, article, self.labels, self.marking, self.say)
        self.relating = Relating(look, desk, article, self.labels, self.marking, self.say)
        self.mending = Mending(look, desk, article, self.marking, self.problems, self.say)
        self.dragging = Dragging(desk, article)
        self.eventing = Eventing(look, desk, article, self.labels, self.models, self.marking, self.say)
        self.filling = EventFilling(look, desk, self.labels, self.marking, self.eventing, self.say)
        self.arming.taker = self.filling.take_label
        self.event_mouse = EventMouse(desk, article, self.marking, self.eventing, self.filling)
        self.history = History(look, desk, article, self.labels, self.say)
        self.history.show_event = self.eventing.open
        self.reading = Reading(look, desk, article, self.documents, settings, self.say)
        self.overviewing = Overviewing(desk, article, self.reading, self.asking, self.mending)
        self.agreeing = Agreeing(look, desk, self.labels, self.documents.documents, self.reading, article)
        self.scheming = Scheming(look, desk, article)
        self.reviewing = Reviewing(look, desk, self.labels, self.reading, article)
        self.adjudicating = Adjudicating(look, desk, self.labels, article)
        self.guiding = Guiding(look, desk, article, self.labels, self)
        self.viewing = Viewing(look, article, settings, self)
        self.files = Files(look, desk, self.reading, settings, self, self.say)
        self.beginning = Beginning(look, settings, self.files, self)
        self.safety = Safety(look, desk, self.files, self, self.say)
        self.knowing = Knowing(look, desk, self.files, self)
        self.help = Help(look, self.labels, settings, self)

    def _make_panels(self) -> None:
        look, desk = self.look, self.desk
        self.menus = Menus(look, self)
        self.words = StatusWords(
            look, desk, self.documents.documents, self.models, self.problems, self.reading, self.viewing
        )
        self.top = TopBar(look, self.words.saved, self.words.person, self.menus.bar, SearchButton(look))
        self.document_bar = DocumentBar(look, self.words.source, self.words.layer)
        self.banners = Banners(look)
        self.documents_panel = DocumentsPanel(look, desk, self.documents)
        self.rail = DocumentsRail(look, desk, self.documents)
        self.inspector = Inspector(look, desk, self.labels, self.models, self.problems)
        self.form = EventForm(look)
        self.event_mouse.slot_at = self.form.slot_at
        self.event_mouse.dragged.connect(self.form.show_drop)
        self.event_presenter = EventPresenter(look, desk, self.labels, self.eventing, self.filling, self.form)
        self.label_bar = LabelBar(look, desk, self.labels)
        words = self.words
        self.status = StatusBar(
            look, [words.place, words.counts], [words.schema, words.boundary, words.zoom], words.problems
        )
        self.offer_strip = OfferStrip(
            look, self.labels, self.proposals, lambda: self.offers.current, lambda: self.offers.place
        )
        self.finder, self.everywhere = Finder(desk), Everywhere(desk, self.documents.documents)
        self.find_bar, self.results = FindBar(look, self.finder), ResultsPanel(look, self.everywhere)
        self.worklist = Worklist(look, desk, self.documents.documents, self.inspector.pages.answers)
        self.work_panel = WorklistPanel(look, desk, self.worklist, self.reading.layer_owner)
        self.side = Side(self.documents_panel, self.results, self.work_panel)
        self.foot = QStackedWidget()
        self.foot.addWidget(self.offer_strip)
        self.foot.addWidget(self.find_bar)
        self.foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.palette_model = PaletteModel(look, desk, self.labels, self.documents.documents, self)
        self.search = LabelSearch(look, self.labels, self)
        self.person_card = PersonCard(look, words.people, self)
        self.commands = Palette(look, self.labels, self.palette_model, self)

    def _make_pages(self) -> None:
        self.empty = EmptyPage(self.look)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.article)
        self.middle.addWidget(self.empty)
        centre = QWidget()
        centre.setFocusProxy(self.article)
        column = _column(centre)
        column.addWidget(self.document_bar)
        column.addWidget(self.banners)
        reading = QHBoxLayout()
        reading.setContentsMargins(0, 0, 0, 0)
        reading.setSpacing(0)
        reading.addWidget(self.middle, 1)
        self.guiding.live_in(reading)
        column.addLayout(reading, 1)
        column.addWidget(self.foot)
        self.arrangement = Arrangement(
            self.look, self.settings, self.side, self.rail, centre, Margin(self.inspector, self.form), self.label_bar
        )
        self.arrangement.setParent(self)
        self.arrangement.narrowed.connect(self.article.set_narrowed)
        self.event_presenter.shown.connect(self.arrangement.show_form)
        self.finding = Finding(
            self.article, self.reading, self.finder, self.find_bar, self.foot, self.results, self.side
        )
        self.finding.show_side = self.overviewing.show_side = self.arrangement.show_documents
        for commands in (self.asking, self.grouping, self.relating, self.mending):
            commands.show_inspector = self.show_inspector
        work = QWidget()
        column = _column(work)
        column.addWidget(self.arrangement.body, 1)
        column.addWidget(self.label_bar)
        column.addWidget(self.status)
        self.welcome = Welcome(self.look, self.settings)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(work)
        self.agreeing.live_in(self.pages)
        self.scheming.live_in(self.pages)
        self.reviewing.live_in(self.pages)
        self.adjudicating.live_in(self.pages)
        column = _column(self)
        column.addWidget(self.top)
        column.addWidget(self.pages, 1)
        self.notices = Notices(self.look, self.desk, self.banners, self.files, self.reading, self.safety)
        self.notices.show_questions = self.overviewing.all_questions
        self.advising = Advising(self.look, self.desk, self.banners, self.article, self.say)
        self.ring = FocusRing(self.look, self)

    def show_inspector(self) -> None:
        """Brings the inspector into view, also where the form of an event stands in its place."""
        self.eventing.close()
        self.event_presenter.follow()
        self.arrangement.show_inspector()

    def handlers(self) -> tuple[object, ...]:
        """The objects that carry the handlers of the actions, in the order of asking."""
        marking = (self.eventing, self.filling, self.shaping, self.marking, self.arming, self.offers, self.history)
        panels = (self.asking, self.grouping, self.relating, self.mending, self.overviewing, self.advising)
        return (
            *marking,
            *panels,
            self.agreeing,
            self.scheming,
            self.reviewing,
            self.adjudicating,
            self.guiding,
            self.finding,
            self.reading,
            self.viewing,
            self.beginning,
            self.files,
            self.safety,
            self.knowing,
            self.help,
            self.arrangement,
            self,
        )


def _column(parent: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
