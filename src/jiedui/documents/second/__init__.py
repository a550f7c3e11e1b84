"""A second reader: any model behind an OpenAI-compatible address, held to the words of the document. Off by default."""

from jiedui.documents.second.reader import second_facts

__all__ = ["second_facts"]
