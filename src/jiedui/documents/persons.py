"""Natural persons in a text, so that none of them gets into a fact."""

from __future__ import annotations

import re

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文冀霍习"
)
_POSTS = (
    "同志|总书记|书记|主席|总指挥|指挥长|队长|组长|秘书长"
    "|副?(?:主任|市长|省长|州长|区长|县长|乡长|镇长|局长|部长|厅长|处长|院长|校长)"
)
_PERSON = re.compile(
    rf"(?<![\u4e00-\u9fff])(?!高校)[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=(?:{_POSTS}))"
    rf"|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}同志"
    r"|(?!.委|党组|第一|驻村|支部|各级)[\u4e00-\u9fff]{2}书记(?=在|的讲话|关于|讲话|批示|指示|重要)"
    rf"|(?<=书记|市长|县长|区长|局长|主任|院长|校长|部长|队长|组长)[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=(?:介绍|表示|说|率|带队|带领|一行|指出|强调|主持|出席|同志|陪同|参加))"
    r"|习近平|[\u4e00-\u9fff]{2,6}[·•.][\u4e00-\u9fff]{2,6}(?=(?:同志|文化|纪念|故居|先生|书记|主席))"
    rf"|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=(?:纪念|故居|武术|工作室|奖学金|杯|先进事迹|出席|主持|指出|强调|要求))"
)


def names_person(text: str) -> bool:
    """Whether a text names a natural person, as far as posts and customary words around a name tell."""
    return bool(_PERSON.search(text))


def without_persons(text: str) -> str:
    """The text with names of natural persons taken out."""
    text = re.sub(rf"[，、]?由[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}同志(?:主持)?(?:召开)?", "", text)
    return _PERSON.sub("", text)
