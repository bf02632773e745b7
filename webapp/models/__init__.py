"""What is stored."""

from webapp.models.batch import Batch, Change
from webapp.models.design import Design, design_contributor
from webapp.models.document import Block, Document, Entry, Row, Section
from webapp.models.person import LoginSession, OneTimeLink, Person
from webapp.models.project import Project

__all__ = [
    "Batch",
    "Block",
    "Change",
    "Design",
    "Document",
    "Entry",
    "LoginSession",
    "OneTimeLink",
    "Person",
    "Project",
    "Row",
    "Section",
    "design_contributor",
]
