"""What the parts of the window say to each other, where the window itself has no say in it."""

from __future__ import annotations

from ui.parts import Parts


def connect(parts: Parts) -> None:
    """Connects panels with the commands that do what they ask for."""
    _connect_marking(parts)
    _connect_offers(parts)
    _connect_pages(parts)
    _connect_bars(parts)
    _connect_welcome(parts)


def _connect_marking(parts: Parts) -> None:
    parts.inspector.mention_wanted.connect(parts.eventing.choose)
    parts.marking.target_changed.connect(lambda *_: parts.guiding.follow())
    parts.inspector.relabel_wanted.connect(parts.marking.relabel)
    parts.inspector.cycle_wanted.connect(parts.marking.cycle)
    parts.inspector.start_wanted.connect(parts.marking.start_at)
    parts.label_bar.label_wanted.connect(parts.arming.on_label)
    parts.label_bar.keep_wanted.connect(parts.arming.keep_armed)
    parts.search.label_wanted.connect(parts.arming.on_label)
    parts.search.left.connect(parts.article.setFocus)


def _connect_offers(parts: Parts) -> None:
    strip, offers = parts.offer_strip, parts.offers
    strip.review_wanted.connect(offers.review)
    strip.accept_wanted.connect(offers.accept)
    strip.reject_wanted.connect(offers.reject)
    strip.all_wanted.connect(offers.accept_all)
    strip.inside_wanted.connect(offers.show_inside)
    strip.away_wanted.connect(offers.put_away)
    parts.inspector.note_written.connect(parts.shaping.write_note)
    parts.inspector.left.connect(parts.article.setFocus)
    parts.form.left.connect(parts.article.setFocus)
    parts.problems.shown.connect(lambda _ids: parts.eventing.redraw())
    parts.desk.turning.connect(parts.inspector.note.keep)
    parts.inspector.accept_wanted.connect(offers.accept)
    parts.inspector.reject_wanted.connect(offers.reject)


def _connect_pages(parts: Parts) -> None:
    pages, dragging = parts.inspector.pages, parts.dragging
    parts.asking.live_in(parts.inspector)
    parts.grouping.live_in(parts.inspector)
    parts.knowing.loaded.connect(pages.entities.follow_knowledge)
    parts.relating.live_in(parts.inspector, parts.grouping)
    parts.mending.live_in(parts.inspector)
    parts.mending.open_event = parts.eventing.open
    parts.overviewing.live_in(parts.side, parts.work_panel, parts.worklist)
    parts.overviewing.show_opinion = parts.advising.show_place
    parts.overviewing.opinions_shown = parts.advising.on_listed
    parts.advising.show_list = parts.overviewing.all_opinions
    parts.reading.is_kept = parts.mending.keeps_from_done
    parts.marking.take_back = parts.history.undo
    parts.desk.changed.connect(parts.status.forget_link)
    parts.article.mark_chosen.connect(pages.take_mention)
    parts.grouping.may_highlight = lambda: not parts.finding.active
    dragging.row_at, dragging.point_to = pages.entities.row_at, pages.entities.choose
    dragging.on_row, dragging.on_mention = parts.grouping.drop, parts.relating.drop
    parts.document_bar.ask.clicked.connect(parts.asking.ask)


def _connect_bars(parts: Parts) -> None:
    parts.document_bar.undo.clicked.connect(parts.history.undo)
    parts.document_bar.done.clicked.connect(parts.reading.done_next)
    parts.top.help.clicked.connect(parts.help.show_shortcuts)
    parts.top.person.clicked.connect(parts.reading.ask_person)
    parts.person_card.left.connect(parts.article.setFocus)
    parts.empty.import_wanted.connect(parts.files.import_files)
    parts.reading.nothing_to_open = parts.empty.button.setFocus
    parts.reading.ask = lambda: parts.person_card.open_with(parts.settings.person)


def _connect_welcome(parts: Parts) -> None:
    welcome = parts.welcome
    welcome.sample_wanted.connect(parts.files.open_sample)
    welcome.open_wanted.connect(parts.files.open_project)
    welcome.new_wanted.connect(parts.beginning.new_project)
    welcome.path_wanted.connect(parts.files.open_path)
    welcome.named.connect(parts.reading.work_as)
    welcome.language_wanted.connect(parts.viewing.set_language)
    welcome.theme_wanted.connect(lambda: parts.viewing.set_scheme("light" if parts.look.theme.dark else "dark"))
