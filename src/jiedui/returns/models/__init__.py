"""Schedules, returns, reviews and notices."""

from jiedui.returns.models.notices import Delivery, Notice, NoticeSettings, Webhook
from jiedui.returns.models.returns import Return, ReturnLine, ReturnPicture, ReturnText
from jiedui.returns.models.reviews import Decision, Remark
from jiedui.returns.models.schedules import (
    ReturnSchedule,
    ReviewLevel,
    ScheduleLine,
    ScheduleSection,
    ScheduleUnit,
)

__all__ = [
    "Decision",
    "Delivery",
    "Notice",
    "NoticeSettings",
    "Remark",
    "Return",
    "ReturnLine",
    "ReturnPicture",
    "ReturnSchedule",
    "ReturnText",
    "ReviewLevel",
    "ScheduleLine",
    "ScheduleSection",
    "ScheduleUnit",
    "Webhook",
]
