"""The pages of designs."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("designs", __name__)
