"""Duties told in the sentence itself rather than in a bracket: 由甲局牵头，乙局、丙局配合，…; 由甲局会同乙局，…"""

from __future__ import annotations

import re

from jiedui.documents.actors import Duties, is_agency, split_names

_NAMES = r"[\u4e00-\u9fff、（）]{2,80}?"
_LEADS = re.compile(
    rf"(?:^|[，。；：])由(?P<lead>{_NAMES})(?:牵头(?:负责|组织|实施)?|负责(?:实施|组织)?)"
    rf"(?:，(?:会同(?P<joins>{_NAMES})(?=[，。；])|(?P<support>{_NAMES})(?:积极|密切)?(?:配合|协助|参与|协办|督导|督办|监督|指导)(?:落实|实施|做好)?))?(?=[，。；]|$)"
)
_CLOSES = re.compile(
    rf"[。；](?:由)?(?P<lead>{_NAMES})(?:分别|共同|联合|具体|按职责)*(?:牵头(?:负责|组织|实施)?|负责(?:实施|组织|落实)?|承担)"
    rf"(?:，(?P<support>{_NAMES})(?:共同|积极|密切|做好)*(?:配合|协助|协同|参与|协办|落实))?。?$"
)
"""The last sentence of an item: 由甲局牵头，乙局配合。 甲局、乙委分别牵头。"""
_JOINS = re.compile(rf"(?:^|[，。；：])由(?P<lead>{_NAMES})会同(?P<support>{_NAMES})(?=，)")


def told_duties(text: str) -> Duties:
    """Who leads and who supports what a paragraph asks, where one of its clauses says so; else no duties."""
    for match in (*_LEADS.finditer(text), *_JOINS.finditer(text)):
        told = match.groupdict()
        lead = split_names(match["lead"])
        support = split_names(told["support"] or told.get("joins") or "")
        if lead and support and all(map(is_agency, [*lead, *support])):
            return Duties(lead=lead, support=support)
    if closing := _CLOSES.search(text):
        lead, support = split_names(closing["lead"]), split_names(closing["support"] or "")
        if lead and "由" not in closing["lead"] and all(map(is_agency, [*lead, *support])):
            return Duties(lead=lead, support=support)
    return Duties()
