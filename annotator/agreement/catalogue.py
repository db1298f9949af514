"""What every number means: its name in both languages, its definition, its formula and its source."""

from __future__ import annotations

from typing import Final, NamedTuple


class Measure(NamedTuple):
    """The definition of a measure. `unit` says what `n_units` counts."""

    en: str
    ar: str
    definition: str
    definition_ar: str
    formula: str
    source: str
    unit: str = "mentions of both annotators"


_F1: Final = "2 * count / (n_a + n_b), counts summed over documents and pairs of annotators"
_HRIPCSAK: Final = "Hripcsak & Rothschild 2005 (JAMIA 12:296-298)"

_SPANS: Final[dict[str, Measure]] = {
    "exact": Measure(
        "exact match",
        "تطابق تام",
        "Both marked the same place with the same label. Pairwise F1, not corrected for chance.",
        "المقطع والوسم متساويان عند الاثنين. قياس F1 بين كل اثنين، بلا تصحيح للمصادفة.",
        f"{_F1}; count: mentions with equal parts and equal label",
        _HRIPCSAK,
    ),
    "boundary": Measure(
        "equal boundaries",
        "تطابق الحدود",
        "Both marked the same place, whatever the label.",
        "المقطع واحد عند الاثنين، أيّاً كان الوسم.",
        f"{_F1}; count: mentions with equal parts, paired one to one",
        _HRIPCSAK,
    ),
    "overlap": Measure(
        "overlap",
        "تداخل",
        "The mentions share at least one letter, paired one to one as well as possible.",
        "تشترك الإشارتان في حرف واحد على الأقل، مع أفضل مقابلة واحدة لواحدة.",
        f"{_F1}; count: the largest one-to-one pairing of mentions that share a code point",
        "Kuhn 1955 for the pairing; lenient matching as in SemEval-2013 task 9.1",
    ),
    "overlap_label": Measure(
        "overlap with label",
        "تداخل مع الوسم",
        "The mentions share at least one letter and the label, paired one to one as well as possible.",
        "تشترك الإشارتان في حرف واحد على الأقل وفي الوسم، مع أفضل مقابلة واحدة لواحدة.",
        f"{_F1}; count: the largest one-to-one pairing of mentions of one label that share a code point",
        "SemEval-2013 task 9.1 (type)",
    ),
    "partial": Measure(
        "partial (MUC)",
        "جزئي (MUC)",
        "Equal boundaries count whole, overlapping ones half, in the best one-to-one pairing.",
        "الحدود المتساوية تُحسب كاملة والمتداخلة نصفاً، في أفضل مقابلة.",
        "(COR + 0.5 * PAR) / mean(n_a, n_b)",
        "Chinchor & Sundheim 1993 (MUC-5); Segura-Bedmar et al. 2013 (SemEval-2013 task 9.1)",
    ),
    "iou": Measure(
        "weighted by overlap (IoU)",
        "مرجّح بمقدار التداخل",
        "Each pair counts by how much the two mentions share, in the best one-to-one pairing.",
        "كل زوج يُحسب بقدر ما تشترك فيه الإشارتان، في أفضل مقابلة.",
        "2 * sum(shared code points / all code points of the pair) / (n_a + n_b)",
        "Jaccard 1912",
    ),
    "token_alpha": Measure(
        "word by word (alpha)",
        "كلمة كلمة (ألفا)",
        "For each label, whether a word is touched by a mention of it; labels together. Nested mentions count with each "
        "of their labels. Clitics are not seen, since a word is touched or not.",
        "لكل وسم: هل تمسّ إشارةٌ الكلمة؛ ثم الوسوم معاً. السوابق لا تظهر هنا.",
        "1 - sum over labels of Do / sum over labels of De; a pair of annotators weighs 1 / (annotators - 1)",
        "Krippendorff 2004, chapter 11; 2011",
        "words of the documents, once for each annotator",
    ),
    "u_alpha": Measure(
        "unitizing alpha (2016)",
        "ألفا التقطيع (٢٠١٦)",
        "For each label, its units against what lies between them, letter by letter; labels together.",
        "لكل وسم: مقاطعه وما بينها حرفاً حرفاً؛ ثم الوسوم معاً.",
        "1 - sum over labels of Do / sum over labels of De, with lengths in code points and squared lengths of units",
        "Krippendorff, Mathet, Bouvry & Widloecher 2016 (Quality & Quantity 50:2347-2364)",
        "code points of the documents, once for each annotator",
    ),
    "alpha_u": Measure(
        "unitizing alpha (1995/2004)",
        "ألفا التقطيع (١٩٩٥/٢٠٠٤)",
        "Squared differences of boundaries, label by label. Superseded by the alpha of 2016; for comparison with papers.",
        "مربّعات فروق الحدود لكل وسم. حلّت محلّها ألفا ٢٠١٦.",
        "1 - sum over labels and documents of Do / sum of De",
        "Krippendorff 1995; 2004, chapter 11.6",
        "units of both annotators",
    ),
    "gamma": Measure(
        "gamma",
        "غاما",
        "Boundaries and labels at once, by the best alignment, against shifted copies of the same annotations. The mean "
        "over documents, and over pairs of annotators where there are more than two.",
        "الحدود والوسوم معاً بأفضل مقابلة، قياساً إلى النسخ المزاحة. المعدّل على المستندات وعلى الأزواج.",
        "1 - observed disorder / mean disorder of 30 shifted copies; alpha = beta = 1",
        "Mathet, Widloecher & Metivier 2015 (Computational Linguistics 41:437-479)",
    ),
    "observed": Measure(
        "label, where the boundaries agree",
        "الوسم عند تطابق الحدود",
        "Of the places that both marked, the share that has one label.",
        "من المقاطع التي وسمها الاثنان: حصّة ما له وسم واحد.",
        "pairs with one label / pairs on equal places",
        "Artstein & Poesio 2008",
        "pairs of mentions on equal places",
    ),
    "cohen_kappa": Measure(
        "label, where the boundaries agree (kappa)",
        "الوسم عند تطابق الحدود (كابا)",
        "The same, corrected for chance by each annotator's own use of the labels.",
        "نفسه مصحَّحاً للمصادفة بحسب توزيع كل موسِّم.",
        "(Ao - Ae) / (1 - Ae), Ae summed over pairs of annotators",
        "Cohen 1960; Davies & Fleiss 1982",
        "pairs of mentions on equal places",
    ),
    "alpha": Measure(
        "label, where the boundaries agree (alpha)",
        "الوسم عند تطابق الحدود (ألفا كريبندورف)",
        "The same, corrected for chance by the common use of the labels.",
        "نفسه مصحَّحاً للمصادفة بحسب التوزيع المشترك.",
        "1 - (n - 1) (n - sum o_cc) / (n^2 - sum n_c^2)",
        "Krippendorff 2004, 2011",
        "pairs of mentions on equal places",
    ),
}


def _event(en: str, ar: str, key: str) -> Measure:
    definition = f"Both have the same {key}; sets within each document, labels of events included where named."
    arabic = "المفتاح واحد عند الاثنين داخل المستند."
    source = "Ji & Grishman 2008; Li, Ji & Huang 2013; attached: Huang et al. 2024 (TextEE)"
    return Measure(en, ar, definition, arabic, f"{_F1}; count: equal {key}", source, "keys of both annotators")


_EVENTS: Final = {
    "trigger_id": _event("trigger", "لفظ الحدث", "trigger place"),
    "trigger_class": _event("trigger and type", "لفظ الحدث ونوعه", "trigger place and event type"),
    "argument_id": _event("argument", "العنصر", "event type and filler"),
    "argument_class": _event("argument and role", "العنصر ودوره", "event type, filler and role"),
    "argument_id_attached": _event(
        "argument of its trigger", "العنصر مع لفظ حدثه", "trigger place, event type and filler"
    ),
    "argument_class_attached": _event(
        "argument and role of its trigger", "العنصر ودوره مع لفظ حدثه", "trigger place, event type, filler and role"
    ),
    "argument_id_given_trigger": _event(
        "argument, where the trigger is agreed", "العنصر عند الاتفاق على اللفظ", "filler of an agreed trigger and type"
    ),
    "argument_class_given_trigger": _event(
        "argument and role, where the trigger is agreed",
        "العنصر ودوره عند الاتفاق على اللفظ",
        "filler and role of an agreed trigger and type",
    ),
}


def _document(en: str, ar: str, formula: str, source: str) -> Measure:
    return Measure(
        f"document label, {en}",
        f"وسم المستند، {ar}",
        f"Agreement on the value of a document label: {en}. Documents that fewer than two valued are left out.",
        "الاتفاق على قيمة وسم المستند. ما قيّمه أقل من اثنين لا يُحسب.",
        formula,
        source,
        "values given",
    )


_DOCUMENTS: Final = {
    "document_observed": _document(
        "observed", "المشاهد", "agreeing pairs of values / pairs of values", "Artstein & Poesio 2008"
    ),
    "document_scott_pi": _document("Scott's pi", "باي سكوت", "Ae = sum ((p_k1 + p_k2) / 2)^2", "Scott 1955"),
    "document_cohen_kappa": _document("Cohen's kappa", "كابا كوهين", "Ae = sum p_k1 * p_k2", "Cohen 1960"),
    "document_fleiss_kappa": _document(
        "Fleiss' kappa", "كابا فلايس", "Ao = mean over documents, Ae = sum p_k^2", "Fleiss 1971"
    ),
    "document_alpha_nominal": _document(
        "alpha, nominal", "ألفا الاسمية", "1 - Do / De, difference 0 or 1", "Krippendorff 2011"
    ),
    "document_alpha_ordinal": _document(
        "alpha, ordinal", "ألفا الرتبية", "1 - Do / De, difference by ranks", "Krippendorff 2011"
    ),
    "document_alpha_interval": _document(
        "alpha, interval", "ألفا المسافية", "1 - Do / De, difference (c - k)^2", "Krippendorff 2011"
    ),
    "document_alpha_masi": _document("alpha, sets", "ألفا المجموعات", "1 - Do / De, MASI distance", "Passonneau 2006"),
    "document_gwet_ac1": _document("Gwet's AC1", "AC1 غويت", "Ae = sum p_k (1 - p_k) / (q - 1)", "Gwet 2008"),
}

MEASURES: Final[dict[str, Measure]] = {**_SPANS, **_EVENTS, **_DOCUMENTS}

REASONS: Final[dict[str, tuple[str, str]]] = {
    "no_common": (
        "No document is done by two of these annotators.",
        "لا مستند أنجزه اثنان من هؤلاء الموسِّمين.",
    ),
    "nothing_marked": (
        "Nobody marked anything in the documents that were compared: they agree on nothing being there, which F1 "
        "cannot say.",
        "لم توسَم أي إشارة في المستندات المقارنة، فلا معنى لقياس F1.",
    ),
    "no_equal_place": ("No place was marked by both.", "لا مقطع وسمه الاثنان معاً."),
    "one_label": (
        "Only one label was used there, so chance alone would agree on everything.",
        "استُعمل وسم واحد فقط، فالمصادفة وحدها تكفي للاتفاق.",
    ),
    "no_words": ("The documents hold no words.", "لا كلمات في المستندات."),
    "all_or_nothing": (
        "Either nothing or everything is inside a mention, so chance alone would agree on everything.",
        "إمّا كل شيء داخل الإشارات أو لا شيء، فالمصادفة وحدها تكفي للاتفاق.",
    ),
    "no_events": ("Nobody marked an event.", "لا حدث عند أيّ منهم."),
    "no_arguments": ("Nobody filled a role of an event.", "لا عنصر في أيّ حدث."),
    "no_agreed_trigger": (
        "No trigger is agreed that has arguments.",
        "لا لفظ حدث متفقاً عليه وله عناصر.",
    ),
    "no_common_value": (
        "No document was given a value by two annotators.",
        "لا مستند أعطاه اثنان قيمة.",
    ),
    "one_value": (
        "Only one value was used, so chance alone would agree on everything.",
        "استُعملت قيمة واحدة فقط، فالمصادفة وحدها تكفي للاتفاق.",
    ),
    "not_numbers": ("The values are not numbers.", "القيم ليست أعداداً."),
    "not_sets": ("The values are not sets.", "القيم ليست مجموعات."),
    "too_many_values": (
        "There are more than 500 different values: this is free text, not a label.",
        "القيم المختلفة أكثر من ٥٠٠: هذا نص حر لا وسم.",
    ),
    "on_request": ("It is computed on request.", "يُحسب عند الطلب."),
}

CAUSES: Final[dict[str, tuple[str, str]]] = {
    "clitic": ("clitic only", "سابقة أو لاحقة فقط"),
    "article": ("the article al-", "أل التعريف"),
    "punctuation": ("punctuation or spaces", "علامات ترقيم"),
    "tatweel_vowels": ("tatweel or vowel marks", "تطويل أو حركات"),
    "length": ("length of the name, apposition", "طول الاسم أو البدل"),
    "other": ("other", "غير ذلك"),
}

WARNINGS: Final[dict[str, tuple[str, str]]] = {
    "few_documents": (
        "Documents compared: only {n}. The intervals are wide, or missing.",
        "المستندات المقارنة: {n} فقط. مجالات الثقة واسعة أو غائبة.",
    ),
    "few_mentions": (
        "Mentions compared: only {n}. Read the intervals before the values.",
        "الإشارات المقارنة: {n} فقط. اقرأ مجال الثقة قبل القيمة.",
    ),
    "words_inflated": (
        "Most words are outside every mention, and agreement on them counts in the alpha word by word.",
        "معظم الكلمات خارج كل إشارة، والاتفاق عليها داخل في ألفا الكلمات.",
    ),
    "nested": (
        "There are nested mentions: words and lengths are measured label by label.",
        "توجد إشارات متضمَّنة، فالكلمات والأطوال تقاس وسماً وسماً.",
    ),
    "prevalence": (
        "{p} % of the values of «{name}» are «{value}»: kappa and alpha fall although people agree; read AC1.",
        "{p}٪ من قيم «{name}» هي «{value}»، فتهبط كابا وألفا مع أن الاتفاق قائم. انظر AC1.",
    ),
    "few_done": ("{name} has finished few of these documents: {n}.", "ما أنجزه «{name}» من هذه المستندات قليل: {n}."),
    "lowest": (
        "{name} agrees least with the others: exact match {value}.",
        "«{name}» الأدنى تطابقاً مع الآخرين: {value}.",
    ),
    "causes": (
        "Boundary differences: {n}, of which {p} % are: {cause}.",
        "اختلافات الحدود: {n}، منها {p}٪: {cause}.",
    ),
    "not_done": (
        "Layers that are not done, and do not count: {n}.",
        "طبقات غير منجزة لم تُحسب: {n}.",
    ),
}


def reason(key: str | None, language: str = "en") -> str | None:
    """A reason in words."""
    return None if key is None else REASONS[key][language == "ar"]
