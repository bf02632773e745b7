"""Every page there is, for the tests that ask the same of each."""

from __future__ import annotations

# For somebody who is signed in to the library; FEAT-101 is one of the designs that came in there.
PAGES = (
    "/",
    "/?q=nothing+is+called+this",
    "/designs/new",
    "/designs/FEAT-101",
    "/designs/FEAT-101?filter=user",
    "/designs/FEAT-101/documents/tasks",
    "/designs/FEAT-101/documents",
    "/documents/1/text",
    "/sections/2/text",
    "/designs/FEAT-101/title",
    "/designs/FEAT-101/contributors",
    "/designs/FEAT-101/changes",
    "/designs/FEAT-101/deletion",
    "/designs/bin",
    "/designs/FEAT-101/print",
    "/designs/FEAT-101/handout",
    "/designs/print?q=FEAT-10",
    "/views/new?list=designs&query=status%3DDraft",
    "/registers",
    "/registers/endpoints",
    "/registers/tasks",
    "/registers/tasks?as=progress",
    "/registers/files?as=tree",
    "/registers/questions?q=nothing+says+this",
    "/registers/files/print",
    "/projects",
    "/projects/new",
    "/projects/FEAT",
    "/imports/new",
    "/findings",
    "/findings?q=nothing+is+called+this",
    "/findings?design=FEAT-101&dismissed=all",
    "/findings/print?design=FEAT-101",
    "/designs/FEAT-101/remarks",
    "/search",
    "/search?q=design",
    "/search?q=nothing+is+called+this",
    "/search?q=status%3Anone",
    "/account",
    "/audit",
    "/audit?q=nothing+is+called+this",
    "/help",
    "/help?q=row",
)
MISSING_PAGE = "/designs/FEAT-999"
# For everyone.
STRANGERS_PAGES = ("/login",)
