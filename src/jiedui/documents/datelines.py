"""How a report in the press begins: where and when it was sent off, and by whom."""

from __future__ import annotations

import re

DATELINE = re.compile(
    r"据?(?:[\u4e00-\u9fff]{2,12}?(?:\d{1,2}月)?\d{1,2}日(?:电|讯|消息)"
    r"|(?:本[报网刊台]|[\u4e00-\u9fff]{2,6}[报网社])(?:讯|消息)(?=[ 　（(：:]))"
    r"[ 　]*(?:[（(][^（()）]{0,30}[）)])?[：: 　]*"
)
"""新华社乌鲁木齐1月14日电; 本报讯（…）. Its place neither gives nor receives, its day is nobody's deadline."""
SOURCE_LINE = re.compile(
    r"(?:20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?.{0,12})?(?:来源|发布时间|发布日期|作者|记者)[：: 　]"
    r"|\d{1,2}\.\d{1,2}\.20\d\d|20\d\d-\d{1,2}-\d{1,2}"
)
"""2023-05-16 来源：…"""


def after_dateline(text: str) -> int:
    """Where the story begins behind its dateline; 0 where there is none."""
    found = DATELINE.match(text)
    return found.end() if found else 0
