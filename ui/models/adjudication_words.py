"""What adjudication says: values, types of disagreement, votes, decisions, in the window's language."""

from __future__ import annotations

from typing import Any, Final

from annotator.adjudication.case import Item
from annotator.adjudication.clusters import Candidate
from annotator.adjudication.values import Attribute, Value
from annotator.jobs.adjudication_changes import Since
from annotator.model import Argument, DocumentLabel, Entity, Mention, Relation, Span
from ui.desk import Desk
from ui.i18n import isolate
from ui.look import Look
from ui.models.adjudication import AdjudicationModel
from ui.models.labels import Labels

TYPES: Final = {
    "missing": "adjudication.type_missing",
    "label": "adjudication.type_label",
    "boundary": "adjudication.type_boundary",
    "clitic": "adjudication.type_clitic",
    "split": "adjudication.type_split",
    "nesting": "adjudication.type_nesting",
    "trigger": "adjudication.type_trigger",
    "role": "adjudication.type_role",
    "argument": "adjudication.type_argument",
    "attribute": "adjudication.type_attribute",
    "relation": "adjudication.type_relation",
    "entity": "adjudication.type_entity",
    "document_label": "adjudication.type_document_label",
    "gone": "adjudication.type_gone",
}

REASONS: Final = {
    "guideline_gap": "adjudication.reason_guideline_gap",
    "slip": "adjudication.reason_slip",
    "precedent": "adjudication.reason_precedent",
    "extent": "adjudication.reason_extent",
}

STANDINGS: Final = {
    "waiting": "adjudication.standing_waiting",
    "begun": "adjudication.standing_begun",
    "closed": "adjudication.standing_closed",
    "locked": "adjudication.standing_locked",
}

_SURFACE: Final = 60


class AdjudicationWords:
    """Words about the document in hand."""

    def __init__(self, look: Look, desk: Desk, labels: Labels, model: AdjudicationModel) -> None:
        self.look, self._desk, self.labels, self._model = look, desk, labels, model

    # -- people -------------------------------------------------------------------------------------------------------
    def letter(self, annotator: str) -> str:
        """The letter of an annotator in the question in hand; the name when the document is closed."""
        order = self._model.letters
        if self._model.names_shown or annotator not in order:
            return annotator
        letters = str(self.look.tr("adjudication.letters"))
        return letters[order.index(annotator) % len(letters)]

    def voters(self, candidate: Candidate) -> str:
        """Who has said it, as letters."""
        order = self._model.letters
        said = sorted(candidate.voters, key=lambda who: order.index(who) if who in order else len(order))
        return self.look.words.joined(*map(self.letter, said))

    # -- questions ----------------------------------------------------------------------------------------------------
    def types(self, item: Item) -> list[str]:
        """Why it is a question."""
        return [self.look.tr(TYPES[kind]) for kind in item.cluster.types] or [self.look.tr("adjudication.type_none")]

    def question(self, item: Item) -> str:
        """What is asked, where the words of the article alone do not say it."""
        cluster, tr = item.cluster, self.look.tr
        about = self._about(cluster.question.about)
        if cluster.stage == "event":
            return tr("adjudication.asks_event", event=about)
        if cluster.stage == "relation":
            return tr("adjudication.asks_relation")
        if cluster.stage == "entity":
            return tr("adjudication.asks_entity")
        if cluster.stage == "label":
            return tr("adjudication.asks_label")
        return tr("adjudication.asks_attribute", mention=about) if cluster.question.about else ""

    def _about(self, about: tuple[str, ...]) -> str:
        gold = self._model.case.gold if self._model.case is not None else None
        if gold is None or not about:
            return ""
        kind, id = about
        event = gold.events.get(id) if kind == "event" else None
        mention = gold.mentions.get(event.trigger if event else id)
        return self.mention(mention) if mention is not None else ""

    # -- values -------------------------------------------------------------------------------------------------------
    def surface(self, span: Span) -> str:
        """Words of the article on one line."""
        text = self._model.case.document.text if self._model.case is not None else ""
        words = " ".join(text[span.start : span.end].split())
        return words if len(words) <= _SURFACE else f"{words[: _SURFACE - 1]}…"

    def mention(self, mention: Mention) -> str:
        """Words and label."""
        return f"{isolate(self.surface(mention.hull))} ({self.labels.name(mention.label)})"

    def head(self, value: Value) -> str:
        """What a candidate says first: words of the article, or the value itself."""
        if isinstance(value, Mention):
            return self.surface(value.hull)
        if isinstance(value, Argument):
            return self._filler(value)
        if isinstance(value, Relation):
            return f"{self._gold(value.source)} ← {self._gold(value.target)}"
        if isinstance(value, Entity):
            return self.look.words.joined(*(self._gold(id) for id in value.mentions[:6])) or value.name
        return self.plain(value.value)

    def tail(self, value: Value) -> str:
        """What stands in the chip beside it: the label, the role, the name of the field."""
        schema, language = self._desk.schema, self.look.words.language
        if isinstance(value, Mention):
            return self.labels.name(value.label)
        if isinstance(value, Argument):
            return self.role(value.role)
        if isinstance(value, Relation):
            relation = schema.relation(value.label)
            return relation.name(language) if relation else value.label
        if isinstance(value, Entity):
            return value.name or self.look.tr("adjudication.type_entity")
        return self._field_name(value)

    def role(self, key: str) -> str:
        """The name of a role."""
        role = next((role for role in self._desk.schema.roles if role.key == key), None)
        return role.name(self.look.words.language) if role else key

    def _field_name(self, value: Attribute | DocumentLabel) -> str:
        schema, language = self._desk.schema, self.look.words.language
        fields = schema.document_labels if isinstance(value, DocumentLabel) else schema.attributes
        field = next((field for field in fields if field.key == value.name), None)
        return field.name(language) if field else value.name

    def _filler(self, argument: Argument) -> str:
        if argument.mention is not None:
            return self._gold(argument.mention)
        if argument.entity is not None:
            gold = self._model.case.gold if self._model.case is not None else None
            entity = gold.entities.get(argument.entity) if gold is not None else None
            return (entity.name or self._gold(entity.mentions[0])) if entity and entity.mentions else argument.entity
        return self.plain(argument.value)

    def _gold(self, id: str) -> str:
        gold = self._model.case.gold if self._model.case is not None else None
        mention = gold.mentions.get(id) if gold is not None else None
        return self.surface(mention.hull) if mention is not None else id

    def plain(self, value: Any) -> str:
        """A value as people write it."""
        if isinstance(value, bool):
            return self.look.tr("adjudication.yes" if value else "adjudication.no")
        if isinstance(value, dict):
            return " ".join(self.plain(each) for each in value.values())
        if isinstance(value, list | tuple):
            return self.look.words.joined(*map(self.plain, value))
        return self._option(str(value))

    def _option(self, key: str) -> str:
        schema, language = self._desk.schema, self.look.words.language
        for field in (*schema.attributes, *schema.document_labels, *schema.roles):
            option = next((option for option in field.options if option.key == key), None)
            if option is not None:
                return option.name(language)
        return key

    def since(self, since: Since) -> str:
        """What has changed since a document was closed."""
        tr, joined = self.look.tr, self.look.words.joined
        if since.questions:
            return tr("changed.questions", n=since.questions)
        if since.under_way:
            return tr("changed.under_way", names=joined(*since.under_way))
        return tr("changed.labels", labels=joined(*map(self.labels.name, since.labels)))

    # -- decisions ----------------------------------------------------------------------------------------------------
    def decision(self, item: Item) -> str:
        """How a question was answered, or that it waits."""
        tr, decision = self.look.tr, item.decision
        if item.state == "later":
            return tr("adjudication.was_later")
        if item.state == "asked":
            asked = decision.asked if decision is not None else ""
            return tr("adjudication.was_asked_of", name=asked) if asked else tr("adjudication.was_asked")
        if any(each is not None and each.verdict == "ask" for each in (decision, *item.earlier)):
            return tr("adjudication.was_answered")
        if decision is None:
            return tr("adjudication.was_changed") if item.earlier else ""
        rejected = decision.verdict == "reject"
        words = tr("adjudication.was_rejected") if rejected else tr("adjudication.was_accepted")
        if decision.method in ("rule", "unanimous") and decision.rule:
            words = self.look.words.joined(words, tr("adjudication.by_rule"))
        reason = tr(REASONS[decision.reason]) if decision.reason in REASONS else decision.reason
        return self.look.words.joined(words, reason) if reason else words
