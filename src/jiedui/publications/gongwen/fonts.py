"""Font faces by their customary names. None is shipped: the reader's machine has them, or a stand-in.

For each the file names what to use instead (``w:altName``), since the _GB2312 faces are older names of those that
come with Windows and the title face is commercial.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, RGBColor

FANGSONG = "仿宋_GB2312"
KAITI = "楷体_GB2312"
HEITI = "黑体"
XIAOBIAOSONG = "方正小标宋简体"
SONGTI = "宋体"

STAND_INS = {FANGSONG: "仿宋", KAITI: "楷体", HEITI: "SimHei", XIAOBIAOSONG: "宋体", SONGTI: "SimSun"}
SLOTS = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")


def set_face(properties: Any, face: str) -> None:
    """Make ``face`` the font of all scripts in run properties, and drop theme fonts, which would win over it."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for slot in SLOTS:
        fonts.set(qn(slot), face)
    # Digits and quotation marks stay in the same face as the characters around them.
    fonts.set(qn("w:hint"), "eastAsia")


def set_font(holder: Any, face: str, size: Length, colour: RGBColor | None = None) -> None:
    """Set face, size and colour of a run or style; never bold or italic."""
    holder.font.size = size
    holder.font.bold = False
    holder.font.italic = False
    if colour is not None:
        holder.font.color.rgb = colour
    set_face(holder.element.get_or_add_rPr(), face)


def declare(document: Document) -> None:
    """List the faces and their stand-ins in the file's font table."""
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table = parse_xml(f"<w:fonts {nsdecls('w')}/>")
    for face, stand_in in STAND_INS.items():
        font = OxmlElement("w:font")
        font.set(qn("w:name"), face)
        for tag, value in (("w:altName", stand_in), ("w:charset", "86")):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            font.append(child)
        table.append(font)
    part._blob = serialize_part_xml(table)
