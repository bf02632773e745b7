"""Designs: found by their key, and made from a template."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from webapp.extensions import db
from webapp.models import Design, Person, Project
from webapp.models.design import PRIORITIES, PRIORITY, TITLE_MAX
from webapp.services.documents import MAIN, as_new, store_document
from webapp.services.errors import InvalidValue
from webapp.services.history import Action, Repeated, RequestKey, refuse_repeated
from webapp.services.projects import take_number, template_text
from webapp.services.readings import read_text
from webapp.services.rendered import project_keys
from webapp.services.templates import fill_template
from webapp.services.titles import set_title
from webapp.services.transactions import transaction
from webapp.utils.keys import parse_key
from webapp.utils.lines import one_line


def find_design(key: str) -> Design | None:
    """The design with this key, in any spelling; None also for one in the bin."""
    parsed = parse_key(key)
    if parsed is None:
        return None
    return db.session.scalar(
        select(Design)
        .join(Design.project)
        .where(Project.key == parsed.project, Design.number == parsed.number, Design.deleted_at.is_(None))
    )


def find_design_by_id(design_id: int) -> Design | None:
    """The design with this id; None also for one in the bin."""
    return db.session.scalar(select(Design).where(Design.id == design_id, Design.deleted_at.is_(None)))


def create_design(
    project: Project,
    *,
    title: str,
    priority: str = PRIORITY,
    by: Person | None,
    today: date | None = None,
    key: RequestKey | None = None,
) -> Design:
    """Make the project's next design from its template; `by` owns it.

    Its number is given once, whoever else makes a design at the same moment; the same request sent
    again gets the design that it made. Raises InvalidValue for a title that is empty or too long and
    for an unknown priority.
    """
    title = clean_title(title)
    if priority not in PRIORITIES:
        raise InvalidValue("priority", f"A priority is one of {', '.join(PRIORITIES)}.")
    try:
        return _create(project, title, priority, by, today or date.today(), key)
    except Repeated as repeated:
        return db.session.get_one(Design, repeated.batch.design_id)


def clean_title(title: str) -> str:
    """A title as it is stored. Raises InvalidValue for one that is empty, too long or not on one line."""
    try:
        title = one_line(title)
    except ValueError as error:
        raise InvalidValue("title", str(error)) from error
    if len(title) > TITLE_MAX:
        raise InvalidValue("title", f"A title has at most {TITLE_MAX} characters; this has {len(title)}.")
    return title


def _create(
    project: Project, title: str, priority: str, by: Person | None, today: date, key: RequestKey | None
) -> Design:
    with transaction():
        refuse_repeated(by, key)
        design = Design(project=project, number=take_number(project), priority=priority, owner=by)
        set_title(design, title)
        db.session.add(design)
        db.session.flush()
        text = fill_template(template_text(project), design.key, title, today)
        document = store_document(design, MAIN, read_text(text, project_keys()))
        Action(design, "create", by, key).record([as_new(document)])
    return design
