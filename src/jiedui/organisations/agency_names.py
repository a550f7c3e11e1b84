"""How official documents shorten the names of agencies, brought back to one key.

人力资源和社会保障局, 人力社保局 and 人社局 are one agency; so are 教委 and 教育局, and 对口支援甘肃工作前方指挥部 and
援甘前指. A key is no name: it only says which written forms mean the same office of the same place.
"""

from __future__ import annotations

import re

from jiedui.organisations import division_names, divisions

_FIELDS: tuple[tuple[str, str], ...] = (
    (r"人力资源[和与]?社会保障|人力社保", "人社"),
    (r"工业[和与]?信息化", "工信"),
    (r"卫生[和与]?健康|卫生[和与]?计划生育|卫生计生|卫计", "卫健"),
    (r"农业[和与]?农村|农村工作(?=委|办)|农业(?=委|局|厅)|农(?=委)", "农业农村"),
    (r"发展[和与]?改革|发改革", "发改"),
    (r"住房[和与]?城乡建设|城乡建设(?=委)|建(?=委)", "住建"),
    (r"文化[和与]?旅游", "文旅"),
    (r"交通运输|交通(?=委|局|厅)|交(?=委)", "交通"),
    (r"国有资产监督管理", "国资"),
    (r"市场监督管理|市场监管", "市监"),
    (r"(地方)?金融(工作|监督管理|监管)?", "金融"),
    (r"科学技术协会", "科协"),
    (r"科学技术(?=委|局|厅)", "科技"),
    (r"教育(?=委|局|厅)|教(?=委|体)", "教育"),
    (r"规划[和与]?自然资源|规划资源", "规自"),
    (r"生态环境|环境保护", "环保"),
    (r"城市管理(综合执法)?", "城管"),
    (r"民族[和与]?宗教(事务)?|民族事务", "民宗"),
    (r"机关事务(服务|管理)?", "机关事务"),
    (r"供销合作(总)?社|供销总社", "供销社"),
    (r"工商业联合会", "工商联"),
    (r"妇女联合会", "妇联"),
    (r"残疾人联合会", "残联"),
    (r"归国华侨联合会", "侨联"),
    (r"台湾同胞联谊会", "台联"),
    (r"文学艺术界联合会", "文联"),
    (r"统一战线工作部", "统战部"),
    (r"退役军人事务", "退役军人"),
    (r"应急管理", "应急"),
    (r"医疗保障", "医保"),
    (r"扶贫开发(领导小组)?", "扶贫"),
    (r"(经济)?合作[和与]?交流", "合作交流"),
)
_REPLACEMENTS = tuple((re.compile(pattern), short) for pattern, short in _FIELDS)
_ORGAN = re.compile(r"(?<=..)(工作委员会|委员会|管理局|总局|委|局|厅|办公室|办)$")
_YOUTH = re.compile(r"^(?:共青团|团)(?P<place>.*[省市州区县])委(?:员会)?$")
_GOVERNMENT = re.compile(r"^(?P<place>.*?)(?:人民政府|政府)(?=.)")
_FRONT = re.compile(
    r"(?:对口)?(?:支援|帮扶|协作|援)(?P<place>.+?)(?:对口)?(?:支援)?(?:工作)?"
    r"(?:前方指挥部|前方工作机构|前方工作组|前方机构|前指|指挥部|工作队)$"
)
PROVINCE_SIGNS = {
    "新疆": "疆", "西藏": "藏", "青海": "青", "甘肃": "甘", "宁夏": "宁", "内蒙古": "蒙", "云南": "滇", "贵州": "黔",
    "四川": "川", "重庆": "渝", "河北": "冀", "陕西": "陕", "江西": "赣", "广西": "桂", "湖北": "鄂", "吉林": "吉",
}  # fmt: skip
"""The one character that stands for a province in names such as 援甘前指."""


def key(name: str) -> str:
    """The key of an agency's name without the place before it: 人力资源和社会保障局 → 人社."""
    if front := _FRONT.search(name):
        return "前指·" + sign(front["place"])
    for pattern, short in _REPLACEMENTS:
        name = pattern.sub(short, name)
    return _ORGAN.sub("", name)


def ordered(name: str) -> str:
    """The name with its place in front: 团市委 → 市团委, 共青团海州市委员会 → 海州市团委, 中共… without 中共."""
    name = name.removeprefix("中共").removeprefix("中国共产党")
    if youth := _YOUTH.match(name):
        return f"{youth['place']}团委"
    return _GOVERNMENT.sub(r"\g<place>", name)


def sign(place: str) -> str:
    """The character that stands for a receiving place: 甘肃省 and 甘 → 甘, 河北省承德市 and 承 → 承."""
    for province, character in PROVINCE_SIGNS.items():
        if place in {province, province + "省", character}:
            return character
    found = divisions.find(place)
    if found and found[0].level > divisions.Level.PROVINCE:
        return (division_names.bare(found[0].name) or found[0].name)[0]
    return PROVINCE_SIGNS.get(division_names.bare(found[0].name), place[:1]) if found else place[:1]
