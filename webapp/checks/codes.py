"""The checks by their codes: what each says, what to do about it. Codes are for ever, sentences are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SAID_MAX = 160
"""How much of a text a sentence quotes."""


@dataclass(frozen=True, slots=True)
class Check:
    """What a code stands for.

    `sentence` says what is wrong, with the words of `about` in braces; `remedy` what to do about it.
    `register` is the one whose entries are told about, None where it may be any place. `example` is a
    case of it: for docs/findings.md, which is written from here.
    """

    code: str
    register: str | None
    sentence: str
    remedy: str
    example: str

    @property
    def is_clash(self) -> bool:
        """Whether it takes two designs."""
        return self.code.endswith("-clash")


CODES: Mapping[str, Check] = {
    check.code: check
    for check in (
        Check(
            "endpoint-clash",
            "endpoints",
            "More than one design defines {what}.",
            "Agree on which design owns it; take the row out of the other, or give that one another path.",
            "`POST /api/users/{id}` in one design and `POST /api/users/{user_id}` in another",
        ),
        Check(
            "table-clash",
            "entities",
            "More than one design creates {what}.",
            "Let one design create it and the others change it, or give them different names.",
            "`CREATE TABLE orders` in two designs, or a class `Order` with fields in two data models",
        ),
        Check(
            "column-clash",
            "entities",
            "Designs give different types to {what}.",
            "Agree on one type and write the same in every design.",
            "`users.email` is `varchar(255)` in one design and `integer` in another",
        ),
        Check(
            "file-clash",
            "files",
            "More than one design creates {what}.",
            "Let one design create it and the others modify it, or give them different paths.",
            "`src/services/mail.py` among the new files of two designs",
        ),
        Check(
            "package-clash",
            "packages",
            "Designs ask for versions of {what} that cannot both be installed.",
            "Agree on a range that every design can live with.",
            "`redis ^4.0.0` in one design and `redis >=5.0` in another",
        ),
        Check(
            "error-clash",
            "errors",
            "Designs answer {what} with different bodies.",
            "Agree on one body and write the same in every design.",
            '`404` is `{"error": "Not found"}` in one design and `{"message": "No such thing"}` in another',
        ),
        Check(
            "placeholder",
            None,
            "Still to be filled in: {text}.",
            "Write what it stands for, or delete it.",
            "`_TBD_`, `_[Why]_`, `[new_model].py`, `package-name`, `Question 1?`, `Step 1`, `{date}`",
        ),
        Check(
            "template-example",
            None,
            "Still the template’s example: {text}.",
            "Replace it by what this design needs, or delete it.",
            "`GET /api/v1/resource` from the template’s table of endpoints",
        ),
        Check(
            "empty-section",
            None,
            "“{title}” is empty; the template has something there.",
            "Write it, say why there is nothing to say, or delete the heading.",
            "`## Security Considerations` with nothing below it",
        ),
        Check(
            "rule-broken",
            None,
            "{column} “{text}”: {reason}",
            "Correct the cell.",
            "`api/users` in the column of paths, which start with “/”",
        ),
        Check(
            "endpoint-without-auth",
            "endpoints",
            "Whether {endpoint} needs authentication is not decided.",
            "Fill in its cell: ✅ where one has to be signed in, ❌ where everybody may ask.",
            "`POST /api/users` with an empty cell under *Auth*",
        ),
        Check(
            "entity-without-key",
            "entities",
            "{entity} has no key.",
            "Say which column or columns identify one of its rows.",
            "`CREATE TABLE visits (at TIMESTAMP, page TEXT)`",
        ),
        Check(
            "endpoint-not-declared",
            "endpoints",
            "{endpoint} is named here and is not among the design’s endpoints.",
            "Add it to the endpoints, or correct its method or path here.",
            "A task “Test `DELETE /api/users/{id}`” in a design whose endpoints have no such row",
        ),
        Check(
            "file-not-declared",
            "files",
            "{file} is named here and is not among the design’s files.",
            "Add it to the files that are created or modified, or correct its path here.",
            "A task “Write `src/mailer.py`” in a design whose files do not list it",
        ),
        Check(
            "question-unanswered",
            "questions",
            "“{question}” has no answer yet.",
            "Answer it and tick it off, or delete it.",
            "`- [ ] Who may delete a comment?` under *Open Technical Questions*",
        ),
        Check(
            "migration-without-rollback",
            None,
            "“{title}” does not say how to go back.",
            "Add a step that undoes the migration, or say why none is needed.",
            "A *Migration Plan* with steps, none of which speaks of a rollback",
        ),
    )
}
"""Every check by its code, in the order in which people see them."""


def sentence(code: str, about: Mapping[str, str]) -> str:
    """What a finding or a clash says, in one sentence; `about` has the words of its code's sentence."""
    return CODES[code].sentence.format_map(about)


def quoted(text: str) -> str:
    """A text as a sentence quotes it: on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= SAID_MAX else line[: SAID_MAX - 1].rstrip() + "…"
