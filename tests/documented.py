"""Examples in a page of the docs: `curl` commands in order, each with the answer that is printed below it.

They are read here and sent by Python's own HTTP client, so that it takes neither curl nor a shell to test
them. What is understood of both is little, and anything else is an error: one command a block; variables of
the shell in double quotes; the options of curl in OPTIONS.

What an answer prints holds, but for this:

- `…` stands for something that was left out: at the end of a text, as the last thing in a list or an object;
- a moment stands for any moment;
- an ETag stands for the one that is answered, also in the requests behind it; ids are what they are, since
  the story begins on an empty server;
- of the headers those that are printed are compared; of the body each value, and where all of it stands on
  one line, each byte.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

OPTIONS = {"-H": "header", "-X": "method", "--json": "json", "--data-binary": "data"}
IGNORED = frozenset({"-i"})
LEFT_OUT = "…"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_VARIABLE = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class Asked:
    """A request, ready to be sent to the host that the address names."""

    method: str
    host: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None


@dataclass(frozen=True)
class Answered:
    """An answer, as it is printed or as it came."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True)
class Example:
    """A command with the number of its line, and the answer below it."""

    line: int
    command: str
    answer: Answered


@dataclass
class Teller:
    """Sends examples, and remembers what is meant by what they print.

    `variables` are those of the shell, `hosts` the addresses that are printed → those that are asked.
    """

    variables: Mapping[str, str]
    hosts: Mapping[str, str] = field(default_factory=dict)
    etags: dict[str, str] = field(default_factory=dict)

    def try_out(self, example: Example) -> list[str]:
        """Send an example; what differs between its answer and the printed one, in words."""
        asked = self.read(example.command)
        connection = HTTPConnection(asked.host, timeout=60)
        try:
            connection.request(asked.method, asked.path, asked.body, dict(asked.headers))
            answer = connection.getresponse()
            body = answer.read().decode()
        finally:
            connection.close()
        answered = Answered(answer.status, answer.reason, answer.headers, body)
        return [f"line {example.line}: {each}" for each in self.compare(example.answer, answered)]

    def read(self, command: str) -> Asked:
        """What a curl command sends. Raises ValueError for what is not understood of it."""
        for printed, answered in self.etags.items():
            command = command.replace(printed, answered)
        return read_curl(_VARIABLE.sub(lambda found: self.variables[found[1]], command))

    def compare(self, printed: Answered, answered: Answered) -> list[str]:
        """What differs between a printed answer and the one that came, in words."""
        differs = []
        if (printed.status, printed.reason) != (answered.status, answered.reason):
            differs.append(f"it answers {answered.status} {answered.reason}: {answered.body}")
        for name, value in printed.headers.items():
            came = answered.headers.get(name)
            if name == "ETag" and came is not None:
                self.etags[value] = came
            elif value != came:
                differs.append(f"its {name} is {came}")
        body = printed.body
        for told, asked in self.hosts.items():
            body = body.replace(told, asked)
        return differs + list(_bodies(body, answered.body))


def examples_of(page: Path) -> Iterator[Example]:
    """The examples of a page: each block of `curl`, and the block of `http` that follows it.

    Raises ValueError where a command has no answer, or an answer no command.
    """
    text = page.read_text("utf-8")
    waiting: tuple[int, str] | None = None
    for block in _BLOCK.finditer(text):
        line = text.count("\n", 0, block.start()) + 1
        is_command = block[1] == "sh" and block[2].startswith("curl ")
        is_answer = block[1] == "http"
        if is_answer is not (waiting is not None) and (is_command or is_answer or waiting):
            raise ValueError(f"line {line}: after each command stands its answer, and nothing else does.")
        if is_command:
            waiting = (line, block[2])
        elif waiting is not None:
            yield Example(*waiting, _answer(block[2]))
            waiting = None
    if waiting:
        raise ValueError(f"line {waiting[0]}: this command has no answer.")


def commands_of(page: Path, program: str) -> Iterator[list[str]]:
    """The words of each line in a block of `sh` that calls this program."""
    for block in _BLOCK.finditer(page.read_text("utf-8")):
        if block[1] == "sh":
            yield from (shlex.split(each)[1:] for each in block[2].splitlines() if each.startswith(program))


def read_curl(command: str) -> Asked:
    """What a curl command sends. Raises ValueError for what is not understood of it."""
    words = iter(shlex.split(command.replace("\\\n", " "))[1:])
    headers = {"Accept": "*/*"}
    method, body, address = "", None, ""
    for word in words:
        if word in OPTIONS:
            value = next(words)
            if word == "-H":
                name, _, said = value.partition(": ")
                headers[name] = said
            elif word == "-X":
                method = value
            else:
                body = value.encode()
                headers |= {"Content-Type": "application/json"} if word == "--json" else {}
        elif word.startswith("http://") and not address:
            address = word
        elif word not in IGNORED:
            raise ValueError(f"“{word}” is not understood.")
    host, slash, path = address.removeprefix("http://").partition("/")
    return Asked(method or ("GET" if body is None else "POST"), host, slash + path, headers, body)


def _answer(block: str) -> Answered:
    head, _, body = block.partition("\n\n")
    first, *lines = head.splitlines()
    protocol, status, reason = [*first.split(" ", 2), "", ""][:3]
    if protocol != "HTTP/1.1":
        raise ValueError(f"An answer begins with its status, and not with “{first}”.")
    headers = dict(each.split(": ", 1) for each in lines)
    return Answered(int(status), reason, headers, body)


def _bodies(printed: str, answered: str) -> Iterator[str]:
    if not printed.startswith("{"):
        if printed.rstrip("\n") != answered.rstrip("\n"):
            yield f"it answers the text {answered!r}"
    elif printed.count("\n") == 1 and LEFT_OUT not in printed:
        if printed.rstrip("\n") != answered:
            yield f"it answers byte for byte {answered}"
    elif answered.startswith("{"):
        yield from _differences(_read_json(printed), json.loads(answered), "the answer")
    else:
        yield f"it answers {answered!r}"


def _read_json(text: str) -> Any:
    """JSON as it is printed: what was left out at the end of a list or an object has its own mark."""
    text = re.sub(rf",(\s*){LEFT_OUT}(\s*\}})", rf',\1"{LEFT_OUT}": "{LEFT_OUT}"\2', text)
    return json.loads(re.sub(rf"([\[,]\s*){LEFT_OUT}(\s*\])", rf'\1"{LEFT_OUT}"\2', text))


def _differences(printed: Any, answered: Any, where: str) -> Iterator[str]:
    if isinstance(printed, dict) and isinstance(answered, dict):
        named = {name: value for name, value in printed.items() if name != LEFT_OUT}
        missing = (
            named.keys() ^ answered.keys() if len(named) == len(printed) else named.keys() - answered.keys()
        )
        yield from (f"{where} and its “{name}”: only one of both has it" for name in sorted(missing))
        for name in named.keys() & answered.keys():
            yield from _differences(named[name], answered[name], f"{where}.{name}")
    elif isinstance(printed, list) and isinstance(answered, list):
        is_whole = not printed or printed[-1] != LEFT_OUT
        named = printed if is_whole else printed[:-1]
        if len(named) > len(answered) or (is_whole and len(named) != len(answered)):
            yield f"{where} has {len(answered)} items"
        for number, (one, other) in enumerate(zip(named, answered, strict=False)):
            yield from _differences(one, other, f"{where}.{number}")
    elif isinstance(printed, str) and isinstance(answered, str):
        if not _fits(printed, answered):
            yield f"{where} is {answered!r}"
    elif printed != answered or type(printed) is not type(answered):
        yield f"{where} is {answered!r}"


def _fits(printed: str, answered: str) -> bool:
    if MOMENT.fullmatch(printed):
        return MOMENT.fullmatch(answered) is not None
    if printed.endswith(LEFT_OUT):
        return answered.startswith(printed.removesuffix(LEFT_OUT))
    return printed == answered
