"""The data card of a release, in English and Arabic: what is in it, how it came about, how far it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from annotator.schema import Schema

Language = Literal["en", "ar"]


class Facts(msgspec.Struct, frozen=True):
    """What a card tells. `splits`: name -> documents, mentions, events; `labels`: label -> split -> count; `methods`: how
    the mentions of gold were settled; `blind`: whether annotators could not see each other's marks; `agreement`: exact F1 and its interval, None where undefined."""

    version: str
    splits: dict[str, dict[str, int]]
    labels: dict[str, dict[str, int]]
    methods: dict[str, int]
    annotators: int
    blind: bool
    compared: int
    agreement: float | None
    interval: tuple[float, float] | None
    duplicates: int
    grouped_by: str | None
    seed: int | None


def front_matter(paths: Mapping[str, str]) -> str:
    """What tools that load data sets read at the top of the card: the language, and each split with its file."""
    rows = "".join(f"      - split: {name}\n        path: {path}\n" for name, path in paths.items())
    return f"---\nlanguage:\n  - ar\nconfigs:\n  - config_name: default\n    data_files:\n{rows}---\n\n"


def card(schema: Schema, facts: Facts, language: Language) -> str:
    """The card as Markdown."""
    words = _WORDS[language]
    title = schema.name if language == "en" else schema.ar
    parts = [f"# {words['title'].format(schema=title, version=facts.version)}", words["what"]]
    parts += [f"## {words['splits']}", _table(_split_rows(facts, words))]
    parts += [f"## {words['labels']}", _table(_label_rows(schema, facts, words, language))]
    parts += [f"## {words['made']}", _made(facts, words), _table(_method_rows(facts, words))]
    parts += [f"## {words['agreement']}", _agreement(facts, words)]
    parts += [f"## {words['splitting']}", _splitting(facts, words)]
    parts += [f"## {words['files']}", words["listed"]]
    return "\n\n".join(parts) + "\n"


def guidelines(schema: Schema, language: Language) -> str:
    """The guidelines as Markdown: of the project, then of each label; empty where there are none."""
    whole = schema.guide_ar if language == "ar" else schema.guide_en
    parts = [whole.strip()] if whole.strip() else []
    for label in schema.labels:
        said = (label.help_ar, label.guide_ar) if language == "ar" else (label.help_en, label.guide_en)
        body = [text.strip() for text in said if text.strip()]
        parts += ["\n\n".join([f"## {label.name(language)} ({label.key})", *body])] if body else []
    return "\n\n".join(parts) + "\n" if parts else ""


def _table(rows: Sequence[Sequence[object]]) -> str:
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def _split_rows(facts: Facts, words: Mapping[str, Any]) -> list[list[object]]:
    names = ("documents", "mentions", "events")
    rows: list[list[object]] = [[words["split"], *(words[name] for name in names)]]
    rows += [[split, *(counts[name] for name in names)] for split, counts in facts.splits.items()]
    return rows


def _label_rows(schema: Schema, facts: Facts, words: Mapping[str, Any], language: Language) -> list[list[object]]:
    rows: list[list[object]] = [[words["label"], words["name"], *facts.splits]]
    for key, counts in facts.labels.items():
        label = schema.label(key)
        rows.append([key, label.name(language) if label else key, *(counts.get(split, 0) for split in facts.splits)])
    return rows


def _method_rows(facts: Facts, words: Mapping[str, Any]) -> list[list[object]]:
    return [[words["method"], words["mentions"]], *([words[f"method_{name}"], n] for name, n in facts.methods.items())]


def _made(facts: Facts, words: Mapping[str, Any]) -> str:
    if not facts.annotators:
        return f"{words['no_annotators']} {words['carried']}"
    blind = f" {words['blind']}" if facts.blind else ""
    return f"{str(words['made_by']).format(annotators=facts.annotators)}{blind} {words['decided']} {words['carried']}"


def _agreement(facts: Facts, words: Mapping[str, Any]) -> str:
    if facts.agreement is None:
        return str(words["no_agreement"])
    low, high = facts.interval or (facts.agreement, facts.agreement)
    return str(words["agreed"]).format(value=facts.agreement, low=low, high=high, documents=facts.compared)


def _splitting(facts: Facts, words: Mapping[str, Any]) -> str:
    if facts.seed is None:
        return str(words["one_file"]).format(duplicates=facts.duplicates)
    said = str(words["split_by"]).format(seed=facts.seed, duplicates=facts.duplicates)
    return said + (" " + str(words["grouped"]).format(field=facts.grouped_by) if facts.grouped_by else "")


_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "title": "Gold annotations, schema {schema}, version {version}",
        "what": "Arabic news articles with names, events and what else the schema has, settled by adjudication. One JSON "
        "object a line; offsets are code points of `text`, end exclusive, and `text[start:end]` is the surface.",
        "splits": "What is in it",
        "split": "split",
        "documents": "documents",
        "mentions": "mentions",
        "events": "events",
        "labels": "Labels",
        "label": "label",
        "name": "name",
        "made": "How it was made",
        "made_by": "Annotators: {annotators}.",
        "blind": "None of them saw the marks of another.",
        "no_annotators": "The project holds no marks of annotators: its gold came from elsewhere, or from one hand.",
        "decided": "Where they differed it was decided by adjudication.",
        "carried": "Each item carries `votes` of `n_annotators` and the `method`:",
        "method": "method",
        "method_unanimous": "unanimous: all said so",
        "method_rule": "rule: a rule on the votes",
        "method_adjudicated": "adjudicated: a person chose among what was said",
        "method_new": "new: a person's own",
        "method_unknown": "not known",
        "agreement": "Agreement before adjudication",
        "agreed": "Exact F1 (place and label), over all pairs together: {value:.3f} (95 % interval {low:.3f} to {high:.3f}) over "
        "{documents} documents. Everything else is in `agreement.json`.",
        "no_agreement": "Undefined: no document was done by two annotators.",
        "splitting": "Splits",
        "one_file": "One file. {duplicates} pairs of near-duplicates were found; see `duplicates.json`.",
        "split_by": "Drawn with the seed {seed}; near-duplicate articles ({duplicates} pairs, see `duplicates.json`) are on one "
        "side.",
        "grouped": "Articles with the same `meta.{field}` are on one side, too.",
        "files": "Files",
        "listed": "`manifest.json` lists every file with its sha256; `hashiya release --verify FOLDER` checks them. "
        "`schema.toml` is the schema, `statistics.json` holds all counts.",
    },
    "ar": {
        "title": "بيانات مرجعية، {schema}، الإصدار {version}",
        "what": "أخبار عربية وُسمت فيها الأسماء والأحداث وسائر ما في مخطط الوسوم، وحُسم الخلاف فيها بالتحكيم. في كل سطر كائن JSON، "
        "والمواضع تُعدّ بمحارف يونيكود من `text` من دون النهاية، و`text[start:end]` هو لفظ الإشارة.",
        "splits": "المحتوى",
        "split": "القسم",
        "documents": "المستندات",
        "mentions": "الإشارات",
        "events": "الأحداث",
        "labels": "الوسوم",
        "label": "الوسم",
        "name": "الاسم",
        "made": "كيف أُعدّت",
        "made_by": "عدد الموسِّمين: {annotators}.",
        "blind": "وسَم كلٌّ منهم المقالات ولم يرَ ما وسمه غيره.",
        "no_annotators": "ليس في المشروع ما وسمه موسِّمون: جاءت بياناته المرجعية من خارجه، أو من عمل شخص واحد.",
        "decided": "وما اختلفوا فيه حُسم بالتحكيم.",
        "carried": "ومع كل عنصر عدد أصواته `votes` من أصل `n_annotators` وطريقة حسمه `method`:",
        "method": "الطريقة",
        "method_unanimous": "بالإجماع (unanimous)",
        "method_rule": "بقاعدة على الأصوات (rule)",
        "method_adjudicated": "بقرار محكِّم اختار مما قيل (adjudicated)",
        "method_new": "بقرار محكِّم لم يسبقه إليه أحد (new)",
        "method_unknown": "غير معروفة",
        "agreement": "الاتفاق قبل التحكيم",
        "agreed": "F1 التام (الموضع والوسم)، على الأزواج كلها معاً: {value:.3f} (مجال الثقة 95 %: من {low:.3f} إلى {high:.3f})، وعدد "
        "المستندات {documents}. والباقي في `agreement.json`.",
        "no_agreement": "غير معرَّف: لا مستند أنجزه موسِّمان.",
        "splitting": "التقسيم",
        "one_file": "ملف واحد. عدد أزواج المقالات المتشابهة: {duplicates}، وهي في `duplicates.json`.",
        "split_by": "قُسّمت عشوائياً بالبذرة {seed}، والمقالات المتشابهة (عدد أزواجها {duplicates}، وهي في `duplicates.json`) في "
        "قسم واحد.",
        "grouped": "والمقالات التي تتساوى فيها `meta.{field}` في قسم واحد أيضاً.",
        "files": "الملفات",
        "listed": "في `manifest.json` كل ملف مع قيمة sha256 له، ويتحقق منها الأمر `hashiya release --verify FOLDER`. "
        "ومخطط الوسوم في `schema.toml`، والأعداد كلها في `statistics.json`.",
    },
}
