"""What is told beside a design once its page stands: what was found in it, and what refers to it."""

from __future__ import annotations

from flask import Blueprint, Response, request

from webapp.services.backlinks import backlinks_of
from webapp.services.documents import documents_of
from webapp.services.findings.remarks import remarks_of
from webapp.services.permissions import may
from webapp.views.gate import current_person
from webapp.views.loading import readable_design, redirect_to_one_spelling
from webapp.views.rendering import render

bp = Blueprint("remarks", __name__)
bp.before_request(redirect_to_one_spelling)


@bp.get("/designs/<key:key>/remarks")
def show(key: str) -> Response:
    """The panels, for the page of the document that the address names: its places are on the same page."""
    design = readable_design(key)
    documents = documents_of(design)
    asked = request.args.get("document", "")
    document = next((each for each in documents if str(each.id) == asked), documents[0])
    return render(
        "findings/remarks.html",
        "findings/_beside.html",
        design=design,
        document=document,
        remarks=remarks_of(design, current_person()),
        backlinks=backlinks_of(design, current_person()),
        editable=may(current_person(), "edit", design),
    )
