"""What is done about figures that look odd, and telling those who can act."""

from __future__ import annotations

from jiedui.progress.services.alerting import raise_alerts
from jiedui.progress.services.answering import answer_question
from jiedui.progress.services.asking import ask
from jiedui.progress.services.telling import tell_of_alerts

__all__ = ["answer_question", "ask", "raise_alerts", "tell_of_alerts"]
