"""What is stored."""

from webapp.models.audit import AuditEvent
from webapp.models.batch import Batch, Change
from webapp.models.design import Design, design_contributor
from webapp.models.document import Block, Document, Entry, Row, Section
from webapp.models.finding import Clash, ClashSide, Dismissal, Finding
from webapp.models.person import LoginSession, OneTimeLink, Person
from webapp.models.project import Member, Project
from webapp.models.search import SearchGram, SearchLine, SearchWord
from webapp.models.token import ApiToken, GivenAnswer
from webapp.models.view import SavedView

__all__ = [
    "ApiToken",
    "AuditEvent",
    "Batch",
    "Block",
    "Change",
    "Clash",
    "ClashSide",
    "Design",
    "Dismissal",
    "Document",
    "Entry",
    "Finding",
    "GivenAnswer",
    "LoginSession",
    "Member",
    "OneTimeLink",
    "Person",
    "Project",
    "Row",
    "SavedView",
    "SearchGram",
    "SearchLine",
    "SearchWord",
    "Section",
    "design_contributor",
]
