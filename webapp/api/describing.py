"""What the OpenAPI document says of an operation, noted beside its view. It costs a request nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from webapp.api.reading import MARKDOWN

ViewT = TypeVar("ViewT", bound=Callable[..., Any])

JSON = "application/json"


@dataclass(frozen=True)
class Operation:
    """What a view takes and answers.

    Schemas are named as in webapp.api.schemas, such as "row.RowBody": `body` and `query` are those that it
    reads, `form` that of a form with files; `takes` is the body's media type. `answer` is the schema of its
    JSON (of each item, where `listed`); without one it answers `gives` as text, or nothing with 204. `etag`
    says that its answer has one, `matches` that the request may, or must, name a state (If-Match). `once`
    says that it may name itself (Idempotency-Key). `refuses` are statuses beside those that follow from the
    rest. `among` says of a part of the path what it may be.
    """

    body: str | None = None
    takes: str = ""
    form: str | None = None
    query: str | None = None
    status: int = 200
    answer: str | None = None
    gives: str = ""
    listed: bool = False
    etag: bool = False
    matches: bool = False
    once: bool = False
    refuses: tuple[int, ...] = ()
    among: Mapping[str, Sequence[str]] = field(default_factory=dict)


def takes(
    body: str | None = None, *, markdown: bool = False, form: str | None = None
) -> Callable[[ViewT], ViewT]:
    """The view reads a JSON body of this schema, or Markdown, or either; or a `form` with files."""
    kinds = [kind for kind, is_taken in ((JSON, body), (MARKDOWN, markdown)) if is_taken]
    return _noted(body=body, takes=" ".join(kinds), form=form)


def asks(query: str) -> Callable[[ViewT], ViewT]:
    """The view reads this from its address."""
    return _noted(query=query)


def among(**names: Sequence[str]) -> Callable[[ViewT], ViewT]:
    """A part of the view's path is one of these; by the name that it has there."""
    return _noted(among=names)


def answers(
    answer: str | None = None,
    status: int = 200,
    *,
    listed: bool = False,
    etag: bool = False,
    matches: bool = False,
    gives: str = "",
    once: bool = False,
    refuses: tuple[int, ...] = (),
) -> Callable[[ViewT], ViewT]:
    """The view answers this; see Operation."""
    return _noted(
        answer=answer,
        status=status,
        listed=listed,
        etag=etag,
        matches=matches,
        gives=gives,
        once=once,
        refuses=refuses,
    )


def operation_of(view: Callable[..., Any]) -> Operation:
    """What was noted beside a view."""
    noted: Operation = getattr(view, "operation", Operation())
    return noted


def _noted(**said: Any) -> Callable[[ViewT], ViewT]:
    def note(view: ViewT) -> ViewT:
        view.operation = replace(operation_of(view), **said)  # type: ignore[attr-defined]
        return view

    return note
