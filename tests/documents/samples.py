"""Short papers of the genre, written for the tests; names of places are real, everything else is invented."""

from __future__ import annotations

from jiedui.documents.blocks import Document
from jiedui.documents.readers import open_document
from jiedui.documents.structure import Context, analyse

PLAN = """上海市对口支援与合作交流工作领导小组文件
沪合作〔2020〕3号
上海市2020年东西部扶贫协作工作要点
各区人民政府，市政府有关委、办、局：
为助推云南省如期打赢脱贫攻坚战，现制定2020年工作要点如下。
一、总体目标
2020年，安排市级统筹财政援助资金38亿元，引导80家以上企业赴云南投资，带动贫困人口脱贫3万人以上。
二、重点任务
（一）深化产业合作。支持建设扶贫车间200个。完成消费扶贫金额15亿元，其中浦东新区3亿元，闵行区、宝山区各1.5亿元，嘉定区9亿元。（市商务局牵头，各区负责，市合作交流办配合，完成时限：2020年11月底）
（二）加强人才支援。全年选派党政干部94名，选派民警30名赴滇工作。

附件
上海市各区与云南省贫困县结对关系及2020年援助资金安排表
单位：万元
序号	支援区	受援州市	受援县	援助资金
1	浦东新区	大理州	弥渡县	4200
2		怒江州	福贡县	5600
3	闵行区	保山市	昌宁县	3900
4	徐汇区		屏边县	4100
合计				17700
"""

BULLETIN = """杭州市对口支援和区域合作工作简报
第12期
杭州市对口支援和区域合作局  2019年9月15日

杭州市与恩施州东西部扶贫协作取得阶段性成效

今年以来，杭州市全力助推恩施州脱贫攻坚。截至8月底，已到位财政帮扶资金4亿元，实施帮扶项目156个，其中产业项目资金3亿元，占帮扶资金总额的75%。

上城区帮助鹤峰县建设茶叶基地5000亩，投入资金1200万元。

下一步，计划年内再安排资金5000万元，新建扶贫车间10个。
"""


def document(text: str, name: str = "paper.txt") -> Document:
    """The text as a read document."""
    return open_document(text.encode(), name)


def context(text: str) -> Context:
    """The context of a text."""
    return analyse(document(text))
