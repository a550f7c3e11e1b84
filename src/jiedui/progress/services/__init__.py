"""What is done about figures that look odd."""

from __future__ import annotations

from jiedui.progress.services.answering import answer_question
from jiedui.progress.services.asking import ask

__all__ = ["answer_question", "ask"]
