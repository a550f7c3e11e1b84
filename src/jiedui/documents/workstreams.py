"""Which field of work a passage belongs to, by the words of the genre.

The names are those of the genre's own annex titles. A title that names its field decides for everything under
it; elsewhere headings and sentences are weighed word by word.
"""

from __future__ import annotations

import re
from functools import lru_cache

GENERAL = "综合"
PAIRED = "结对帮扶"
"""A way of helping in any field: the last that a sentence is taken for."""

TITLE_WORDS: tuple[tuple[str, str], ...] = (
    ("万企帮万村", r"万企[帮兴]万村"),
    ("消费扶贫", r"消费扶贫|消费帮扶|消费协作"),
    (
        "健康扶贫",
        r"健康扶贫|(?:帮扶|支援)[^，。；]{0,12}医院|医疗人才|医疗卫生|卫生健康|健康帮扶|医疗帮扶|卫生援|医疗援",
    ),
    ("文化旅游扶贫", r"文化(和|与)?旅游|旅游扶贫|文旅"),
    ("教育扶贫", r"教育(扶贫|帮扶|协作|援|支援|对口|工作)"),
    ("劳务协作", r"劳务协作|劳务|就业扶贫|转移就业"),
    ("资金支持", r"资金(支持|支援|保障|帮扶|到位|拨付|项目|投入|支出|规模|使用)|财政(?:援助|帮扶|协作)资金"),
    ("产业帮扶", r"产业(帮扶|合作|扶贫|协作|援|支援)"),
    ("社会动员", r"社会力量|社会动员|社会帮扶|社会扶贫"),
    ("干部人才支援", r"干部人才|人才支援|人才支持|人才交流|干部选派|人才协作|智力"),
    ("交往交流", r"交往交流|民族团结|交流交融"),
    ("民生保障", r"民生(保障|工程|改善|帮扶)"),
    ("基础设施", r"基础设施"),
    ("结对帮扶", r"结对(帮扶|认亲|关系|共建)|携手奔小康|[村校院镇县]结对"),
)
WORDS: dict[str, str] = {
    GENERAL: r"联席会议|党政主要领导|主要负责同志|高层(?:互访|对接)|互访对接|调研对接|(?:协作|年度|框架)协议",
    "干部人才支援": (
        r"党政干部|挂职|干部人才|专业技术人才|干部培训|培训班|选派干部|柔性(选派|人才|引进)|人才培训|人才培养|专技"
        r"|在岗专家|(?:派|派出|选派|新派|增派)专家|三级干部|致富带头人|进修|跟岗|带教|师带徒|中层干部|职称|柔性|连续(?:工作|在岗)"
    ),
    "教育扶贫": (
        r"支教|教师|校长|学校|学生|中小学|高校|教育|职业技术学院|图书|书籍|助学|幼儿园|师资|课堂|职校|师生|讲学|一小|上线率|教研|听课|送教|奖学金|同课异构|招生|毕业生|办学|合作专业|名师|实验室|教室|校舍"
    ),
    "健康扶贫": (
        r"医院|医生|医务人员|医疗|卫生|患者|诊|手术|科室|健康|白内障|先心病|结核|院包科|远程会诊|儿科|防控体系|查房|新技术|义诊|门急诊|专科|血透|床位|医联体|诊疗|影像中心"
    ),
    "产业帮扶": (
        r"企业|产业|园区|投资|招商|车间|种植|养殖|繁育|厂房|加工|签约项目|合作社|基地|客商|贴息|龙头|引进|工厂|产值|落户|年产|大棚|温室|冷库|仓储|保鲜|种苗|肉牛"
    ),
    "消费扶贫": (
        r"消费(扶贫|帮扶)|采购|专柜|农产品销售|展销|销售|农副产品|电商|专营店|直营店|旗舰店|专馆"
        r"|特产馆|帮销|代销|直播带货"
    ),
    "文化旅游扶贫": r"旅游|文化|文艺|景区|游客|包机|专列|文物|非遗|艺术",
    "劳务协作": (
        r"就业岗位|招聘|劳务|务工|转移就业|就近就业|技能培训|(?:贫困|农村|脱贫)劳动力|实现就业|来[\u4e00-\u9fff]{1,2}(?:稳定)?就业|就业(?:人数|意向)|帮扶车间|公益岗位|稳岗"
    ),
    "民生保障": (
        r"富民房|安居|定居|住房|社保|养老|保险|福利|残疾|困难群众|饮水|建房|危房|搬迁|社区服务|社会保障|低保|救助|村委会活动场所"
    ),
    "基础设施": r"基础设施|道路|公路|活动室|桥|管网|援建项目|县城基础设施|供水|供暖|电网",
    "资金支持": (
        r"财政(援助)?资金|帮扶资金|财政支持|到位资金|援助资金|拨付资金|资金拨付|支出率|资金支出|到位率|支付率|报账|开工率|竣工率|完工率"
        r"|项目库|项目入库|项目开工|跟踪审计|资金使用|资金管理|配套资金|区级财政|市级财政|县级财政|财政配套|协作资金|项目验收|绩效评价|施工图|实施(?:帮扶|援助|协作)?项目|(?:全部|未|尚未)(?:开|完)工"
        r"|资金(?:占比|比例)|县(?:级)?(?:及)?以下|帮扶项目|总?经费|申请资金|(?:追加|调减)[^，。；\d]{0,8}资金"
    ),
    "社会动员": r"捐款|捐赠|捐物|社会力量|爱心|募集|筹集|慈善|献爱心|款物|公益",
    "结对帮扶": r"结对|帮带|结亲|手拉手",
    "交往交流": r"交往|交流|互访|参观|健身器材|夏令营|联谊|团结",
    "万企帮万村": r"万企[帮兴]万村",
}
_OFFICES = re.compile(r"合作交流(?:办公室|办|局)")
"""Agencies whose names hold the word of another field than theirs."""
_TITLES = tuple((name, re.compile(pattern)) for name, pattern in TITLE_WORDS)
_WEIGHTS = tuple((name, re.compile(pattern)) for name, pattern in WORDS.items())


@lru_cache(maxsize=2048)
def of_title(title: str) -> str | None:
    """The field a title or heading names outright, None where it names none or several of equal standing."""
    found = [(match.start(), name) for name, pattern in _TITLES if (match := pattern.search(title))]
    return min(found)[1] if found else None


@lru_cache(maxsize=8192)
def of_words(text: str) -> str | None:
    """The field whose words weigh most in the text, None where no word of any field occurs."""
    best, weight = None, 0
    text = _OFFICES.sub("", text)
    for name, pattern in _WEIGHTS:
        score = sum(len(match.group()) for match in pattern.finditer(text))
        if score > weight:
            best, weight = name, score
    return best
