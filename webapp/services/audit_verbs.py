"""What the audit notes."""

from __future__ import annotations

from collections.abc import Mapping

VERBS: Mapping[str, str] = {
    "sign-in": "sign-in",
    "sign-out": "signed out",
    "session-end": "ended a session, or all others",
    "password": "change of a password",
    "link-make": "made a one-time link",
    "link-use": "used a one-time link",
    "person-add": "invited a person",
    "person-suspend": "suspended a person",
    "person-restore": "let a suspended person in again",
    "admin-make": "made somebody an administrator",
    "admin-end": "made an administrator an ordinary person",
    "reassign": "gave what somebody owns to somebody else",
    "member-add": "gave somebody a role in a project",
    "member-change": "changed somebody’s role in a project",
    "member-remove": "took somebody’s role in a project away",
    "open-role": "changed for whom a project is open",
    "project-add": "made a project",
    "project-change": "changed a project’s name or template",
    "project-archive": "archived a project",
    "project-restore": "took a project out of the archive",
    "design-owner": "gave a design another owner",
    "design-lock": "locked a design",
    "design-unlock": "unlocked a design",
    "token-add": "made an API token",
    "token-revoke": "revoked an API token",
    "token-use": "use of an API token",
    "export": "took content away as a file",
    "backup": "made a backup of everything",
    "restore": "put a backup in the place of everything",
    "access": "something they may not see or do",
    "limit": "more requests than the limits allow",
}
"""Each verb, and what it says.

A page, a list or a text that a program reads is no export, whatever their format: reading is what
everybody does here, and a line for each would hide what matters. A file that is taken away is one.
"""
