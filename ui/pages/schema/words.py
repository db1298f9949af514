"""Which message names what: colours, kinds of value, policies, problems, tables and differences."""

from __future__ import annotations

from typing import Final

HUES: Final = {
    "blue": "hue.blue",
    "orange": "hue.orange",
    "green": "hue.green",
    "violet": "hue.violet",
    "teal": "hue.teal",
    "crimson": "hue.crimson",
    "sky": "hue.sky",
    "brown": "hue.brown",
    "magenta": "hue.magenta",
    "olive": "hue.olive",
    "slate": "hue.slate",
    "clay": "hue.clay",
}

KINDS: Final = {
    "choice": "schema_editor.kind_choice",
    "text": "schema_editor.kind_text",
    "number": "schema_editor.kind_number",
    "date": "schema_editor.kind_date",
    "flag": "schema_editor.kind_flag",
}

CARRIERS: Final = {
    "entity": "schema_editor.on_entity",
    "event": "schema_editor.on_event",
    "relation": "schema_editor.on_relation",
}

OVERLAPS: Final = {
    "none": "schema_editor.overlap_none",
    "nested": "schema_editor.overlap_nested",
    "any": "schema_editor.overlap_any",
}

BOUNDARIES: Final = {
    "stem": "schema_editor.boundary_stem",
    "word": "schema_editor.boundary_word",
    "free": "schema_editor.boundary_free",
}

PROBLEMS: Final = {
    "edge": "schema_editor.problem_edge",
    "grapheme": "schema_editor.problem_grapheme",
    "clitic": "schema_editor.problem_clitic",
    "twin": "schema_editor.problem_twin",
    "overlap": "schema_editor.problem_overlap",
    "crossing": "schema_editor.problem_crossing",
    "label": "schema_editor.problem_label",
    "trigger": "schema_editor.problem_trigger",
    "event": "schema_editor.problem_event",
    "role": "schema_editor.problem_role",
    "role_missing": "schema_editor.problem_role_missing",
    "role_many": "schema_editor.problem_role_many",
    "filler": "schema_editor.problem_filler",
    "role_value": "schema_editor.problem_role_value",
    "attribute": "schema_editor.problem_attribute",
    "attribute_missing": "schema_editor.problem_attribute_missing",
    "attribute_value": "schema_editor.problem_attribute_value",
    "relation": "schema_editor.problem_relation",
    "relation_end": "schema_editor.problem_relation_end",
    "document_label": "schema_editor.problem_document_label",
    "document_label_missing": "schema_editor.problem_document_label_missing",
    "document_label_value": "schema_editor.problem_document_label_value",
    "question": "schema_editor.problem_question",
}

TABS: Final = {
    "labels": "schema_editor.tab_labels",
    "roles": "schema_editor.tab_roles",
    "attributes": "schema_editor.tab_attributes",
    "relations": "schema_editor.tab_relations",
    "document_labels": "schema_editor.tab_document_labels",
    "groups": "schema_editor.tab_groups",
}

TABLES: Final = {
    "labels": "schema_editor.table_labels",
    "roles": "schema_editor.table_roles",
    "attributes": "schema_editor.table_attributes",
    "relations": "schema_editor.table_relations",
    "document_labels": "schema_editor.table_document_labels",
    "groups": "schema_editor.table_groups",
}
"""One item of a table."""

DIFFERENCES: Final = {
    "added": "schema_editor.diff_added",
    "dropped": "schema_editor.diff_dropped",
    "merged": "schema_editor.diff_merged",
    "parted": "schema_editor.diff_parted",
    "retired": "schema_editor.diff_retired",
    "restored": "schema_editor.diff_restored",
    "renamed": "schema_editor.diff_renamed",
    "changed": "schema_editor.diff_changed",
}

SCHEMA_FIELDS: Final = {
    "name": "schema_editor.field_name",
    "en": "schema_editor.field_name",
    "ar": "schema_editor.field_name",
    "overlap": "schema_editor.overlap",
    "boundary": "schema_editor.boundary",
    "blocking": "schema_editor.blocking",
    "guide_en": "schema_editor.field_guide",
    "guide_ar": "schema_editor.field_guide",
}
