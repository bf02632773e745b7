"""`designbook check`: what is incomplete or contradicts, for people and for CI."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from webapp import checks, markdown
from webapp.cli.starting import opened_app
from webapp.cli.transfer import count, printable
from webapp.markdown.errors import Unreadable
from webapp.services.checking import Place, Remark, Report, check_files, check_stored
from webapp.services.folders import gather
from webapp.services.templates import shipped_template

FOUND, UNREADABLE = 1, 2
OTHERS_MAX = 5
"""How many of a clash's other sides a line names."""


@click.command()
@click.argument("paths", metavar="[FILE]…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object instead of lines.")
@click.option(
    "--template",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The template that FILEs started from. Default: the one that ships.",
)
@click.pass_context
def check(context: click.Context, paths: tuple[Path, ...], as_json: bool, template: Path | None) -> None:
    """Say what is incomplete in designs, and where two of them clash.

    Checks Markdown files, folders of them and .zip archives, without a data folder; the files of one
    folder FEAT-001-auth are one design. Without FILE the stored designs. Each line of the output is
    file:line: code: what is wrong, and what to do; docs/findings.md lists the codes.

    The exit status is 0 when nothing was found, 1 when something was, 2 when a file cannot be read.
    """
    if paths:
        report = _check(paths, template)
    elif template:
        raise click.UsageError("--template is for FILEs; stored designs have that of their project.")
    else:
        with opened_app():
            report = check_stored()
    if as_json:
        click.echo(json.dumps(_as_json(report), ensure_ascii=False, indent=2))
    else:
        for remark in report.remarks:
            click.echo(printable(line(remark)))
    for path, reason in report.unreadable:
        click.echo(printable(f"{path}: cannot be read: {reason}"), err=True)
    click.echo(summary(report), err=True)
    context.exit(UNREADABLE if report.unreadable else FOUND if report.remarks else 0)


def _check(paths: tuple[Path, ...], template: Path | None) -> Report:
    files, unusable = gather(paths)
    report = check_files(files, _read_template(template))
    report.unreadable.extend((each.path, each.reason) for each in unusable)
    if not files and not unusable:
        report.unreadable.append((str(paths[0]), "there is no Markdown file (.md) in it."))
    report.unreadable.sort()
    return report


def _read_template(path: Path | None) -> checks.Template:
    try:
        text = markdown.reader.decode(path.read_bytes()) if path else shipped_template()
    except Unreadable as error:
        raise click.BadParameter(f"{path}: line {error.line}: {error.message}.") from error
    return checks.read_template(markdown.reader.read(text))


def line(remark: Remark) -> str:
    """What was found, on one line."""
    others = [_shown(each) for each in remark.others[:OTHERS_MAX]]
    more = len(remark.others) - len(others)
    also = f" Also: {', '.join(others)}{f' and {more} more' if more else ''}." if others else ""
    return f"{_shown(remark.place)}: {remark.code}: {remark.sentence}{also} {remark.remedy}"


def summary(report: Report) -> str:
    """How much was found, and in how much."""
    files = count(report.files, "file")
    if not report.remarks:
        return f"Nothing found in {files}."
    said = len({remark.place.file for remark in report.remarks})
    return f"{count(len(report.remarks), 'finding')} in {said:,} of {files}."


def _shown(place: Place) -> str:
    return f"{place.file}:{place.line}"


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "files": report.files,
        "findings": [
            {
                "file": printable(remark.place.file),
                "line": remark.place.line,
                "code": remark.code,
                "register": remark.register,
                "sentence": printable(remark.sentence),
                "remedy": remark.remedy,
                "others": [{"file": printable(each.file), "line": each.line} for each in remark.others],
            }
            for remark in report.remarks
        ],
        "unreadable": [
            {"file": printable(path), "reason": printable(reason)} for path, reason in report.unreadable
        ],
    }
