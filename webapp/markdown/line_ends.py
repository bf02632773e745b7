r"""Line ends that a text lost on its way through an editor, which knows no other than `\n`."""

from __future__ import annotations

from webapp.markdown.lines import end_of, first_end, split_lines, with_newlines, without_end
from webapp.markdown.matching.sequences import in_order


def with_ends_of(model: str, text: str) -> str:
    r"""Give the lines of `text` the line ends that they have in `model`, which the text came from.

    A changed line ends as the one in whose place it stands, a new one as the line before it. Whether the
    last line has an end is for `text` to say. No `\r` comes to stand before a lone `\n`.
    """
    lines = [without_end(line) for line in split_lines(with_newlines(text))]
    ended = bool(end_of(text))
    ends = _ends(split_lines(model), lines, first_end(model))
    for at in range(len(lines) - 1, 0, -1):
        if ends[at - 1] == "\r" and not lines[at] and ends[at] == "\n":
            ends[at - 1] = "\r\n"
    if lines and not ended:
        ends[-1] = ""
    return "".join(line + end for line, end in zip(lines, ends, strict=True))


def _ends(model: list[str], lines: list[str], usual: str) -> list[str]:
    if len({end_of(line) for line in model} - {""}) < 2:
        return [usual] * len(lines)
    pairs = dict(in_order([without_end(line) for line in model], lines))
    paired = {*pairs.values(), len(model)}
    ends: list[str] = []
    place = -1  # of the last line in the model
    for at in range(len(lines)):
        if at in pairs or place + 1 not in paired:
            place = pairs.get(at, place + 1)
            own = end_of(model[place])
        else:
            own = ""
        ends.append(own or (ends[-1] if ends else usual))
    return ends
