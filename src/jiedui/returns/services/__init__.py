"""What can be done to schedules, returns and notices."""

from jiedui.returns.services.access import may_file, may_review, reviewing_unit
from jiedui.returns.services.closing import Closed, close_returns
from jiedui.returns.services.delivering import Delivered, deliver, line_of
from jiedui.returns.services.filing import (
    adjust_line,
    answer_remark,
    submit_return,
    submit_returns,
    withdraw_return,
    write_text,
)
from jiedui.returns.services.hooks import add_webhook, remove_webhook, renew_secret, send_again
from jiedui.returns.services.notices import mark_read, set_channels
from jiedui.returns.services.outgoing import tell_hooks
from jiedui.returns.services.pictures import OpenedPicture, add_picture, open_picture, remove_picture
from jiedui.returns.services.producing import Produced, produce_returns
from jiedui.returns.services.reminding import Reminded, remind
from jiedui.returns.services.reopening import reopen_return
from jiedui.returns.services.reviewing import (
    RemarkSpec,
    approve_return,
    approve_returns,
    remark_on,
    remove_remark,
    send_back_return,
    take_adjustment,
    take_up_return,
)
from jiedui.returns.services.schedules import (
    LevelSpec,
    LineSpec,
    ScheduleSpec,
    SectionSpec,
    create_schedule,
    delete_schedule,
    end_schedule,
    spec_of,
    update_schedule,
)

__all__ = [
    "Closed",
    "Delivered",
    "LevelSpec",
    "LineSpec",
    "OpenedPicture",
    "Produced",
    "RemarkSpec",
    "Reminded",
    "ScheduleSpec",
    "SectionSpec",
    "add_picture",
    "add_webhook",
    "adjust_line",
    "answer_remark",
    "approve_return",
    "approve_returns",
    "close_returns",
    "create_schedule",
    "delete_schedule",
    "deliver",
    "end_schedule",
    "line_of",
    "mark_read",
    "may_file",
    "may_review",
    "open_picture",
    "produce_returns",
    "remark_on",
    "remind",
    "remove_picture",
    "remove_remark",
    "remove_webhook",
    "renew_secret",
    "reopen_return",
    "reviewing_unit",
    "send_again",
    "send_back_return",
    "set_channels",
    "spec_of",
    "submit_return",
    "submit_returns",
    "take_adjustment",
    "take_up_return",
    "tell_hooks",
    "update_schedule",
    "withdraw_return",
    "write_text",
]
