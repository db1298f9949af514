"""What the text and the schema allow: faults that are refused, problems that are listed with a place."""

from annotator.validate.layers import affected, document_label_names, problems, record_problems
from annotator.validate.places import Clash, clash, span_fault
from annotator.validate.problem import WORDS, Problem, blocks_done
from annotator.validate.values import attributes_for, value_fault

__all__ = [
    "WORDS",
    "Clash",
    "Problem",
    "affected",
    "attributes_for",
    "blocks_done",
    "clash",
    "document_label_names",
    "problems",
    "record_problems",
    "span_fault",
    "value_fault",
]
