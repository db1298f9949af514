"""Words and looks of the HTML report."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "title": ("Agreement", "الاتفاق"),
    "coverage": (
        "Documents done by two annotators or more: {compared} of {documents} (annotators: {people}, layers: {layers}). "
        "Layers not done, which do not count: {open}. Documents compared in which nobody marked anything: {nothing}.",
        "المستندات التي أنجزها اثنان على الأقل: {compared} من {documents} (الموسِّمون: {people}، الطبقات: {layers}). "
        "طبقات غير منجزة لم تُحسب: {open}. مستندات مقارنة بلا إشارة عند أحد: {nothing}.",
    ),
    "ladder": ("The ladder of agreement", "سلّم الاتفاق"),
    "warnings": ("Keep in mind", "انتبه"),
    "pairs": ("Everyone with everyone: exact match (documents)", "كل موسِّم مع غيره: تطابق تام (المستندات)"),
    "each": ("Each with the others: exact match", "كل موسِّم مع الآخرين: تطابق تام"),
    "labels": ("By label: exact match", "حسب الوسم: تطابق تام"),
    "confusion": ("Labels where the boundaries agree", "الوسوم عند تطابق الحدود"),
    "events": ("Events", "الأحداث"),
    "document_labels": ("Document labels", "وسوم المستندات"),
    "causes": ("Why boundaries differ", "لماذا تختلف الحدود"),
    "disagreements": ("Documents with the most differences", "المستندات الأكثر اختلافاً"),
    "definitions": ("What the numbers mean", "معنى الأرقام"),
    "measure": ("measure", "القياس"),
    "value": ("value", "القيمة"),
    "interval": ("95 % interval", "مجال الثقة ٩٥٪"),
    "documents": ("documents", "المستندات"),
    "document": ("document", "المستند"),
    "nothing": ("not annotated", "غير موسوم"),
    "cause": ("cause", "السبب"),
    "share": ("share", "الحصّة"),
    "differences": ("differences", "اختلافات"),
    "missing": ("missing", "سهو"),
    "boundaries": ("boundaries", "حدود"),
    "kind_labels": ("labels", "وسوم"),
    "arguments": ("arguments", "عناصر"),
    "filter_gold": ("Against gold", "قياساً إلى المرجعي"),
    "filter_people": ("Annotators", "الموسِّمون"),
    "filter_labels": ("Labels", "الوسوم"),
    "resampling": (
        "Intervals: 1,000 resamples of documents, fixed seed.",
        "مجالات الثقة: ١٬٠٠٠ إعادة معاينة للمستندات ببذرة ثابتة.",
    ),
    "version": ("Version of the measures:", "إصدار القياسات:"),
}

STYLE: Final = """
:root{color-scheme:light dark;--ink:#1d1d1b;--quiet:#6b675e;--paper:#fbfaf6;--line:#dedacf;--mark:#0b607f}
@media(prefers-color-scheme:dark){:root{--ink:#eae7df;--quiet:#a29d92;--paper:#191a1b;--line:#3a3a38;--mark:#5cb3d3}}
body{margin:2rem auto;max-width:70rem;padding:0 1rem;background:var(--paper);color:var(--ink);
font:16px/1.6 "Noto Naskh Arabic","Segoe UI",system-ui,sans-serif}
main{display:none}#ar:checked~main.ar,#en:checked~main.en{display:block}
input[name=language]{margin-inline-start:1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}h3{font-size:1rem}
section{overflow-x:auto}table{border-collapse:collapse}
th,td{padding:.25rem .75rem;border-block-end:1px solid var(--line);text-align:start;font-variant-numeric:tabular-nums}
thead th,small,footer,.undefined,dd span{color:var(--quiet);font-weight:normal}tbody th{font-weight:600}
.bar{display:inline-block;position:relative;inline-size:12rem;block-size:.8rem;background:var(--line)}
.bar b{position:absolute;inset-block:0;background:var(--mark)}
.bar u{position:absolute;inset-block:-.15rem;border-inline-start:1px solid var(--quiet)}
.bar i{position:absolute;inset-block:30%;border:1px solid var(--ink);border-block-width:2px 0}
.heat{padding:.1rem .4rem;background:color-mix(in srgb,var(--mark) calc(var(--v)*55%),transparent)}
footer{margin-block-start:2rem}dt{font-weight:600}dd{margin-inline-start:1rem}dd span{display:block;text-align:start}
@media print{input,label{display:none}}
"""
