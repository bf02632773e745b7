"""API tokens: a person’s own, listed and revoked. They are made on a page, or by whoever runs the server.

What mints tokens would outlive its own revocation, so no token does: POST is not offered.
"""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.api import schemas
from webapp.api.answers import answer, answer_nothing
from webapp.api.describing import answers, asks
from webapp.api.etags import check_match
from webapp.api.gate import current_person, current_token
from webapp.api.loading.people import own_token
from webapp.api.paging import answer_list, part
from webapp.api.reading import read_query
from webapp.services.tokens import list_tokens, revoke_token
from webapp.services.transactions import transaction

bp = Blueprint("api_v1_tokens", __name__, url_prefix="/api/v1")


@bp.get("/tokens")
@asks("paging.PageQuery")
@answers("token.TokenSchema", listed=True)
def index() -> Response:
    """List one’s own tokens, the newest first.

    A token of one project knows itself alone. Tokens are made on the account’s page.
    """
    query, this = read_query(schemas.paging.PageQuery), current_token()
    every = list_tokens(current_person())
    seen = [each for each in every if this.project_id is None or each.id == this.id]
    items = [schemas.token.token_body(each, asking=this) for each in part(seen, query)]
    return answer_list(items, total=len(seen), query=query)


@bp.get("/tokens/<id:token_id>")
@answers("token.TokenSchema", etag=True)
def show(token_id: int) -> Response:
    """Get one of one’s own tokens."""
    token = own_token(token_id)
    return answer(schemas.token.token_body(token, asking=current_token()), etag=token.version)


@bp.delete("/tokens/<id:token_id>")
@answers(status=204, matches=True)
def delete(token_id: int) -> Response:
    """Revoke one of one’s own tokens, for good; the one that asks, too."""
    token = own_token(token_id)
    with transaction():
        check_match(token.version, lambda: schemas.token.token_body(token, asking=current_token()))
        revoke_token(token.id, by=current_person())
    return answer_nothing()
