"""The sample project and the schemas keep their promises. Reads the files as they are, without the packages."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "projects" / "sample"
SCHEMAS = ROOT / "resources" / "schemas"
WOJOOD = [
    "PERS",
    "NORP",
    "OCC",
    "ORG",
    "GPE",
    "LOC",
    "FAC",
    "EVENT",
    "DATE",
    "TIME",
    "LANGUAGE",
    "WEBSITE",
    "LAW",
    "PRODUCT",
    "CARDINAL",
    "ORDINAL",
    "PERCENT",
    "QUANTITY",
    "UNIT",
    "MONEY",
    "CURR",
]
EVENTS = [
    "Conflict.Attack",
    "Conflict.Demonstrate",
    "Life.Die",
    "Life.Injure",
    "Contact.Meet",
    "Contact.Statement",
    "Justice.Arrest-Jail",
    "Movement.Transport",
    "Conflict.Ceasefire",
    "Conflict.Siege",
    "Conflict.Destroy",
    "Justice.Trial-Hearing",
    "Conflict.Territory",
    "Contact.Phone-Write",
    "Justice.Charge-Indict",
    "Justice.Convict",
    "Justice.Sentence",
    "Justice.Release-Parole",
    "Justice.Execute",
    "Personnel.Start-Position",
    "Personnel.End-Position",
    "Personnel.Elect",
    "Personnel.Nominate",
    "Life.Be-Born",
    "Life.Marry",
]
TRIGGERS = {
    "Conflict.Attack": "قصف",
    "Conflict.Demonstrate": "تظاهروا",
    "Life.Die": "وتوفي",
    "Life.Injure": "وأصيب",
    "Contact.Meet": "واجتمع",
    "Contact.Statement": "وقال",
    "Justice.Arrest-Jail": "واعتقلت",
    "Movement.Transport": "ووصل",
    "Conflict.Ceasefire": "وقف إطلاق النار",
    "Conflict.Siege": "حصار",
    "Conflict.Destroy": "ودمّر",
    "Justice.Trial-Hearing": "محاكمة",
}
"""A word of each event type that people meet first, as it stands in some article."""
HUES = ["blue", "orange", "green", "violet", "teal", "crimson", "sky", "brown", "magenta", "olive", "slate", "clay"]
COMMANDS = {"KeyR", "KeyG", "KeyN", "KeyX", "Slash"}
POSITION = re.compile(r"(Shift\+)?(Digit[0-9]|Minus|Equal|Key[A-Z])")


def read_schema(name: str) -> dict[str, Any]:
    return tomllib.loads((SCHEMAS / f"{name}.toml").read_text("utf-8"))


def read_articles() -> dict[str, str]:
    return {path.stem: path.read_bytes().decode("utf-8") for path in sorted((SAMPLE / "articles").glob("*.txt"))}


def read_layers() -> list[dict[str, Any]]:
    text = (SAMPLE / "annotations.jsonl").read_bytes().decode("utf-8")
    assert text.endswith("\n")
    return [json.loads(line) for line in text[:-1].split("\n")]


ARTICLES = read_articles()
LAYERS = read_layers()
ALL_TEXT = "\n".join(ARTICLES.values())
each_schema = pytest.mark.parametrize("name", sorted(path.stem for path in SCHEMAS.glob("*.toml")))
each_article = pytest.mark.parametrize("name", list(ARTICLES))
each_layer = pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: f"{layer['id']}-{layer['annotator']}")


# Schemas


def test_schemas_hold_the_types_they_are_named_for() -> None:
    assert sorted(label["key"] for label in read_schema("wojood")["labels"]) == sorted(WOJOOD)
    assert [label["key"] for label in read_schema("conll")["labels"]] == ["PER", "LOC", "ORG", "MISC"]
    labels = read_schema("news")["labels"]
    assert sorted(label["key"] for label in labels if label["kind"] == "entity") == sorted(WOJOOD)
    assert [label["key"] for label in labels if label["kind"] == "event"] == EVENTS


@pytest.mark.parametrize(
    ("name", "overlap", "boundary"),
    [("news", "any", "stem"), ("wojood", "nested", "word"), ("conll", "none", "word")],
)
def test_schemas_set_their_policies(name: str, overlap: str, boundary: str) -> None:
    schema = read_schema(name)
    assert (schema["name"], schema["overlap"], schema["boundary"]) == (name, overlap, boundary)
    assert schema["version"] == 1


@each_schema
def test_labels_are_told_apart_by_everything_that_shows_them(name: str) -> None:
    labels = read_schema(name)["labels"]
    for field in ("key", "position", "en", "ar", "short_en", "short_ar"):
        counts = Counter(label[field] for label in labels if field in label)
        twice = [value for value, count in counts.items() if count > 1]
        assert not twice, field


@each_schema
def test_labels_are_complete_in_both_languages(name: str) -> None:
    schema = read_schema(name)
    arabic, latin = re.compile("[\u0621-\u064a]"), re.compile("[A-Za-z]")
    for thing in [schema, *schema.get("groups", []), *schema["labels"]]:
        assert latin.search(thing["en"])
        assert arabic.search(thing["ar"])
    for label in schema["labels"]:
        assert latin.search(label["help_en"])
        assert arabic.search(label["help_ar"])
        assert "\n" not in label["help_en"] + label["help_ar"]
        assert 2 <= len(label["short_en"]) <= 4
        assert 2 <= len(label["short_ar"]) <= 4
        assert len(label["ar"].split()) <= 3


@each_schema
def test_key_positions_leave_the_commands_alone(name: str) -> None:
    positions = [label["position"] for label in read_schema(name)["labels"] if "position" in label]
    assert positions
    for position in positions:
        assert POSITION.fullmatch(position)
        assert position.removeprefix("Shift+") not in COMMANDS


@each_schema
def test_groups_and_colours_are_known(name: str) -> None:
    schema = read_schema(name)
    groups = {group["key"] for group in schema.get("groups", [])}
    for label in schema["labels"]:
        assert label["color"] in HUES
        assert label.get("group") in (groups or {None})


def test_event_colours_differ_from_each_other() -> None:
    colours = [label["color"] for label in read_schema("news")["labels"] if label["kind"] == "event"]
    assert sorted(colours[:12]) == sorted(colours[12:24]) == sorted(HUES)


# Articles


def test_there_are_ten_articles_with_plain_names() -> None:
    assert len(ARTICLES) == 10
    assert all(re.fullmatch(r"[0-9]{2}-[a-z]+", name) for name in ARTICLES)


@each_article
def test_article_is_clean_text_of_the_right_length(name: str) -> None:
    text = ARTICLES[name]
    assert 150 <= len(text.split()) <= 500
    assert unicodedata.normalize("NFC", text) == text
    assert not re.search("[\r\t\u00a0\u200b\u200e\u200f\u2028\ufeff]|  | \n|\n |\n\n", text)
    assert text == text.strip()
    assert not re.search(r" [،؛.:؟!»”)]|[«“(] |[،؛](?=[^\s])", text)
    for opening, closing in ("«»", "“”", "()"):
        assert text.count(opening) == text.count(closing)


@each_article
def test_first_line_is_a_headline(name: str) -> None:
    headline, *paragraphs = ARTICLES[name].split("\n")
    assert 4 <= len(headline.split()) <= 12
    assert not headline.endswith((".", "،", ":"))
    assert len(paragraphs) >= 4
    assert all(paragraph.endswith(".") for paragraph in paragraphs)
    assert re.match(r"[\u0621-\u064a ]+ - ", paragraphs[0])


@pytest.mark.parametrize(
    "pattern",
    [
        r"«[^»]+»",
        r"“[^”]+”",
        r"[0-9]",
        r"[٠-٩]",
        r"\([A-Z][a-z]+ [A-Z]",
        r"لـ«",
        r"بـ[0-9]",
        r"#[\u0621-\u064a]+_[\u0621-\u064a_]+",
        r"[٠-٩]٪",
        r"\d في المئة",
        r"[0-9]+ [\u0621-\u064a]+ \([\u0621-\u064a]+\)",
        r"\b3-2\b",
        "تُقنِع",
    ],
)
def test_the_set_holds_what_is_hard(pattern: str) -> None:
    assert re.search(pattern, ALL_TEXT)


@pytest.mark.parametrize(
    "form",
    [
        "ومرجانة",
        "فالزهراوية",
        "فرأس النخيل",
        "بحي المنارة",
        "برئيسة البلدية",
        "لشركة «",
        "كرأس النخيل",
        "للأمم المتحدة",
        "للبيلسان",
        "وستلتقي",
    ],
)
def test_names_and_triggers_come_with_clitics(form: str) -> None:
    assert re.search(rf"(?<![\u0621-\u0652]){form}", ALL_TEXT)


def test_emoji_stand_in_quoted_posts() -> None:
    emoji = re.compile("[\U0001f300-\U0001faff]")
    quoted = [quote for quote in re.findall("«[^»]+»", ALL_TEXT) if emoji.search(quote)]
    assert len(quoted) >= 4
    assert any("\u200d" in quote for quote in quoted)
    assert len(emoji.findall(ALL_TEXT)) == len(emoji.findall("".join(quoted)))


def test_the_first_event_types_have_a_word_in_the_set() -> None:
    assert list(TRIGGERS) == EVENTS[: len(TRIGGERS)]
    for word in TRIGGERS.values():
        assert word in ALL_TEXT


@pytest.mark.parametrize("surface", ["رأس النخيل", "الزهراوية", "البيلسان", "حي الصيادين", "الهلال الأحمر"])
def test_names_return_in_several_articles(surface: str) -> None:
    assert sum(surface in text for text in ARTICLES.values()) >= 2


# Project and guidelines


def test_project_file() -> None:
    project = tomllib.loads((SAMPLE / "project.toml").read_text("utf-8"))
    assert set(project) == {"name_ar", "name_en", "schema", "description", "layers_visible"}
    assert (SCHEMAS / f"{project['schema']}.toml").is_file()
    assert project["layers_visible"] is True


@pytest.mark.parametrize("language", ["ar", "en"])
def test_guidelines_quote_the_articles(language: str) -> None:
    text = (SAMPLE / f"guidelines.{language}.md").read_text("utf-8")
    assert 300 <= len(text.split()) <= 1100
    for quote in ("وزير الأشغال العامة", "لأمم المتحدة", "لقي ثلاثة أشخاص حتفهم", "قمة استمرت يومين", "بتطويق البلدة"):
        assert quote in text
        assert quote in ALL_TEXT


# Annotations


def test_who_marked_what() -> None:
    seen = {(layer["id"], layer["annotator"]): layer["status"] for layer in LAYERS}
    assert len(seen) == len(LAYERS) == 8
    documents = sorted({name for name, _ in seen})
    assert len(documents) == 4
    done = [name for name in documents if seen[name, "سلمى"] == seen[name, "يوسف"] == "done"]
    (half,) = set(documents) - set(done)
    assert (seen[half, "سلمى"], seen[half, "يوسف"]) == ("in_progress", "done")


def test_lines_are_in_their_written_form() -> None:
    lines = (SAMPLE / "annotations.jsonl").read_bytes().decode("utf-8").split("\n")[:-1]
    for line, layer in zip(lines, LAYERS, strict=True):
        always, often = (
            ["id", "text", "annotator", "status", "mentions", "events"],
            ["relations", "entities", "labels", "comments"],
        )
        assert list(layer) == [*always, *(name for name in often if name in layer)]
        assert json.dumps(layer, ensure_ascii=False, separators=(",", ":")) == line


@each_layer
def test_offsets_are_exact(layer: dict[str, Any]) -> None:
    text = ARTICLES[layer["id"]]
    assert layer["text"] == text
    for mention in layer["mentions"]:
        assert list(mention)[:5] == ["id", "start", "end", "label", "text"]
        assert mention.get("attributes", {"Level": "NOM"}) == {"Level": "NOM"}
        assert 0 <= mention["start"] < mention["end"] <= len(text)
        assert text[mention["start"] : mention["end"]] == mention["text"]
        assert mention["text"] == mention["text"].strip(" ،.:«»\n")
        assert "\n" not in mention["text"]


@each_layer
def test_marks_are_known_distinct_and_in_order(layer: dict[str, Any]) -> None:
    known = {label["key"] for label in read_schema("news")["labels"]}
    mentions = layer["mentions"]
    assert {mention["label"] for mention in mentions} <= known
    places = [(mention["start"], -mention["end"]) for mention in mentions]
    assert places == sorted(places)
    assert len({(mention["start"], mention["end"], mention["label"]) for mention in mentions}) == len(mentions)
    ids = [record["id"] for record in [*mentions, *layer["events"]]]
    assert len(set(ids)) == len(ids)
    assert len(mentions) >= 20


@each_layer
def test_every_event_has_its_trigger_and_every_trigger_its_event(layer: dict[str, Any]) -> None:
    triggers = {mention["id"]: mention["label"] for mention in layer["mentions"] if mention["label"] in EVENTS}
    assert {event["trigger"]: event["label"] for event in layer["events"]} == triggers
    assert len(layer["events"]) == len(triggers)


@each_layer
def test_arguments_name_what_is_there_and_what_the_schema_asks_for(layer: dict[str, Any]) -> None:
    schema = read_schema("news")
    roles = {role["key"]: role for role in schema["roles"]}
    asked = {label["key"]: [use["role"] for use in label.get("roles", [])] for label in schema["labels"]}
    labels = {mention["id"]: mention["label"] for mention in layer["mentions"]}
    entities = {entity["id"]: labels[entity["mentions"][0]] for entity in layer.get("entities", [])}
    filled = [(event, argument) for event in layer["events"] for argument in event["arguments"]]
    assert len(filled) >= len(layer["events"])
    for event, argument in filled:
        assert argument["role"] in asked[event["label"]]
        role = roles[argument["role"]]
        if "value" in argument:
            assert role["value"] == "number"
        else:
            assert {**labels, **entities}[argument.get("mention", argument.get("entity"))] in role["labels"]


def test_the_set_shows_every_kind_of_record() -> None:
    arguments = [a for layer in LAYERS for event in layer["events"] for a in event["arguments"]]
    assert {"role": "Number", "value": {"precision": "more_than", "value": 30}} in arguments
    assert any("entity" in argument for argument in arguments)
    modalities = {event.get("attributes", {}).get("Modality") for layer in LAYERS for event in layer["events"]}
    assert modalities == {None, "planned", "reported", "negated"}
    for kind in ("relations", "entities", "labels", "comments"):
        assert any(layer.get(kind) for layer in LAYERS), kind
    comments = [comment for layer in LAYERS for comment in layer.get("comments", [])]
    assert {bool(comment.get("attributes")) for comment in comments} == {True, False}


def marks_of(document: str, annotator: str) -> set[tuple[int, int, str]]:
    (layer,) = (layer for layer in LAYERS if (layer["id"], layer["annotator"]) == (document, annotator))
    return {(mention["start"], mention["end"], mention["label"]) for mention in layer["mentions"]}


@pytest.mark.parametrize("document", sorted({layer["id"] for layer in LAYERS}))
def test_the_two_agree_mostly_and_differ_in_every_way(document: str) -> None:
    salma, yusuf = marks_of(document, "سلمى"), marks_of(document, "يوسف")
    if next(layer["status"] for layer in LAYERS if layer["id"] == document) == "in_progress":
        assert 0.4 <= len(salma) / len(yusuf) <= 0.6
        return
    assert 0.6 <= len(salma & yusuf) / len(salma | yusuf) <= 0.95
    label_differs = {mark[:2] for mark in salma - yusuf} & {mark[:2] for mark in yusuf - salma}
    end_differs = {mark[1:] for mark in salma - yusuf} & {mark[1:] for mark in yusuf - salma}
    assert label_differs
    assert end_differs


def test_nested_names_and_the_fused_article_are_marked() -> None:
    surfaces = {(mention["text"], mention["label"]) for layer in LAYERS for mention in layer["mentions"]}
    assert {("وزير الأشغال العامة", "OCC"), ("الأشغال العامة", "ORG"), ("لأمم المتحدة", "ORG")} <= surfaces
    assert {("قمة ميناء العقيق", "EVENT"), ("ميناء العقيق", "GPE"), ("حتفهم", "Life.Die")} <= surfaces
