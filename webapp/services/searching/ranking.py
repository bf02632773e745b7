"""Which designs hold what was asked, the best first.

A design is as good as its best line: one that holds all words in its key, then in its title, in what
states an entry, in a heading, in other text; after those come designs that hold the words here and
there. Among equals the one that was changed last comes first, then the one that was made last.

What is rare is found by the indexes. What is common is found by looking at the designs changed last:
soon enough of them hold it. Nothing is ever ranked by how often it holds a word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from webapp.models.search import GRAM_DESIGNS_MAX
from webapp.services.searching.asking import DESIGN, Asked, bounds, design_of, kind_of, lines_of
from webapp.services.searching.dialects import (
    array,
    given,
    holding,
    is_certain,
    lines_that_hold,
    perhaps_holding,
    run,
)

SPREAD = 5
"""The rank of a design that holds the words in several lines; ranks below it are kinds of lines."""

HITS_MAX = 400
"""How many lines the index of trigrams is asked for; what it has more of is common."""
SPREAD_HITS_MAX = 1_000
"""The same for one word of several that stand in different lines."""
LOOKED_AT = 400
"""At how many designs is looked for what is common, before it is taken to be common in a few only."""

Ranked = list[tuple[int, int]]
"""Ranks and ids of designs."""

_ORDER = "ORDER BY design.updated_at DESC, design.id DESC"
# Of those that may be read: what others change must not leave fewer of them to look at.
_NEWEST = (
    "design.updated_at >= (SELECT min(n.updated_at) FROM (SELECT design.updated_at FROM design "
    "WHERE {readable} ORDER BY design.updated_at DESC, design.id DESC LIMIT :looked_at) AS n)"
)


def best_designs(asked: Asked, need: int) -> Ranked:
    """The `need` best designs in their order; all there are where they are fewer."""
    if not asked.asks_lines:
        return [(SPREAD, design_id) for design_id in _walk(asked, "", need)]
    found: dict[int, int] = {}
    for rank, designs in _by_rank(asked, need):
        for design_id in designs:
            found.setdefault(design_id, rank)
        if len(found) >= need:
            break
    return [(rank, design_id) for design_id, rank in found.items()][:need]


def is_found(asked: Asked) -> bool:
    """Whether any design holds it."""
    return bool(best_designs(asked, 1))


def _by_rank(asked: Asked, need: int) -> Iterator[tuple[int, Sequence[int]]]:
    """Designs by rank. A design may come again in a later one."""
    yield from _by_trigrams(asked, need) if asked.long else _by_grams(asked, need)
    if len(asked.words) > 1:
        yield SPREAD, _spread(asked, need)


def _by_trigrams(asked: Asked, need: int) -> Iterator[tuple[int, Sequence[int]]]:
    """Kind by kind: of what is rare all lines are known, and of common ones where the common kind begins."""
    kinds = list(asked.kinds)
    while kinds:
        hits = _hits(asked, bounds(kinds[0])[0], bounds(kinds[-1])[1], HITS_MAX)
        is_all = len(hits) < HITS_MAX
        common = kinds[-1] + 1 if is_all else kind_of(hits[-1])
        ranked = _ranked_hits(asked, [hit for hit in hits if kind_of(hit) < common])
        for kind in kinds:
            if kind < common:
                yield kind, ranked.get(kind, ())
        if not is_all:
            yield common, _common(asked, common, need)
        kinds = [kind for kind in kinds if kind > common]


def _by_grams(asked: Asked, need: int) -> Iterator[tuple[int, Sequence[int]]]:
    """Kind by kind for words of one and two characters, or for none."""
    counts = _gram_counts(asked)
    for kind in asked.kinds:
        yield kind, _by_gram(asked, kind, counts, need)


def _by_gram(asked: Asked, kind: int, counts: dict[tuple[int, str], int], need: int) -> Sequence[int]:
    """The designs with lines of a kind: among those of the rarest gram, else among all."""
    rarest = min(asked.short, key=lambda gram: counts.get((kind, gram), 0), default="")
    count = counts.get((kind, rarest), 0) if rarest else GRAM_DESIGNS_MAX
    meets = lines_of(kind, asked.all_words)
    if count < GRAM_DESIGNS_MAX:  # also where there is none: the time that it takes tells nothing
        source = "(SELECT design_id AS value FROM search_gram WHERE gram = :gram AND kind = :kind) AS given"
        return _among(asked, source, meets, need, gram=rarest, kind=kind)
    if rarest or not asked.holders:
        return _walk(asked, meets, need)
    found = _walk(asked, _newest(asked, meets), need)
    return found if len(found) >= need else _among(asked, f"({asked.holders}) AS given", meets, need)


def _common(asked: Asked, kind: int, need: int) -> Sequence[int]:
    """Designs with lines of a kind that has many of them."""
    if asked.short:
        counts = _gram_counts(asked)
        if min(counts.get((kind, gram), 0) for gram in asked.short) < GRAM_DESIGNS_MAX:
            return _by_gram(asked, kind, counts, need)
    meets = lines_of(kind, asked.all_words)
    found = _walk(asked, _newest(asked, meets), need)
    if len(found) >= need:
        return found
    low, high = bounds(kind)
    held = lines_that_hold(len(asked.long))
    source = f"(SELECT DISTINCT {DESIGN} AS value FROM ({held}) AS held) AS given"
    return _among(asked, source, meets, need, **holding(asked.long, low, high))


def _spread(asked: Asked, need: int) -> Sequence[int]:
    """The designs that hold each word in some line: among those of the rare words, else among all."""
    rare = [designs for number in range(len(asked.words)) if (designs := _holders(asked, number)) is not None]
    meets = " AND ".join(
        "(" + " OR ".join(lines_of(kind, asked.one_word(number)) for kind in reversed(asked.kinds)) + ")"
        for number in range(len(asked.words))
    )
    if rare:
        ids = sorted(set.intersection(*rare))
        return _among(asked, given("ids"), meets, need, ids=array(ids))
    found = _walk(asked, _newest(asked, meets), need)
    return found if len(found) >= need else _walk(asked, meets, need)


def _holders(asked: Asked, number: int) -> set[int] | None:
    """The designs that may hold a word; None where they are many."""
    word = asked.words[number]
    low, high = bounds(asked.kinds[0])[0], bounds(asked.kinds[-1])[1]
    if word in asked.long:
        found = run(f"{lines_that_hold(1)} LIMIT {SPREAD_HITS_MAX}", perhaps_holding([word], low, high))
        return {design_of(hit) for (hit,) in found} if len(found) < SPREAD_HITS_MAX else None
    found = run("SELECT kind, design_id FROM search_gram WHERE gram = :gram", {"gram": word})
    kinds = [kind for kind, _ in found]
    if any(kinds.count(kind) >= GRAM_DESIGNS_MAX for kind in asked.kinds):
        return None
    return {design_id for _, design_id in found}


def _hits(asked: Asked, low: int, high: int, limit: int) -> list[int]:
    """The first lines that most likely hold the long words, by their ids."""
    held = f"{lines_that_hold(len(asked.long))} ORDER BY id LIMIT {limit}"
    return [hit for (hit,) in run(held, perhaps_holding(asked.long, low, high))]


def _ranked_hits(asked: Asked, hits: Sequence[int]) -> dict[int, list[int]]:
    """For each kind the designs of these lines, in order, where the lines meet the whole query.

    What may be read is asked first, and both also where nothing was found: a line out of sight is never
    looked at, and how long the answer takes says nothing of it.
    """
    designs = _among(asked, given("ids"), "", None, ids=array(sorted({design_of(hit) for hit in hits})))
    seen = set(designs)
    hits = [hit for hit in hits if design_of(hit) in seen]
    if asked.line or asked.short or not is_certain(asked.long):
        query = f"SELECT l.id FROM {given('ids')} CROSS JOIN search_line AS l WHERE l.id = given.value AND "
        hits = [hit for (hit,) in run(query + asked.all_words, asked.values | {"ids": array(hits)})]
    of_kind: dict[int, set[int]] = defaultdict(set)
    for hit in hits:
        of_kind[kind_of(hit)].add(design_of(hit))
    return {kind: [each for each in designs if each in some] for kind, some in of_kind.items()}


def _gram_counts(asked: Asked) -> dict[tuple[int, str], int]:
    """How many designs are known to hold each short word, by kind."""
    if not asked.short:
        return {}
    names = {f"gram{number}": gram for number, gram in enumerate(asked.short)}
    listed = ", ".join(f":{name}" for name in names)
    query = f"SELECT kind, gram, count(*) FROM search_gram WHERE gram IN ({listed}) GROUP BY kind, gram"
    return {(kind, gram): count for kind, gram, count in run(query, names)}


def _among(asked: Asked, source: str, meets: str, need: int | None, **values: object) -> list[int]:
    """The best of some designs, at most `need`; `source` is a table `given` with their ids as `value`."""
    query = (
        f"SELECT design.id FROM {source} CROSS JOIN design WHERE design.id = given.value AND "
        f"{_and(asked.design, meets)} {_ORDER}{_limit(need)}"
    )
    return [design_id for (design_id,) in run(query, asked.values | values | {"need": need})]


def _walk(asked: Asked, meets: str, need: int) -> list[int]:
    """The designs that were changed last and meet a condition."""
    query = f"SELECT design.id FROM design WHERE {_and(asked.design, meets)} {_ORDER}{_limit(need)}"
    return [design_id for (design_id,) in run(query, asked.values | {"need": need, "looked_at": LOOKED_AT})]


def _newest(asked: Asked, meets: str) -> str:
    """A condition that only the designs changed last are looked at for."""
    return f"{meets} AND {_NEWEST.format(readable=asked.readable)}"


def _and(*conditions: str) -> str:
    return " AND ".join(filter(None, conditions))


def _limit(need: int | None) -> str:
    return "" if need is None else " LIMIT :need"
