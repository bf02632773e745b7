"""What a query asks of lines and designs, as conditions of statements."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.models import Person
from webapp.models.search import DESIGN_SHIFT, ENTRY, HEADING, KEY, KIND_SHIFT, TEXT, TITLE
from webapp.services.permissions import readable
from webapp.services.searching.dialects import Values, condition_text, said, within
from webapp.utils.keys import parse_key
from webapp.utils.queries import ME, NOBODY, Operator, Query

TRIGRAM = 3
"""How many characters a text needs to be found by the index of trigrams."""
SPAN = 1 << DESIGN_SHIFT
"""How many ids the lines of one kind of one design have."""
DESIGN = f"(id / {SPAN}) % {1 << (KIND_SHIFT - DESIGN_SHIFT)}"
"""The id of the design of a line, by the line's own."""
KINDS = (KEY, TITLE, ENTRY, HEADING, TEXT)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query on its way into statements.

    `words` are the texts that must be found, none of them within another, `:word0` and on in statements.
    `line` is what a line `l` has to meet beside the words, '' where nothing; `design` what a row of `design`
    has to meet, with being `readable`. `kinds` are the kinds of lines that come into question.
    `holders` selects, as `value`, the ids of the designs that alone have lines which meet `line`; '' where
    no index says so. `values` are the parameters of all that.
    """

    words: tuple[str, ...]
    line: str
    design: str
    readable: str
    kinds: tuple[int, ...]
    holders: str
    values: Values

    @property
    def long(self) -> list[str]:
        """The words that the index of trigrams knows."""
        return [word for word in self.words if len(word) >= TRIGRAM]

    @property
    def short(self) -> list[str]:
        """The words of one and two characters."""
        return [word for word in self.words if len(word) < TRIGRAM]

    @property
    def asks_lines(self) -> bool:
        """Whether anything is asked of lines at all."""
        return bool(self.words or self.line)

    @property
    def all_words(self) -> str:
        """What a line `l` that matches by itself meets."""
        held = [within("l.text", f"word{number}") for number in range(len(self.words))]
        return " AND ".join([*held, *filter(None, [self.line])]) or "l.id IS NOT NULL"

    def one_word(self, number: int) -> str:
        """What a line `l` meets that holds one of the words."""
        return " AND ".join([within("l.text", f"word{number}"), *filter(None, [self.line])])


def ask(query: Query, person: Person | None) -> Asked:
    """The conditions of a query, asked by `person`."""
    words = _apart(query.texts)
    values: Values = {f"word{number}": word for number, word in enumerate(words)}
    lines: list[str] = []
    designs: list[str] = []
    for number, word in enumerate(query.without):
        lines.append(f"NOT {within('l.text', f'without{number}')}")
        values[f"without{number}"] = word
    for number, operator in enumerate(query.operators):
        condition, of_line = _condition(operator, f"op{number}", person, values)
        wanted = condition if operator.wanted else f"NOT coalesce({condition}, FALSE)"
        (lines if of_line else designs).append(wanted)
    may_read, its_values = condition_text(readable(person))
    designs.append(f"({may_read})")
    return Asked(
        *(words, " AND ".join(lines), " AND ".join(designs), may_read),
        *(_kinds(query), _holders(query), values | its_values),
    )


def bounds(kind: int) -> tuple[int, int]:
    """The least id of a line of this kind, and the least that is of a later one."""
    return kind << KIND_SHIFT, (kind + 1) << KIND_SHIFT


def kind_of(line_id: int) -> int:
    """The kind of a line, by its id."""
    return line_id >> KIND_SHIFT


def design_of(line_id: int) -> int:
    """The id of a line's design, by its own."""
    return (line_id >> DESIGN_SHIFT) & ((1 << (KIND_SHIFT - DESIGN_SHIFT)) - 1)


def lines_of(kind: int, meets: str) -> str:
    """Whether `design` has a line `l` of this kind that meets a condition."""
    first = f"{kind << KIND_SHIFT} + design.id * {SPAN}"
    return (
        f"EXISTS (SELECT 1 FROM search_line AS l WHERE l.id BETWEEN {first} AND {first} + {SPAN - 1} "
        f"AND {meets})"
    )


def _apart(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The texts that stand in no other one: what holds that one holds them as well."""
    return tuple(text for text in texts if not any(text in other and text != other for other in texts))


def _kinds(query: Query) -> tuple[int, ...]:
    """Rows and lines of code state entries; placeholders are left in what a design says."""
    names = {operator.name for operator in query.operators if operator.wanted}
    if names & {"in", "method"} or "open" in query.values("is"):
        return (ENTRY,)
    return (ENTRY, HEADING, TEXT) if "is" in names else KINDS


def _holders(query: Query) -> str:
    for number, operator in enumerate(query.operators):
        if operator.wanted and operator.name == "in":
            return f"SELECT DISTINCT design_id AS value FROM entry WHERE register = :op{number}"
        if operator.wanted and (operator.name, operator.value) == ("is", "tbd"):
            return f"SELECT DISTINCT {DESIGN} AS value FROM search_line WHERE undecided"
    return ""


def _condition(operator: Operator, name: str, person: Person | None, values: Values) -> tuple[str, bool]:
    """What an operator asks, and whether it asks it of lines; its value goes to the parameters."""
    value = operator.value
    if operator.name == "in":
        values[name] = value
        return f"(l.register = :{name})", True
    if operator.name == "method":
        values |= {name: f"{value} ", f"{name}_length": len(value) + 1}
        return _states(f"e.register = 'endpoints' AND substr(e.key, 1, :{name}_length) = :{name}"), True
    if operator.name == "is":
        if value == "tbd":
            return "(l.undecided)", True
        done = said('e."values"', "done")
        return _states(f"e.register IN ('tasks', 'questions') AND coalesce({done}, 'no') <> 'yes'"), True
    return _of_design(operator, name, person, values), False


def _states(meets: str) -> str:
    """Whether a line `l` states an entry `e` that meets a condition."""
    return (
        "(EXISTS (SELECT 1 FROM entry AS e WHERE e.row_id = l.piece_id AND l.what = 'row' "
        f"AND {meets}) OR EXISTS (SELECT 1 FROM entry AS e WHERE e.block_id = l.piece_id "
        f"AND l.what = 'block' AND e.line = l.line AND {meets}))"
    )


def _of_design(operator: Operator, name: str, person: Person | None, values: Values) -> str:
    """What a design has to meet.

    Columns with a plus are not looked up in an index: designs are walked through from the last change on,
    and the first few are enough, where an owner or a project may have thousands.
    """
    value = operator.value
    if operator.name == "status":
        values[name] = value.capitalize()
        return f"(design.status = :{name})"
    if operator.name == "project":
        values[name] = value
        return f"(+design.project_id = (SELECT p.id FROM project AS p WHERE p.key = :{name}))"
    if operator.name == "owner":
        if value == NOBODY:
            return "(design.owner_id IS NULL)"
        if value == ME:
            values[name] = person.id if person else 0
            return f"(+design.owner_id = :{name})"
        values[name] = value
        held = within("o.filter_name", name)
        return f"(+design.owner_id IN (SELECT o.id FROM person AS o WHERE {held}))"
    key = parse_key(value)
    values |= {name: key.project if key else "", f"{name}_number": key.number if key else 0}
    return (
        f"(design.number = :{name}_number AND design.project_id = "
        f"(SELECT p.id FROM project AS p WHERE p.key = :{name}))"
    )
