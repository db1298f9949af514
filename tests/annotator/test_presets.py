"""The schemas that come with the program: whole in both languages, told apart, and true to the sources' names."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from annotator.schema import HUES, Label, Schema, load_preset, parse_schema, presets, to_toml
from annotator.schema.records import Named

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "schemas.json"
"""Names of the sources' types, where they lie beside the project."""
FACTS: Mapping[str, Any] = json.loads(SOURCES.read_text(encoding="utf-8")) if SOURCES.is_file() else {}
from_the_source = pytest.mark.skipif(not FACTS, reason="the list of the sources' names does not lie beside the project")
each_preset = pytest.mark.parametrize(
    "schema", [load_preset(name) for name in presets()], ids=lambda schema: schema.name
)


def named(schema: Schema) -> Iterator[Named | Label]:
    """All that people read the name of."""
    yield from (*schema.groups, *schema.labels, *schema.roles, *schema.attributes)
    yield from (*schema.relations, *schema.document_labels)
    for thing in (*schema.roles, *schema.attributes, *schema.document_labels):
        yield from thing.options


def entities(schema: Schema) -> list[str]:
    return [label.key for label in schema.labels if not label.is_event]


def events(schema: Schema) -> dict[str, list[str]]:
    return {label.key: [role.key for role in schema.roles_of(label.key)] for label in schema.labels if label.is_event}


def options(schema: Schema, key: str) -> list[str]:
    (found,) = (attribute for attribute in schema.attributes if attribute.key == key)
    return [option.key for option in found.options]


def dotted(tree: Mapping[str, Any]) -> dict[str, list[str]]:
    return {f"{above}.{key}": list(roles) for above, below in tree.items() for key, roles in below.items()}


# --- whole -----------------------------------------------------------------------------------------------------------


@each_preset
def test_everything_has_both_languages(schema: Schema) -> None:
    arabic, latin = re.compile("[\u0621-\u064a]"), re.compile("[A-Za-z]")
    for thing in named(schema):
        assert latin.search(thing.en), thing
        assert arabic.search(thing.ar), thing
        assert not latin.search(thing.ar), thing
    explained = (*schema.labels, *schema.roles, *schema.attributes, *schema.relations, *schema.document_labels)
    for thing in explained:
        assert latin.search(thing.help_en), thing
        assert arabic.search(thing.help_ar), thing
        assert thing.help_en.endswith("."), thing
        assert thing.help_ar.endswith("."), thing


@each_preset
def test_options_and_roles_are_told_apart(schema: Schema) -> None:
    for thing in (*schema.roles, *schema.attributes, *schema.document_labels):
        for names in ([option.en for option in thing.options], [option.ar for option in thing.options]):
            assert len(set(names)) == len(names), thing.key
    for label in schema.labels:
        roles = schema.roles_of(label.key)
        for shown in ([role.en for role in roles], [role.ar for role in roles], [role.color for role in roles]):
            assert len(set(shown)) == len(shown), label.key


@each_preset
def test_every_event_asks_for_something_and_little_is_required(schema: Schema) -> None:
    for label in schema.labels:
        if label.is_event:
            roles = schema.roles_of(label.key)
            assert roles, label.key
            assert sum(role.required for role in roles) <= 2, label.key
    used = {use.role for label in schema.labels for use in label.roles}
    assert used == {role.key for role in schema.roles}


@each_preset
def test_colours_are_spread(schema: Schema) -> None:
    for kind in ("entity", "event"):
        counts = Counter(str(label.color) for label in schema.labels if label.kind == kind)
        if counts:
            assert max(counts.values()) - min((counts[hue] for hue in HUES), default=0) <= 2, kind


@each_preset
def test_a_preset_survives_being_written_and_read(schema: Schema) -> None:
    assert parse_schema(to_toml(schema), schema.name) == schema


# --- true to the sources ---------------------------------------------------------------------------------------------


@from_the_source
def test_ace_has_the_names_of_its_guidelines() -> None:
    schema, ace = load_preset("ace"), FACTS["ace2005"]
    assert entities(schema) == [*ace["entity_types"], *ace["value_types"], "TIMEX2"]
    for label, subtypes in {**ace["entity_types"], **ace["value_types"]}.items():
        if subtypes:
            assert options(schema, f"Subtype.{label}") == subtypes
    assert events(schema) == dotted(ace["event_types"])
    wanted = [f"{above}.{key}" for above, below in ace["relation_types"].items() for key in below]
    assert [relation.key for relation in schema.relations] == wanted
    for attribute, values in ace["event_attributes"].items():
        assert options(schema, attribute) == values
    assert options(schema, "Level") == ace["entity_mention_types"]
    assert options(schema, "Class") == ace["entity_classes"]
    assert options(schema, "Role") == ace["gpe_mention_roles"]
    assert options(schema, "Relation-Modality") == ace["relation_modality"]


@from_the_source
def test_rich_ere_has_the_names_of_its_guidelines() -> None:
    schema, ere = load_preset("rich-ere"), FACTS["rich_ere"]
    assert entities(schema) == [*ere["entity_types"], *ere["filler_types"]]
    assert events(schema) == dotted(ere["event_types"])
    assert options(schema, "realis") == ere["realis"]
    assert options(schema, "level") == ere["mention_levels"]
    assert options(schema, "specificity") == ere["entity_specificity"]


@from_the_source
def test_names_and_numbers_are_those_of_their_corpora() -> None:
    assert entities(load_preset("ontonotes")) == FACTS["ontonotes5"]["entity_types"]
    assert entities(load_preset("conll")) == FACTS["conll2003"]["entity_types"]
    wojood, fine = load_preset("wojood"), FACTS["wojood"]["subtypes_WojoodFine"]
    assert sorted(entities(wojood)) == sorted(FACTS["wojood"]["entity_types"])
    assert {key: options(wojood, f"Subtype.{key}") for key in fine} == fine


@from_the_source
def test_wojood_hadath_has_its_three_arguments() -> None:
    schema, hadath = load_preset("wojood-hadath"), FACTS["wojood_hadath"]
    assert {*entities(schema), hadath["event_entity_type"]} == set(FACTS["wojood"]["entity_types"])
    assert events(schema) == {hadath["event_entity_type"]: list(hadath["relations"])}
    for role in schema.roles:
        assert list(role.labels) == hadath["relations"][role.key]["range"]


@from_the_source
def test_acled_has_the_names_of_its_codebook() -> None:
    def keys(names: Iterable[str]) -> list[str]:
        return [re.sub("[ /]+", "-", name) for name in names]

    schema, acled = load_preset("acled"), FACTS["acled"]
    above = [label.key for label in schema.labels if label.is_event and label.parent is None]
    assert above == keys(acled["event_types"])
    for name, below in acled["event_types"].items():
        (parent,) = keys([name])
        assert [label.key for label in schema.labels if label.parent == parent] == keys(below)
    assert options(schema, "disorder_type") == keys(acled["disorder_types"])
    assert options(schema, "inter") == keys(acled["actor_interaction_codes"].values())
    carried = {role.key for role in schema.roles} | {field.key for field in schema.document_labels}
    carried |= {attribute.key for attribute in schema.attributes}
    assert set(acled["event_slots"]) - carried == {"event_type", "sub_event_type", "inter1", "inter2", "notes"}


@from_the_source
def test_plover_has_the_names_of_its_manual() -> None:
    schema, plover = load_preset("plover"), FACTS["plover"]
    assert list(events(schema)) == list(plover["categories"])
    for key, category in plover["categories"].items():
        label, recipient = schema.label(key), schema.role(key, "recipient")
        assert label is not None
        assert recipient is not None
        assert label.group == category["quad"].replace(" ", "-")
        assert recipient.required == category["recipient_required"]
        modes = [a for a in schema.attributes_of("event", key) if a.key.startswith("mode.")]
        assert [option.key for mode in modes for option in mode.options] == category["modes"]
    assert options(schema, "context") == plover["contexts"]
    assert options(schema, "sector") == plover["sector_codes"]


@from_the_source
def test_events_of_news_that_ace_knows_have_roles_of_ace() -> None:
    known, own = dotted(FACTS["ace2005"]["event_types"]), {"Number", "Place", "Agent"}
    for key, roles in events(load_preset("news")).items():
        assert set(roles) - set(known.get(key, roles)) <= own, key
