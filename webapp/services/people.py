"""People: who has an account, what they are called, and the proof that it is they."""

from __future__ import annotations

import shlex
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from webapp.extensions import db
from webapp.models import Person
from webapp.models.person import EMAIL_MAX, NAME_MAX, PASSWORD_MAX, PASSWORD_MIN
from webapp.models.types import utc_now
from webapp.services import sessions, tokens
from webapp.services.audit import note
from webapp.services.deriving import derive_owner
from webapp.services.errors import Conflict, InvalidValue, Missing
from webapp.services.transactions import change_rows, transaction
from webapp.utils.folding import fold
from webapp.utils.lines import one_line

WRONG_PAIR = "This e-mail address and password do not belong together."
WRONG_PASSWORD = "This is not your present password."  # noqa: S105 - a message

# Argon2id with the library's own parameters; the tests put a cheap one here.
hasher = PasswordHasher()


def add_person(email: str, *, name: str = "", admin: bool = False, by: Person | None = None) -> Person:
    """Add an account without a password; a one-time link lets its owner choose one.

    Without a name the part before the @ serves; `by` is who adds it, None: the command line. Raises
    InvalidValue for a bad value or an address that has an account.
    """
    email = clean_email(email)
    name = clean_name(name or email.partition("@")[0])
    taken = InvalidValue(
        "email",
        f"{email} has an account already. For a new link to it: designbook people link {shlex.quote(email)}",
    )
    with transaction():
        if find_person(email) is not None:
            raise taken
        person = Person(email=email, is_admin=admin)
        set_name(person, name)
        db.session.add(person)
        try:
            db.session.flush()
        except IntegrityError as error:  # added by somebody else since the line above
            raise taken from error
        note("person-add", about=f"person {person.id}", by=by, details={"admin": admin})
        return person


def find_person(email: str) -> Person | None:
    """The person with this address, in any spelling of it; None where nobody has it."""
    try:
        email = clean_email(email)
    except InvalidValue:
        return None
    return db.session.scalar(select(Person).where(Person.email == email))


def person_by_id(person_id: int) -> Person | None:
    """The person with this id, None where there is none. Whoever asks has checked that they may know."""
    return db.session.get(Person, person_id)


def authenticate(email: str, password: str) -> Person:
    """The person who has this address and this password.

    Raises InvalidValue, in the same words and after about the same work, where the address is
    unknown, its account is suspended or has no password yet, or the password is another.
    """
    person = find_person(email)
    stored = person.password_hash if person else None
    fits = _fits(stored or _hash_of_nobody(hasher), password)
    if not fits or person is None or stored is None or person.suspended_at is not None:
        # What was typed stays out of it: it may be a password, in the wrong field.
        note(
            "sign-in",
            about=f"person {person.id}" if person else "an unknown account",
            by=None,
            result="refused",
        )
        raise InvalidValue("password", WRONG_PAIR)
    if hasher.check_needs_rehash(stored):
        _replace_hash(person, stored, password)
    return person


def rename_person(person: Person, *, name: str) -> None:
    """Change what a person is called. The same name again writes nothing.

    Raises InvalidValue for a name that is too long or cannot be shown.
    """
    name = clean_name(name)
    if name == person.name:
        return
    with transaction():
        set_name(person, name)
        person.updated_at = utc_now()
        person.version = Person.version + 1
        derive_owner(person)


def choose_keys(person: Person, *, single: bool) -> None:
    """Say whether single letters and signs work as shortcuts. The same again writes nothing."""
    if single == person.single_keys:
        return
    with transaction():
        person.single_keys = single
        person.version = Person.version + 1


def set_name(person: Person, name: str) -> None:
    """Set the name, here alone, so that what people are found and sorted by always follows."""
    person.name = name
    person.filter_name = fold(name)


def change_password(person: Person, *, old: str, new: str, keep: str) -> None:
    """Change the password of somebody who knows the present one.

    Every session ends but the one with the token `keep`, and every API token is revoked. Raises
    InvalidValue where `old` is wrong or `new` cannot be a password, Conflict where the password was changed
    meanwhile.
    """
    stored = person.password_hash
    if stored is None or not _fits(stored, old):
        note("password", about=f"person {person.id}", by=person, result="refused")
        raise InvalidValue("old", WRONG_PASSWORD)
    set_password(person, new, unless_changed_from=stored, keep=keep)


def set_password(person: Person, new: str, *, unless_changed_from: str | None = None, keep: str = "") -> None:
    """Give a person this password and end their sessions, but for the one with the token `keep`.

    In the place of another password it revokes their API tokens, too: whoever knew that one may have made
    them. A first password leaves those that were made on the command line. Raises InvalidValue("new", …)
    outside PASSWORD_MIN to PASSWORD_MAX characters, before hashing, and Conflict where
    `unless_changed_from` is no longer the stored hash.
    """
    hashed = hasher.hash(clean_password(new))
    condition = [Person.id == person.id]
    if unless_changed_from is not None:
        condition.append(Person.password_hash == unless_changed_from)
    with transaction():
        had_one = person.password_hash is not None
        changed = change_rows(
            update(Person)
            .where(*condition)
            .values(password_hash=hashed, updated_at=utc_now(), version=Person.version + 1)
        )
        if not changed:
            raise Conflict(
                "Your password was changed in another window meanwhile. Nothing was saved. "
                "Load the page again, then try once more."
            )
        sessions.end_other_sessions(person, keep=keep)
        if had_one:
            tokens.revoke_all_tokens(person)
        note("password", about=f"person {person.id}", by=person)


def person_with_email(email: str) -> Person:
    """The person with this address. Raises Missing where nobody has it."""
    person = find_person(email)
    if person is None:
        raise Missing(
            f"Nobody has the account {email}. To add it: designbook people add {shlex.quote(email)}"
        )
    return person


def clean_email(email: str) -> str:
    """The one spelling of an address: NFC, lower case. Raises InvalidValue where it is none."""
    import email_validator  # which takes long to make its expressions: only when somebody types an address

    # No mail is sent to these addresses: a team behind its own firewall may well use `.local`.
    email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()
    try:
        checked = email_validator.validate_email(
            one_line(email), check_deliverability=False, globally_deliverable=False, strict=True
        )
    except ValueError as error:  # EmailNotValidError is one
        raise InvalidValue(
            "email", "This is not an e-mail address; it should look like name@example.org."
        ) from error
    # Lower case may undo the composed form: `İ` becomes two characters.
    email = unicodedata.normalize("NFC", checked.normalized.lower())
    if len(email) > EMAIL_MAX:
        raise InvalidValue("email", f"An e-mail address has at most {EMAIL_MAX} characters.")
    return email


def clean_name(name: str) -> str:
    """A name as it is stored. Raises InvalidValue where it cannot be shown or is too long."""
    try:
        name = one_line(name)
    except ValueError as error:
        raise InvalidValue("name", str(error)) from error
    if len(name) > NAME_MAX:
        raise InvalidValue("name", f"A name has at most {NAME_MAX} characters; this has {len(name)}.")
    return name


def clean_password(password: str) -> str:
    """A password as it is hashed (NFC). Raises InvalidValue("new", …) outside the limits."""
    if len(password) > PASSWORD_MAX:
        raise InvalidValue("new", f"A password has at most {PASSWORD_MAX:,} characters.")
    # One keyboard sends `é` as one character, another as two; both mean the same password.
    password = unicodedata.normalize("NFC", password)
    if len(password) < PASSWORD_MIN:
        raise InvalidValue("new", f"A password has at least {PASSWORD_MIN} characters.")
    if any("\ud800" <= character <= "\udfff" for character in password):
        raise InvalidValue("new", "This holds half of a character; type it again.")
    return password


def _fits(stored: str, password: str) -> bool:
    """Whether this is the password. What can be no account's is not hashed, whoever asks."""
    try:
        return hasher.verify(stored, clean_password(password))
    except (InvalidValue, VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nobody(maker: PasswordHasher) -> str:
    """What is verified where there is no account, so that the answer takes as long."""
    return maker.hash("nobody has this password")


def _replace_hash(person: Person, stored: str, password: str) -> None:
    """Hash anew with today's parameters, unless the password was changed meanwhile."""
    hashed = hasher.hash(clean_password(password))
    with transaction():
        change_rows(
            update(Person)
            .where(Person.id == person.id, Person.password_hash == stored)
            .values(password_hash=hashed)
        )
