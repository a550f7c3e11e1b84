"""The measures of GB/T 9704-2012, in one place.

Paper A4; the type area of 156 × 225 mm stands 37 mm below the upper edge and 28 mm from the binding edge. It holds
22 lines of 28 characters in size 3 (16 pt). The standard does not fix the line pitch; 28 pt is the usual way to get
22 lines. 28 characters of 16 pt are a little wider than 156 mm, so each is set 0.25 pt closer. That is said in the
style and not by a character grid, which Word squeezes but other programs snap to.
"""

from __future__ import annotations

from docx.shared import Mm, Pt, RGBColor

PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
TOP, LEFT = Mm(37), Mm(28)
AREA_WIDTH_MM, AREA_HEIGHT_MM = 156, 225
AREA_WIDTH = Mm(AREA_WIDTH_MM)
RIGHT = Mm(210 - 28 - AREA_WIDTH_MM)
BOTTOM = Mm(297 - 37 - AREA_HEIGHT_MM)

LINE_PITCH = Pt(28)
CLOSER_TWIPS = -5

# Chinese sizes by their numbers, in points.
SIZE_2, SIZE_3, SIZE_4, SIZE_SMALL_4, SIZE_5 = Pt(22), Pt(16), Pt(14), Pt(12), Pt(10.5)
MASTHEAD_SIZE = Pt(56)

# The dash of the page number stands 7 mm below the type area.
FOOTER_FROM_EDGE = Mm(35 - 7 - 2.5)
HEADER_FROM_EDGE = Mm(20)

RED = RGBColor(0xD0, 0x00, 0x00)
BLACK = RGBColor(0, 0, 0)
