"""The one writer of clashes: for each key one record, whatever number of designs share it.

Whoever writes entries says whose keys came or went; what clashes is asked once, at the end of the
transaction, of all of them together.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import BindParameter, Table, TextClause, bindparam, delete, text, update

from webapp import checks
from webapp.extensions import db
from webapp.models import Clash, ClashSide
from webapp.models.types import utc_now
from webapp.registers.register import Values
from webapp.services.bulk import insert_many, insert_returning
from webapp.services.transactions import leave_for_the_end

Key = tuple[str, str]
"""A register and a key of its entries."""
ClashKey = tuple[str, str, str]
"""What there is one clash of: a code, a register, a key."""
Claims = dict[Key, list[checks.Claim]]

CLAIMS_MAX = 200
"""Of how many entries of a key it is asked whether they clash: of those that were stated last.

Where more designs than these state one fact of their own it is no news that they contradict each other,
and nobody's save shall wait for all of them.
"""
AT_ONCE = 500
"""How many keys a statement names."""
TURN = 5_301_043
"""With a number below TURNS the turn of whoever asks what clashes: two designs that get the same
key at the same moment would not see each other.
"""
TURNS = 256


def recheck_clashes(keys: Iterable[Key]) -> None:
    """Ask at the end of the transaction what clashes under these keys. Those that never clash are no work."""
    leave_for_the_end(_recheck, (key for key in keys if key[0] in checks.CLAIMED))


def claims_otherwise(register: str, before: Values, after: Values) -> bool:
    """Whether an entry of one key says something else now of what may clash."""
    return any(before.get(role) != after.get(role) for role in checks.CLAIMED.get(register, ()))


Sides = dict[int, int]
"""The entries that take part in a clash with their designs, by ids."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A clash as it is to be stored."""

    about: dict[str, str]
    digest: str
    sides: Sides

    @classmethod
    def of(cls, register: str, found: checks.ClashFound, claims: Sequence[checks.Claim]) -> _Found:
        """What was found among these claims."""
        sides = [claim for claim in claims if claim.entry in found.sides]
        # Neither the order nor the ids of entries tell whether those who take part still claim the same.
        said = sorted(
            json.dumps([side.design, *map(side.values.get, checks.CLAIMED[register])]) for side in sides
        )
        digest = hashlib.sha256("\n".join(said).encode()).hexdigest()
        return cls(found.about, digest, {cast(int, side.entry): cast(int, side.design) for side in sides})


@dataclass(frozen=True, slots=True)
class _Stored:
    """A clash as it is stored."""

    id: int
    about: dict[str, str] = field(default_factory=dict)
    digest: str = ""
    sides: Sides = field(default_factory=dict)


def _recheck(keys: set[Key]) -> None:
    ordered = sorted(keys)
    _take_turns(ordered)
    for start in range(0, len(ordered), AT_ONCE):
        some = ordered[start : start + AT_ONCE]
        claims, stored = _ask(some)
        wanted = _clashes(claims)
        _delete([clash.id for each, clash in stored.items() if each not in wanted])
        for each, found in wanted.items():
            _write(each, found, stored.get(each))


def _take_turns(keys: Sequence[Key]) -> None:
    """Keep others who ask of one of these keys waiting, in one order for all."""
    if db.engine.dialect.name == "postgresql":
        turns = sorted({zlib.crc32("\n".join(key).encode()) % TURNS for key in keys})
        db.session.connection().execute(_TURNS, {"turns": turns})


def _ask(keys: Sequence[Key]) -> tuple[Claims, dict[ClashKey, _Stored]]:
    """What living designs claim under these keys, and the clashes that are stored of them: one query."""
    dialect = db.engine.dialect.name
    asked: dict[str, Any] = {"keys": json.dumps(keys), "most": CLAIMS_MAX}
    if dialect == "postgresql":
        asked = {"registers": [each[0] for each in keys], "names": [each[1] for each in keys], **asked}
        del asked["keys"]
    claims: Claims = defaultdict(list)
    stored: dict[ClashKey, _Stored] = {}
    for row in db.session.connection().execute(_QUESTIONS[dialect], asked):
        if row.clash_id is None:
            claims[row.register, row.key].append(checks.Claim(row.design_id, row.entry_id, _json(row.said)))
            continue
        key = row.code, row.register, row.key
        clash = stored.setdefault(key, _Stored(row.clash_id, _json(row.said), row.digest))
        if row.entry_id is not None:
            clash.sides[row.entry_id] = row.design_id
    return claims, stored


def _json(stored: Any) -> Any:
    """A JSON column of a statement that is text: SQLite gives it as text."""
    return json.loads(stored) if isinstance(stored, str) else stored


def _clashes(claims: Claims) -> dict[ClashKey, _Found]:
    """What clashes among claims, in the order in which they were first made."""
    return {
        (found.code, register, key): _Found.of(register, found, some)
        for (register, key), some in claims.items()
        if len(some) > 1
        for found in checks.clashes(register, sorted(some, key=lambda claim: cast(int, claim.entry)))
    }


def _write(key: ClashKey, found: _Found, stored: _Stored | None) -> None:
    connection = db.session.connection()
    if stored is None:
        code, register, name = key
        new = {"code": code, "register": register, "key": name, "since": utc_now()}
        told = {"about": found.about, "digest": found.digest}
        stored = _Stored(connection.execute(insert_returning(Clash, "id"), new | told).scalar_one())
    elif (stored.about, stored.digest) != (found.about, found.digest):
        connection.execute(_UPDATE, {"of": stored.id, "told": found.about, "now": found.digest})
    if gone := stored.sides.keys() - found.sides.keys():
        connection.execute(_DELETE_SIDES, {"of": stored.id, "gone": sorted(gone)})
    if new_sides := found.sides.keys() - stored.sides.keys():
        sides = [
            {"clash_id": stored.id, "entry_id": each, "design_id": found.sides[each]}
            for each in sorted(new_sides)
        ]
        connection.execute(insert_many(ClashSide), sides)


def _delete(clash_ids: Sequence[int]) -> None:
    if clash_ids:
        connection = db.session.connection()
        connection.execute(_DELETE_ALL_SIDES, {"gone": clash_ids})
        connection.execute(_DELETE, {"gone": clash_ids})


# Of each key its own few rows by the index, however many share it: neither a window over all of them nor
# one condition for all keys does that.
_FEW = """
    SELECT few.{what} FROM entry AS few
    JOIN document ON document.id = few.document_id AND document.deleted_at IS NULL
    JOIN design ON design.id = few.design_id AND design.deleted_at IS NULL
        AND design.status NOT IN ('Superseded', 'Rejected')
    WHERE few.register = {register} AND few.key = {key} AND few.from_template = {no}
    ORDER BY few.id DESC LIMIT :most
"""
_QUESTION = """
    SELECT entry.register, entry.key, entry.id AS entry_id, entry.design_id, entry."values" AS said,
        CAST(NULL AS bigint) AS clash_id, NULL AS code, NULL AS digest
    FROM {keys} CROSS JOIN {few} WHERE {theirs}
    UNION ALL
    SELECT clash.register, clash.key, clash_side.entry_id, clash_side.design_id, clash.about,
        clash.id, clash.code, clash.digest
    FROM {keys} CROSS JOIN clash LEFT JOIN clash_side ON clash_side.clash_id = clash.id
    WHERE clash.code IN ({codes}) AND clash.register = {register} AND clash.key = {key}
"""


def _question(keys: str, register: str, key: str, no: str, *, lateral: bool) -> TextClause:
    few = _FEW.format(what="*" if lateral else "id", register=register, key=key, no=no)
    where, theirs = (f"LATERAL ({few}) AS entry", "true") if lateral else ("entry", f"entry.id IN ({few})")
    # By all codes that there are: the index of clashes begins with them.
    codes = ", ".join(f"'{check.code}'" for check in checks.CODES.values() if check.is_clash)
    words = {"keys": keys, "register": register, "key": key, "codes": codes}
    return text(_QUESTION.format(few=where, theirs=theirs, **words))


_QUESTIONS = {
    "sqlite": _question(
        "json_each(:keys) AS asked", "asked.value ->> 0", "asked.value ->> 1", "0", lateral=False
    ),
    "postgresql": _question(
        "unnest(CAST(:registers AS text[]), CAST(:names AS text[])) AS asked(register, key)",
        "asked.register",
        "asked.key",
        "false",
        lateral=True,
    ),
}

_TURNS = text(f"SELECT pg_advisory_xact_lock({TURN}, turn) FROM unnest(CAST(:turns AS int[])) AS turn")  # noqa: S608

# Of the tables, not the models: nothing is loaded that would have to follow.
_clash, _side = (cast(Table, model.__table__) for model in (Clash, ClashSide))
_GONE: BindParameter[Any] = bindparam("gone", expanding=True)
_UPDATE = (
    update(_clash)
    .where(_clash.c.id == bindparam("of"))
    .values(about=bindparam("told"), digest=bindparam("now"))
)
_DELETE = delete(_clash).where(_clash.c.id.in_(_GONE))
_DELETE_ALL_SIDES = delete(_side).where(_side.c.clash_id.in_(_GONE))
_DELETE_SIDES = delete(_side).where(_side.c.clash_id == bindparam("of"), _side.c.entry_id.in_(_GONE))
