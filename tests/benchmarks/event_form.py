"""Opening the form of an event and drawing its arguments, in a long document with 2,000 events.

The schema has 250 labels, 60 of them of events with six roles each; an event has up to six arguments, also far away. Times
are ms of CPU of the thread that the person waits for, in the real main window with every panel open.

    event_form_p99          the key for the next event, or a row of the list while no form is open, in turn: until the frame
                            that shows the event alone, its arguments and their lines, is painted
    event_form_settled_p99  the same, until the form beside the text shows it too and nothing more is due
    event_fill_p99          Enter on the nearest candidate, until its line is painted
"""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from tests.benchmarks.articles import Article, long_article
from tests.benchmarks.common import percentile
from tests.benchmarks.view import Bench, Ours, Row

EVENTS: Final = 2_000
TYPES: Final = 60
LABELS: Final = 250
ROLES: Final = 6
TURNS: Final = 120
_AIM: Final = {"event_form_p99": "<= 8"}


def big_schema() -> Any:
    """The preset `news` with labels added, until there are 250 with 60 types of events."""
    from annotator.schema import HUES, Label, Role, RoleUse, load_preset

    news = load_preset("news")
    entities = [label for label in news.labels if not label.is_event]
    fits = ("PERS", "ORG", "GPE", "LOC", "DATE")  # as the mentions of the article are labelled
    roles = tuple(Role(f"Role{n}", f"Role {n}", f"دور {n}", labels=fits) for n in range(ROLES))
    uses = tuple(RoleUse(role.key) for role in roles)
    more = [
        Label(f"Type{n}", "entity", f"Type {n}", f"نوع {n}", color=HUES[n % len(HUES)])
        for n in range(LABELS - TYPES - len(entities))
    ]
    events = [
        Label(f"Event{n}", "event", f"Event {n}", f"حدث {n}", color=HUES[n % len(HUES)], roles=uses)
        for n in range(TYPES)
    ]
    return msgspec.structs.replace(news, labels=(*entities, *more, *events), roles=roles, attributes=(), relations=())


class Eventful(Article):
    """An article whose line has events as well: every so many words a trigger, its arguments mostly near it."""

    def line(self) -> dict[str, Any]:
        """One line of Hashiya's JSONL."""
        made, rng = super().line(), random.Random(11)
        mentions = made["mentions"]
        step = len(mentions) // EVENTS
        events = []
        for number in range(EVENTS):
            near = mentions[number * step]
            trigger = {**near, "id": f"t{number}", "label": f"Event{number % TYPES}"}
            places = [number * step + rng.choice((1, 1, 2, 3, 5, 9, 400)) for _ in range(rng.randrange(1, ROLES + 1))]
            arguments = [
                {"role": f"Role{role}", "mention": f"m{place + 1}"}
                for role, place in enumerate(places)
                if place < len(self.spans)
            ]
            events.append(
                {"id": f"e{number}", "label": trigger["label"], "trigger": trigger["id"], "arguments": arguments}
            )
            made["mentions"] = [*made["mentions"], trigger]
        made["events"] = events
        return made


def rows(folder: Path) -> Iterator[Row]:
    """All measures."""
    from ui.hands import press, settle

    plain = long_article("events", 100_000, 5_000)
    bench = Bench()
    ours = Ours(folder, [Eventful(plain.name, plain.text, plain.spans)], schema=big_schema())
    ours.open("events")
    bench.pause(3.0)
    window = ours.window
    order = [place[2] for place in window.models.events.places]
    rng = random.Random(2)
    painted: list[float] = []
    settled: list[float] = []
    for number in range(TURNS):
        if number % 2:
            act = lambda: press(ours.article, "Ctrl+ArrowLeft")  # noqa: E731
        else:
            window.eventing.close()
            ours.article.select_mark(None)
            settle()
            bench.pause(0.1)
            place = rng.randrange(len(order) - 1)
            ours.article.ensure_visible(window.models.events.span_of(order[place]))  # going there is measured elsewhere
            bench.pause(0.1)
            act = lambda place=place: window.eventing.choose(order[place])  # noqa: E731
        first, all_ = bench.timed_twice(act)
        painted.append(first)
        settled.append(all_)
    filled = []
    for number in range(TURNS // 2):
        window.eventing.choose(order[rng.randrange(len(order))])
        settle()
        press(ours.article, f"Digit{1 + number % ROLES}")
        bench.pause(0.1)
        if window.eventing.candidates:
            filled.append(bench.timed_twice(lambda: press(ours.article, "Enter"))[0])
    for name, times in (("event_form_p99", painted), ("event_form_settled_p99", settled), ("event_fill_p99", filled)):
        beside = {"p50": round(percentile(times, 0.5), 2), **({"aim": _AIM[name]} if name in _AIM else {})}
        yield name, "2000_events", "ms", percentile(times, 0.99), beside


def main() -> None:
    """All of it, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps({"rows": list(rows(Path(folder)))}, ensure_ascii=False), flush=True)
    os._exit(0)  # the window's own end is not what is measured


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main()
