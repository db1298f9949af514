"""What a schema may be refused for, in both languages."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from annotator.errors import Worded

RULES: Final[dict[str, tuple[str, str]]] = {
    "no_labels": ("a schema needs at least one label", "لا بد في مخطط الوسوم من وسم واحد على الأقل"),
    "twice": ("the {what} {key!r} is there twice", "{what_ar} {key!r} مكرر"),
    "key_twice": ("the key {key!r} is used twice", "المعرّف {key!r} مستعمل مرتين"),
    "no_such": ("there is no {what} {key!r}", "لا يوجد {what_ar} {key!r}"),
    "position_taken": ("{key!r} already belongs to the label {label!r}", "المفتاح {key!r} للوسم {label!r} من قبل"),
    "no_key": (
        "{key!r} is not a key: letters, digits, . _ - only, starting with a letter",
        "{key!r} لا يصلح معرّفاً: حروف لاتينية وأرقام و. و_ و- فقط، وأوله حرف",
    ),
    "names": ("the {what} {key!r} needs a name in both languages", "{what_ar} {key!r} يحتاج إلى اسم باللغتين"),
    "name": (
        "a name of the {what} {key!r} has a control character, or more than {most} characters",
        "في اسم {what_ar} {key!r} محرف تحكم، أو أكثر من {most} محرف",
    ),
    "position": ("{key!r} is not a key a label may take", "{key!r} ليس من مفاتيح الوسوم"),
    "other_kind": ("{key!r} is not a label of the same kind", "الوسم {key!r} من نوع آخر"),
    "circle": (
        "{key!r} and {other!r} lead to each other in a circle",
        "{key!r} و{other!r} يؤدي كل منهما إلى الآخر في حلقة",
    ),
    "not_an_event": (
        "{key!r} is not the label of an event: it has no roles",
        "{key!r} ليس وسم حدث، فلا أدوار له",
    ),
    "options_without_value": (
        "{key!r} has options, but no value to choose",
        "للدور {key!r} خيارات وليست له قيمة تُختار",
    ),
    "not_on": ("{key!r} is not a label of that kind ({kind})", "{key!r} ليس من الوسوم التي تحمل هذه السمة"),
    "choice_without_options": ("a choice needs options", "الاختيار يحتاج إلى خيارات"),
    "options_without_choice": ("only a choice has options", "الخيارات للاختيار وحده"),
    "several_without_choice": ("only a choice can have several values", "تعدد القيم للاختيار وحده"),
    "option_twice": ("an option is there twice", "أحد الخيارات مكرر"),
    "option_place": (
        "the option {key!r} stands under {other!r}, which cannot be",
        "الخيار {key!r} تحت {other!r}، وهذا غير ممكن",
    ),
    "colour": ("{key!r} is not a colour. Take one of: {known}", "{key!r} ليس لوناً. اختر من: {known}"),
    "own_colours": (
        'own colours are written as light = "#rrggbb", dark = "#rrggbb"',
        'تُكتب الألوان الخاصة هكذا: light = "#rrggbb", dark = "#rrggbb"',
    ),
    "blocking": (
        "{key!r} is not the code of a problem. There are: {known}",
        "{key!r} ليس رمز مشكلة. الرموز: {known}",
    ),
    "not_utf8": ("this is not UTF-8 text", "هذا ليس نصاً بترميز UTF-8"),
    "too_deep": ("it is nested too deeply", "فيه تداخل أعمق مما يُقرأ"),
    "toml": ("this is not TOML", "لا يُقرأ هذا السطر بصيغة TOML"),
    "toml_statement": (
        "this is not TOML: this line is neither `name = value` nor a [heading]",
        "ليس هذا السطر على صورة name = value ولا عنواناً بين قوسين مربعين",
    ),
    "toml_equals": ("this is not TOML: an equals sign is missing after the name", "تنقص علامة = بعد الاسم"),
    "toml_value": (
        "this is not TOML: what stands after the equals sign cannot be read",
        "لا تُقرأ القيمة التي بعد علامة =",
    ),
    "toml_quote": (
        "this is not TOML: a quotation mark is missing at the end of a text",
        "تنقص علامة التنصيص في آخر النص",
    ),
    "toml_open": ("this is not TOML: a closing bracket is missing", "ينقص قوس الإغلاق"),
    "toml_twice": ("this is not TOML: this name or heading was there before", "هذا الاسم أو العنوان ورد من قبل"),
    "toml_rest": ("this is not TOML: something is left over after the value", "بعد القيمة زيادة في السطر"),
    "toml_escape": (
        "this is not TOML: a backslash inside a text must be doubled",
        "الشرطة المائلة \\ داخل النص تُكتب مرتين",
    ),
    "toml_character": ("this is not TOML: it has a character that cannot stand here", "فيه رمز لا مكان له هنا"),
    "field_missing": ("the field {key!r} is missing", "ينقص الحقل {key!r}"),
    "field_unknown": ("there is no field {key!r} here", "لا يوجد حقل اسمه {key!r} هنا"),
    "other_type": ("expected {wanted}, not {got}", "المتوقَّع {wanted_ar}، والموجود {got_ar}"),
    "no_choice": ("{key!r} is none of the words that can stand here", "{key!r} ليس من الكلمات المقبولة هنا"),
}
"""The wording of each rule: English, Arabic."""

WHAT: Final = {
    "schema": "المخطط",
    "group": "المجموعة",
    "role": "الدور",
    "attribute": "السمة",
    "relation": "العلاقة",
    "document label": "وسم المستند",
    "label": "الوسم",
    "option": "الخيار",
}
"""What a rule is about, in Arabic."""


class Reason(Worded):
    """Why a schema is refused, in both languages."""

    __slots__ = ("code",)

    code: str

    def __new__(cls, code: str, **values: Any) -> Reason:
        """The wording of the rule `code` with its values."""
        english, arabic = RULES[code]
        what_ar = WHAT.get(values.get("what", ""), "")
        reason = super().__new__(cls, english.format(**values), arabic.format(**values, what_ar=what_ar))
        reason.code = code
        return reason


class Fault(NamedTuple):
    """A place such as `.labels[3].key`, and the reason."""

    where: str
    reason: Reason
