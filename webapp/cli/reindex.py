"""`designbook reindex`: the index of the search and the findings made anew."""

from __future__ import annotations

import time

import click

from webapp.cli.starting import opened_app
from webapp.cli.transfer import count, show_progress
from webapp.services.findings.rebuilding import rebuild_findings
from webapp.services.searching.reindexing import DESIGNS, reindex


@click.command("reindex")
def reindex_all() -> None:
    """Make the index of the search and all findings anew from the stored documents.

    Nothing that people wrote changes, and they may go on working. Needed only where a search does not
    find what is there.
    """
    began = time.monotonic()
    with opened_app():
        for step in reindex():
            done = f"{step.done:,} of {step.of:,} designs"
            show_progress(done if step.doing == DESIGNS else f"{done}, {step.doing}")
        rebuild_findings(lambda done, of: show_progress(f"{done:,} of {of:,} designs checked"))
    show_progress("")
    lines, designs = count(step.lines, "line"), count(step.of, "design")
    click.echo(f"{lines} of {designs} indexed in {time.monotonic() - began:.0f} s.")
    click.echo(f"{count(step.mended, 'design')} had lines that were missing or wrong.")
