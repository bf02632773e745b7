"""The form for bringing files in."""

from __future__ import annotations

from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import SelectField

from webapp.forms.base import Form
from webapp.models import Project


class ImportForm(Form):
    """Markdown files, a folder of them or a .zip, and the project that takes what has no key."""

    files = MultipleFileField(
        "Markdown files or a .zip",
        description="Choose several at once or one archive, or drop them here.",
        render_kw={"accept": ".md,.markdown,.zip,text/markdown,application/zip"},
    )
    folder = MultipleFileField(
        "Or a folder",
        description="All Markdown in it. Files of one folder become the documents of one design.",
        # A browser sends everything in the folder, so the page leaves out what is no Markdown.
        render_kw={"webkitdirectory": True, "data-sift": ".md .markdown .zip"},
    )
    project = SelectField(
        "Project for files without a key",
        description="A key in the folder’s name, the file’s name or the first heading comes first.",
    )

    def offer(self, projects: list[Project]) -> None:
        """Fill the choice of projects."""
        self.project.choices = {project.key: project.label for project in projects}

    def contents(self) -> list[tuple[str, bytes]]:
        """Path and bytes of each file that was really chosen: an empty input sends one without a name."""
        both = [*(self.files.data or []), *(self.folder.data or [])]
        return [
            (file.filename, file.read()) for file in both if isinstance(file, FileStorage) and file.filename
        ]
