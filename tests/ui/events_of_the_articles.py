"""What a person would mark in the five real articles: names, and events of the news preset with their arguments.

Names and triggers stand in the order of the text, so that each is looked up after the one before. A name is the surface
and its label's key; `TWICE` are words that are a mention and a trigger.
"""

from __future__ import annotations

from typing import Final, NamedTuple

NORP, ORG, GPE, LOC, FAC, PERS, DATE = "Digit7", "Digit2", "Digit3", "Digit4", "Digit5", "Digit1", "Digit8"
PRODUCT = "Shift+Digit7"
ATTACK, PROTEST, DIE, MEET, SAY, ARREST = "KeyQ", "KeyW", "KeyE", "KeyA", "KeyS", "KeyD"
CEASE, DESTROY, TERRITORY, EXECUTE = "KeyZ", "KeyV", "Shift+KeyQ", "Shift+KeyE"


class Wanted(NamedTuple):
    """An event: trigger (after a stroke the words that follow it, where it stands also elsewhere), the key of its label, arguments as (role, words), what is typed as the number, how sure it is."""

    trigger: str
    key: str
    arguments: tuple[tuple[str, str], ...]
    number: str = ""
    certainty: str = ""


NAMES: Final[tuple[tuple[tuple[str, str], ...], ...]] = (
    (
        ("الخميس", DATE),
        ("السفارات الروسية والإيرانية", FAC),
        ("عشرات النساء والأطفال", NORP),
        ("غزة", GPE),
        ("حيفا", GPE),
        ("عشرات الفلسطينيين", NORP),
        ("سوريي الجولان", NORP),
        ("الجماعة الإسلامية", ORG),
        ("هيئات المجتمع المدني", ORG),
        ("مقر الصليب الأحمر الدولي", FAC),
        ("عشرات اليمنيات", NORP),
        ("صنعاء", GPE),
        ("عشرات النشطاء والمواطنين التونسيين", NORP),
        ("السفارة الروسية", FAC),
        ("كوالالمبور", GPE),
        ("أنقرة", GPE),
        ("أعضاء عدة منظمات مجتمع مدني", NORP),
        ("المئات", NORP),
        ("فيينا", GPE),
        ("هامبورغ", GPE),
        ("الآلاف", NORP),
        ("أوكرانيا", GPE),
        ("متظاهرون", NORP),
        ("كييف", GPE),
        ("الأربعاء", DATE),
        ("باريس", GPE),
        ("أوسلو", GPE),
    ),
    (
        ("حلب", GPE),
        ("روسيا", GPE),
        ("نظام الأسد", ORG),
        ("الائتلاف الوطني", ORG),
        ("طائرات روسيا والأسد", PRODUCT),
        ("أحياء حلب", LOC),
        ("حي الفردوس", LOC),
        ("حي الهلك", LOC),
        ("مدينة دوما", GPE),
        ("الأحياء السكنية", LOC),
        ("عربين", GPE),
        ("جسرين", GPE),
        ("قوات الأسد", ORG),
        ("بلدة الريحان", GPE),
        ("قوات الأسد", ORG),
        ("الثوار", NORP),
        ("قذائف الهاون", PRODUCT),
        ("دبابة", PRODUCT),
        ("عربة شيلكا", PRODUCT),
        ("براميلها المتفجرة", PRODUCT),
        ("خان الشيح", GPE),
    ),
    (
        ("الائتلاف", ORG),
        ("أمس", DATE),
        ("أول أمس السبت", DATE),
        ("أسواقا شعبية", FAC),
        ("حلب", GPE),
        ("سلاح الجو الروسي", ORG),
        ("30 أيلول (سبتمبر) الماضي", DATE),
        ("المعارضة السورية", ORG),
        ("مدنيين", NORP),
    ),
    (
        ("مسؤولون أتراك وروس", NORP),
        ("الأربعاء 14 كانون الاول", DATE),
        ("تركيا", GPE),
        ("حلب", GPE),
        ("الأحياء المتبقية", LOC),
        ("قوات النظام", ORG),
        ("مسؤول تركي رفيع", PERS),
        ("فرانسوا هولاند", PERS),
        ("عشرات الناشطين السوريين والعرب", NORP),
        ("القنصلية الروسية", FAC),
        ("إسطنبول", GPE),
        ("قوات النظام", ORG),
        ("كل شاب", PERS),
    ),
    (
        ("القوات الحكومية", ORG),
        ("الميلشيات الإيرانية", ORG),
        ("أطفال", NORP),
        ("نساء", NORP),
        ("الاثنين", DATE),
        ("المدنيين", NORP),
        ("القوات الحكومية", ORG),
        ("الأحياء الشرقية لحلب", LOC),
        ("القوات الحكومية", ORG),
        ("الأطباء", NORP),
        ("مستشفى الحياة", FAC),
        ("الفريق الطبي", NORP),
        ("المبنى", FAC),
    ),
)

EVENTS: Final[tuple[tuple[Wanted, ...], ...]] = (
    (
        Wanted("احتجاجات", PROTEST, (("Place", "السفارات الروسية والإيرانية"), ("Time", "الخميس"))),
        Wanted("وقفة", PROTEST, (("Entity", "عشرات النساء والأطفال"), ("Place", "غزة"))),
        Wanted("تظاهر", PROTEST, (("Entity", "عشرات الفلسطينيين"), ("Entity", "سوريي الجولان"), ("Place", "حيفا"))),
        Wanted(
            "اعتصاما",  # a noun after a light verb: «نفذت … اعتصاما»; two parties, the second after «و»
            PROTEST,
            (
                ("Entity", "الجماعة الإسلامية"),
                ("Entity", "هيئات المجتمع المدني"),
                ("Place", "مقر الصليب الأحمر الدولي"),
            ),
        ),
        Wanted("وقفة احتجاج", PROTEST, (("Entity", "عشرات اليمنيات"), ("Place", "صنعاء"))),
        Wanted(
            "وقفة احتجاج", PROTEST, (("Entity", "عشرات النشطاء والمواطنين التونسيين"), ("Place", "السفارة الروسية"))
        ),
        Wanted("المظاهرة", PROTEST, (("Place", "كوالالمبور"),)),
        Wanted("تظاهر", PROTEST, (("Entity", "أعضاء عدة منظمات مجتمع مدني"), ("Place", "أنقرة"))),
        Wanted("تظاهر| المئات", PROTEST, (("Entity", "المئات"), ("Place", "فيينا"))),
        Wanted("مسيرة", PROTEST, (("Entity", "الآلاف"), ("Place", "هامبورغ"))),
        Wanted("متظاهرون", PROTEST, (("Place", "أوكرانيا"),)),  # the word is a mention, too
        Wanted("وقفة احتجاج", PROTEST, (("Entity", "متظاهرون"), ("Place", "كييف"))),
        Wanted("مظاهرات", PROTEST, (("Place", "باريس"), ("Place", "أوسلو"), ("Time", "الأربعاء"))),
    ),
    (
        Wanted("القصف", ATTACK, (("Attacker", "روسيا"), ("Attacker", "نظام الأسد"), ("Place", "حلب"))),
        Wanted("اللقاء", MEET, (("Entity", "الائتلاف الوطني"),), certainty="planned"),
        Wanted("الغارات", ATTACK, (("Instrument", "طائرات روسيا والأسد"), ("Place", "أحياء حلب"))),
        Wanted("مجزرة", DIE, (("Place", "حي الفردوس"),), number=">15"),
        Wanted("سقط", DIE, (("Place", "حي الهلك"),), number="1"),
        Wanted("غارات", ATTACK, (("Target", "مدينة دوما"),)),
        Wanted("قصف", ATTACK, (("Target", "الأحياء السكنية"), ("Place", "مدينة دوما"))),
        Wanted("دمار", DESTROY, (("Place", "مدينة دوما"),)),
        Wanted("سقط", DIE, (("Place", "عربين"), ("Place", "جسرين"))),
        Wanted("معارك", ATTACK, (("Attacker", "قوات الأسد"), ("Place", "بلدة الريحان"))),
        Wanted("السيطرة", TERRITORY, (("Agent", "قوات الأسد"), ("Place", "بلدة الريحان"))),
        Wanted("استهداف", ATTACK, (("Attacker", "الثوار"), ("Instrument", "قذائف الهاون"))),
        Wanted("تدمير", DESTROY, (("Target", "دبابة"), ("Target", "عربة شيلكا"), ("Agent", "الثوار"))),
        Wanted("ألقت", ATTACK, (("Target", "خان الشيح"), ("Instrument", "براميلها المتفجرة"))),
    ),
    (
        Wanted("استنكر", SAY, (("Speaker", "الائتلاف"), ("Time", "أمس"))),
        Wanted("قصف", ATTACK, (("Target", "أسواقا شعبية"), ("Time", "أول أمس السبت"))),
        Wanted("القتلى", DIE, (("Place", "حلب"), ("Time", "أول أمس السبت"))),
        Wanted("ضربات", ATTACK, (("Attacker", "سلاح الجو الروسي"), ("Time", "30 أيلول (سبتمبر) الماضي"))),
        Wanted("الغارات", ATTACK, (("Target", "مدنيين"),), certainty="reported"),
    ),
    (
        Wanted(
            "يجتمع",
            MEET,
            (("Entity", "مسؤولون أتراك وروس"), ("Place", "تركيا"), ("Time", "الأربعاء 14 كانون الاول")),
        ),
        Wanted("قصف", ATTACK, (("Attacker", "قوات النظام"), ("Target", "الأحياء المتبقية"))),
        Wanted("قال", SAY, (("Speaker", "مسؤول تركي رفيع"),)),
        Wanted("وقف لإطلاق النار", CEASE, (("Place", "حلب"),), certainty="hypothetical"),
        Wanted("قال", SAY, (("Speaker", "فرانسوا هولاند"),)),
        Wanted("تجمع", PROTEST, (("Entity", "عشرات الناشطين السوريين والعرب"), ("Place", "القنصلية الروسية"))),
        Wanted("تعتقل", ARREST, (("Person", "كل شاب"), ("Agent", "قوات النظام")), certainty="reported"),
    ),
    (
        Wanted(
            "إعدام",
            EXECUTE,
            (
                ("Person", "أطفال"),
                ("Person", "نساء"),
                ("Agent", "القوات الحكومية"),
                ("Agent", "الميلشيات الإيرانية"),
                ("Time", "الاثنين"),
            ),
            certainty="reported",
        ),
        Wanted(
            "القتلى", DIE, (("Victim", "المدنيين"), ("Agent", "القوات الحكومية")), number="137"
        ),  # who: a sentence before
        Wanted("إعدامات", EXECUTE, (("Agent", "القوات الحكومية"), ("Place", "الأحياء الشرقية لحلب"))),
        Wanted("تصفية", EXECUTE, (("Person", "الأطباء"), ("Agent", "القوات الحكومية"), ("Place", "مستشفى الحياة"))),
        Wanted("إطلاق النار", ATTACK, (("Target", "الفريق الطبي"), ("Place", "المبنى"))),
    ),
)
