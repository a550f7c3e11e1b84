"""Whether a regular expression can read one text in exponentially many ways (it then hangs on a text like ————————).

The body of each loop becomes an automaton without a stack; a loop is ambiguous where two different walks from its
start come back to its start over the same characters (Weber and Seidl 1991, criterion EDA). Conditions that look
around are passed over, so that a loop may be called ambiguous which a condition keeps apart, never the other way round.
"""

from __future__ import annotations

import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

MANY = 16
"""A loop that may be taken so often is as good as endless: 2 ** 16 ways, at every place of the text."""
Chars = frozenset[str]
Pair = tuple[int, int]
Node = TypeVar("Node", int, Pair)


def ambiguous_loops(pattern: re.Pattern[str]) -> Iterator[str]:
    """The bodies of loops that read the same characters in two ways, as the parser shows them."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    alphabet = _alphabet(tree)
    for body in _loops(tree):
        if _Automaton.of(body, alphabet).ambiguous():
            yield str(body)


def _loops(tree: Any) -> Iterator[Any]:
    for op, argument in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            _least, most, body = argument
            if most >= MANY and not _single(body):
                yield body
            yield from _loops(body)
        elif op is sre.ATOMIC_GROUP and argument and argument[-1][0] in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            yield from _loops(argument[:-1])  # what an atomic group ends with is never asked for another way
            yield from _loops(argument[-1][1][2])
        else:
            for part in _parts(op, argument):
                yield from _loops(part)


def _single(body: Any) -> bool:
    """One character at a time is read in one way."""
    return len(body) == 1 and body[0][0] in (sre.IN, sre.LITERAL, sre.NOT_LITERAL, sre.ANY)


def _parts(op: Any, argument: Any) -> Iterable[Any]:
    if op is sre.BRANCH:
        return argument[1]
    if op is sre.SUBPATTERN:
        return [argument[3]]
    if op is sre.ATOMIC_GROUP:
        return [argument]
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [argument[1]]
    return []


def _alphabet(tree: Any) -> Chars:
    """Characters enough to tell all sets of the pattern apart: every border, and one that occurs nowhere."""
    found = {"\u2603", "a", "0", "，"}

    def walk(node: Any) -> None:
        for op, argument in node:
            if op in (sre.LITERAL, sre.NOT_LITERAL):
                found.add(chr(argument))
            elif op is sre.IN:
                for kind, value in argument:
                    if kind is sre.RANGE:
                        found.update(map(chr, value))
                    elif kind is sre.LITERAL:
                        found.add(chr(value))
            elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
                walk(argument[2])
            else:
                for part in _parts(op, argument):
                    walk(part)

    walk(tree)
    return frozenset(found)


def _chars(op: Any, argument: Any, alphabet: Chars) -> Chars:
    """Those of the alphabet that one step of the pattern reads."""
    if op is sre.LITERAL:
        return frozenset({chr(argument)})
    step = re.compile(_as_set(op, argument), re.DOTALL)
    return frozenset(char for char in alphabet if step.fullmatch(char))


CLASSES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}


def _as_set(op: Any, argument: Any) -> str:
    """One step written as a set of characters again."""
    if op is sre.ANY:
        return "."
    if op is sre.NOT_LITERAL:
        return f"[^{re.escape(chr(argument))}]"
    said = {
        sre.NEGATE: lambda _: "^",
        sre.LITERAL: lambda code: re.escape(chr(code)),
        sre.RANGE: lambda ends: "-".join(re.escape(chr(end)) for end in ends),
        sre.CATEGORY: CLASSES.__getitem__,
    }
    return "[" + "".join(said[kind](value) for kind, value in argument) + "]"


@dataclass
class _Automaton:
    """States are numbers; 0 is where the loop begins and ends."""

    alphabet: Chars
    steps: dict[int, list[tuple[Chars, int]]] = field(default_factory=lambda: defaultdict(list))
    free: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    closures: dict[int, frozenset[int]] = field(default_factory=dict)
    count: int = 1

    @classmethod
    def of(cls, body: Any, alphabet: Chars) -> _Automaton:
        made = cls(alphabet)
        made.free[made.add(body, 0)].add(0)
        return made

    def state(self) -> int:
        self.count += 1
        return self.count - 1

    def add(self, tree: Any, start: int) -> int:
        """Add what reads ``tree`` from a state on; the state after it."""
        for op, argument in tree:
            start = self._one(op, argument, start)
        return start

    def _one(self, op: Any, argument: Any, start: int) -> int:
        if op in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY):
            end = self.state()
            self.steps[start].append((_chars(op, argument, self.alphabet), end))
            return end
        if op is sre.BRANCH:
            end = self.state()
            for part in argument[1]:
                self.free[self.add(part, start)].add(end)
            return end
        if op in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
            return self.add(argument[3] if op is sre.SUBPATTERN else argument, start)
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            return self._repeat(*argument, start)
        return start  # conditions, and references to groups

    def _repeat(self, least: int, most: int, body: Any, start: int) -> int:
        for _ in range(least):
            start = self.add(body, start)
        end = self.state()
        if most >= MANY:
            again = self.state()
            self.free[start].add(again)
            self.free[self.add(body, again)].add(again)
            self.free[again].add(end)
            return end
        for _ in range(most - least):
            self.free[start].add(end)
            start = self.add(body, start)
        self.free[start].add(end)
        return end

    def ambiguous(self) -> bool:
        """Whether two walks that part somewhere come back to the start together."""
        ahead, waiting = {(0, 0): self._after((0, 0))}, [(0, 0)]
        while waiting:
            for pair in ahead[waiting.pop()]:
                if pair not in ahead:
                    ahead[pair] = self._after(pair)
                    waiting.append(pair)
        before: dict[Pair, set[Pair]] = defaultdict(set)
        for pair, after in ahead.items():
            for one in after:
                before[one].add(pair)
        return any(one != other for one, other in _reached(before, (0, 0)))

    def _after(self, pair: Pair) -> set[Pair]:
        """Where two walks may be one character later; where both may end, both are at the start again."""
        one, other = (self._closure(state) for state in pair)
        found = {
            (after, beside)
            for chars, after in self._steps_from(one)
            for others, beside in self._steps_from(other)
            if chars & others
        }
        return found | ({(0, 0)} if 0 in one and 0 in other else set())

    def _steps_from(self, states: Iterable[int]) -> Iterator[tuple[Chars, int]]:
        return (step for state in states for step in self.steps.get(state, ()))

    def _closure(self, state: int) -> frozenset[int]:
        if state not in self.closures:
            self.closures[state] = frozenset(_reached(self.free, state))
        return self.closures[state]


def _reached(graph: dict[Node, set[Node]], start: Node) -> set[Node]:
    found, waiting = {start}, [start]
    while waiting:
        fresh = graph.get(waiting.pop(), set()) - found
        found |= fresh
        waiting.extend(fresh)
    return found
