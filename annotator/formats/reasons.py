"""Why a line of JSONL cannot be taken, in both languages."""

from __future__ import annotations

from typing import Any, Final

from annotator.errors import Worded

RULES: Final[dict[str, tuple[str, str]]] = {
    # How a line is written
    "long_line": ("the line is longer than 256 MiB", "السطر أطول من ٢٥٦ ميبيبايت"),
    "utf16": ("this is UTF-16, not UTF-8", "الترميز UTF-16، والمطلوب UTF-8"),
    "bom": (
        "a byte-order mark stands before it: that belongs to the start of a file only",
        "قبله علامة ترتيب البايتات، ومكانها أول الملف وحده",
    ),
    "broken_utf8": ("broken UTF-8 at byte {at} of the line", "ترميز UTF-8 مكسور عند البايت {at} من السطر"),
    "nul_byte": ("a NUL byte at byte {at} of the line: JSONL is UTF-8 text", "بايت صفري عند البايت {at} من السطر"),
    "no_text": ("there is no text", "لا نص فيه"),
    "not_json": ("this is not JSON ({words})", "ليس هذا بصيغة JSON"),
    "not_json_at": ("this is not JSON: {words} (column {column})", "ليس هذا بصيغة JSON (العمود {column})"),
    "cut": ("the line ends in the middle (column {column})", "السطر مبتور (العمود {column})"),
    "at": ("{where}: {fault}", "{where}: {fault_ar}"),
    "field_twice": ("the field {key!r} stands there twice", "الحقل {key!r} مكرر"),
    "no_number": ("{name} is not a number of JSON", "‏{name} ليس عدداً في JSON"),
    "digits": ("a number of {n} digits is too long", "فيه عدد أطول مما يُقرأ ({n} خانة)"),
    "out_of_range": ("number out of range", "فيه عدد أكبر مما يُقرأ"),
    "negative": ("a number of at least 0 is needed", "المطلوب عدد لا يقل عن الصفر"),
    "other_length": ("expected `array` of length {n}", "المطلوب قائمة عدد ما فيها {n}"),
    "too_deep": ("it is nested too deeply", "فيه تداخل أعمق مما يُقرأ"),
    "no_object": ("a line must be one JSON object", "السطر الواحد كائن JSON واحد"),
    "surrogate": ("a lone surrogate (half of a character) stands in it", "فيه نصف محرف (surrogate) بلا نصفه الآخر"),
    "nul": ("a NUL character stands in it", "فيه محرف صفري (NUL)"),
    # What it says
    "place_end": ("start and end are not those of its parts", "بدايتها ونهايتها ليستا بداية أجزائها ونهايتها"),
    "surface": (
        "at {start} to {end} the text has «{there}», not «{said}»",
        "في النص من {start} إلى {end}: «{there}»، وليس «{said}»",
    ),
    "in_mention": ("the mention {id!r}: {fault}", "الإشارة {id!r}: {fault_ar}"),
    "entity_empty": ("the entity {id!r} has no mention", "الكيان {id!r} بلا إشارات"),
    "entity_twice": ("the entity {id!r} has a mention twice", "في الكيان {id!r} إشارة مكررة"),
    "trigger_label": (
        "the event {id!r} is of {label!r}, but its trigger has the label {other!r}",
        "الحدث {id!r} من نوع {label!r}، ووسم لفظه {other!r}",
    ),
    "argument_twice": ("the event {id!r} has an argument twice", "في الحدث {id!r} عنصر مكرر"),
    "argument_shape": (
        "the event {id!r}: the role {role!r} needs exactly one of mention, entity, value",
        "الحدث {id!r}: الدور {role!r} يحتاج إلى واحد فقط من mention وentity وvalue",
    ),
    "label_empty": ("the document label {id!r} has no value", "وسم المستند {id!r} بلا قيمة"),
    "about": (
        "the comment {id!r} is about {about!r}, which is not there",
        "التعليق {id!r} عن {about!r}، وهذا غير موجود",
    ),
    "id_empty": ("the id of a {kind} is empty", "معرّف فارغ: {kind_ar}"),
    "id_twice": ("the {kind} id {id!r} is used twice", "المعرّف {id!r} مكرر: {kind_ar}"),
    "points_at": (
        "the {kind} {id!r} points at the {other} {to!r}, which is not there",
        "{kind_ar} {id!r}: لا وجود لما يشير إليه ({other_ar} {to!r})",
    ),
    "sourced": (
        "the {kind} {id!r}: votes, n_annotators and method go together",
        "{kind_ar} {id!r}: لا يُذكر votes أو n_annotators أو method إلا مع الآخرَين",
    ),
    "votes": (
        "the {kind} {id!r}: {votes} votes of {n} annotators",
        "{kind_ar} {id!r}: الأصوات {votes} والموسِّمون {n}",
    ),
    # What it names of the schema
    "not_in_schema": ("the schema has no {kind} {id!r}", "ليس في مخطط الوسوم: {kind_ar} {id!r}"),
    "no_key": (
        "{id!r} cannot be added as a {kind}: letters, digits, . _ - only, starting with a letter",
        "لا يمكن أن يضاف {id!r} ({kind_ar}): حروف لاتينية وأرقام و. و_ و- فقط، وأوله حرف",
    ),
    "no_event_label": ("{id!r} is the label of an entity, not of an event", "‏{id!r} وسم كيان لا وسم حدث"),
    # What stands in its way in the project
    "name_empty": ("its id is empty", "معرّفه فارغ"),
    "name_long": ("its id is longer than 1,000 characters", "معرّفه أطول من ١٬٠٠٠ محرف"),
    "name_control": ("its id holds a control character", "في معرّفه محرف تحكّم"),
    "name_bytes": ("its id is not text (a file name that is not UTF-8?)", "معرّفه ليس نصاً (اسم ملف بغير ترميز UTF-8؟)"),
    "other_text": (
        "the document {id!r} is there already with another text",
        "المستند {id!r} موجود من قبل بنص آخر",
    ),
    "other_meta": (
        "the document {id!r} is there already with other `meta`",
        "المستند {id!r} موجود من قبل ببيانات `meta` أخرى",
    ),
    "nobody": (
        "it holds annotations, but nobody's: say whose with --annotator",
        "فيه وسوم بلا صاحب: سمِّه في الحقل `annotator`",
    ),
    "locked": ("only gold can be locked", "القفل للمرجعي وحده"),
    "gold_only": (
        "votes, n_annotators and method are said of gold alone",
        "لا يُذكر votes وn_annotators وmethod إلا في المرجعي",
    ),
    "withdrawn": (
        "the document {id!r} was withdrawn; bring it back first with `hashiya revert PROJECT {step}`",
        "سُحب المستند {id!r}؛ أعده أولاً بالأمر `hashiya revert PROJECT {step}`",
    ),
    "said_before": (
        "it says something else about the same layer than {place}",
        "يخالف ما قيل عن الطبقة نفسها في {place}",
    ),
    "gold_locked": ("the gold of {id!r} is locked; unlock it first", "مرجعي {id!r} مقفل؛ افتح قفله أولاً"),
    "other_layer": (
        "{owner}'s layer of {id!r} holds something else ({same} records the same, {changed} changed, {missing} missing "
        "in the file, {more} only in the file); take the file's with --replace",
        "في طبقة {owner} من {id!r} غير ما في الملف (المتماثل {same}، والمتغيّر {changed}، وما ليس في الملف {missing}، "
        "وما ليس إلا فيه {more})؛ يحل ما في الملف محلها بالخيار \u2066--replace\u2069 في سطر الأوامر",
    ),
}
"""The wording of each reason: English, Arabic."""
_KINDS: Final = {
    "mention": "الإشارة",
    "entity": "الكيان",
    "event": "الحدث",
    "argument": "عنصر الحدث",
    "relation": "العلاقة",
    "comment": "التعليق",
    "label": "الوسم",
    "role": "الدور",
    "document label": "وسم المستند",
}
"""What a reason is about, in Arabic."""


def reason(code: str, **values: Any) -> Worded:
    """The wording of a reason with its values; `kind` and `other` name what it is about."""
    english, arabic = RULES[code]
    values |= {f"{name}_ar": _KINDS.get(values[name], values[name]) for name in ("kind", "other") if name in values}
    return Worded(english.format(**values), arabic.format(**values))
