"""Whether a stream matches a query: the part of XPath 1.0 that readers of streams use."""

import operator
import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

Value = list[str] | str | float | bool
"""Texts of the nodes of a path, a string, a number or a truth."""

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"[^"]*"|'[^']*')
      | (?P<number>\d+(?:\.\d*)?|\.\d+)
      | (?P<path>(?:\./|//|/)?[A-Za-z_*][\w.\-]*(?:/[A-Za-z_*][\w.\-]*)*)
      | (?P<sign>!=|<=|>=|[=<>(),])
    )""",
    re.VERBOSE,
)
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_DEPTH = 32


class UnknownQuery(ValueError):
    """A query that this reader does not know."""


def matches(query: str, info: Element) -> bool:
    """Whether a stream's description matches a query; an empty one matches all.

    Known are ``and``, ``or``, comparisons, parentheses, paths of names below ``info``, and the
    functions ``not``, ``contains``, ``starts-with``, ``count``, ``string``, ``number``,
    ``string-length``, ``true`` and ``false``.

    Raises
    ------
    UnknownQuery
        If the query is another one.
    """
    if not query.strip():
        return True
    return _Reader(query, info).result()


class _Reader:
    def __init__(self, query: str, info: Element) -> None:
        self._info = info
        self._tokens = _tokens(query)
        self._at = 0
        self._depth = 0

    def result(self) -> bool:
        value = self._or()
        if self._at < len(self._tokens):
            raise UnknownQuery(f"nothing is known to follow at {self._next()[1]!r}")
        return _truth(value)

    def _next(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")

    def _taken(self, *texts: str) -> str:
        kind, text = self._next()
        if kind in ("sign", "path") and text in texts:
            self._at += 1
            return text
        return ""

    def _need(self, text: str) -> None:
        if not self._taken(text):
            raise UnknownQuery(f"{text!r} is missing before {self._next()[1]!r}")

    def _or(self) -> Value:
        self._depth += 1
        if self._depth > _DEPTH:
            raise UnknownQuery("too many parentheses")
        value = self._and()
        while self._taken("or"):
            other = self._and()
            value = _truth(value) or _truth(other)
        self._depth -= 1
        return value

    def _and(self) -> Value:
        value = self._comparison()
        while self._taken("and"):
            other = self._comparison()
            value = _truth(value) and _truth(other)
        return value

    def _comparison(self) -> Value:
        value = self._primary()
        while sign := self._taken("=", "!=", *_COMPARE):
            value = _compared(value, sign, self._primary())
        return value

    def _primary(self) -> Value:
        kind, text = self._next()
        self._at += 1
        if kind == "text":
            return text[1:-1]
        if kind == "number":
            return float(text)
        if kind == "sign" and text == "(":
            value = self._or()
            self._need(")")
            return value
        if kind != "path":
            raise UnknownQuery(f"a value is missing before {text!r}")
        if self._taken("("):
            return self._called(text)
        return self._nodes(text)

    def _called(self, name: str) -> Value:
        arguments: list[Value] = []
        if not self._taken(")"):
            arguments.append(self._or())
            while self._taken(","):
                arguments.append(self._or())
            self._need(")")
        match name, arguments:
            case "not", [one]:
                return not _truth(one)
            case "contains", [whole, part]:
                return _text(part) in _text(whole)
            case "starts-with", [whole, part]:
                return _text(whole).startswith(_text(part))
            case "string-length", [one]:
                return float(len(_text(one)))
            case "count", [list() as nodes]:
                return float(len(nodes))
            case "string", [one]:
                return _text(one)
            case "number", [one]:
                return _number(one)
            case (("true" | "false"), []):
                return name == "true"
            case _:
                raise UnknownQuery(f"{name} is no known function of {len(arguments)}")

    def _nodes(self, path: str) -> list[str]:
        inside = path.removeprefix("./")
        if inside.startswith("//"):
            inside = f".{inside}"
        elif inside.startswith("/"):
            inside = inside.removeprefix("/info").removeprefix("/") or "."
        return ["".join(node.itertext()) for node in self._info.findall(inside)]


def _tokens(query: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    query = query.rstrip()
    while at < len(query):
        token = _TOKEN.match(query, at)
        if token is None or token.lastgroup is None:
            raise UnknownQuery(f"nothing is known that begins with {query[at : at + 20]!r}")
        found.append((token.lastgroup, token[token.lastgroup]))
        at = token.end()
    return found


def _truth(value: Value) -> bool:
    return bool(value) and value == value


def _text(value: Value) -> str:
    match value:
        case list():
            return value[0] if value else ""
        case bool():
            return str(value).lower()
        case float():
            return f"{value:g}"
        case _:
            return value


def _number(value: Value) -> float:
    try:
        return float(value) if isinstance(value, bool | float) else float(_text(value))
    except ValueError:
        return float("nan")


def _compared(left: Value, sign: str, right: Value) -> bool:
    """Compare as XPath does: of a path, one node that fits is enough."""
    if isinstance(left, bool) or isinstance(right, bool):
        pairs: list[tuple[Value, Value]] = [(_truth(left), _truth(right))]
    else:
        lefts: list[Value] = [*left] if isinstance(left, list) else [left]
        rights: list[Value] = [*right] if isinstance(right, list) else [right]
        pairs = [(one, other) for one in lefts for other in rights]
    return any(_pair(one, sign, other) for one, other in pairs)


def _pair(one: Value, sign: str, other: Value) -> bool:
    if sign in _COMPARE:
        return _COMPARE[sign](_number(one), _number(other))
    if isinstance(one, float) or isinstance(other, float):
        same = _number(one) == _number(other)
    else:
        same = one == other
    return same if sign == "=" else not same
