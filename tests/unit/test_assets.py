"""Static files: whole, hashed, served for good; icons that are used and no others."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.assets import (
    FOR_GOOD,
    MINIFIED,
    STATIC,
    Asset,
    build_assets,
    build_sprite,
    bundle_css,
    bundle_js,
    smallest,
)
from webapp.config import ROOT
from webapp.minifying import minified

VENDOR = STATIC / "vendor"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SOURCES = [*TEMPLATES, *(ROOT / "webapp").rglob("*.py")]


@pytest.fixture
def addresses(app: Flask) -> dict[str, str]:
    return {name: f"/static/{asset.served_name}" for name, asset in app.extensions["assets"].items()}


@pytest.mark.parametrize("pattern", json.loads((VENDOR / "versions.json").read_text()))
def test_a_vendored_file_is_what_its_package_holds(pattern: str) -> None:
    facts = json.loads((VENDOR / "versions.json").read_text())[pattern]
    content = b"".join(file.read_bytes() for file in sorted(VENDOR.glob(pattern)))
    digest = "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()
    assert content
    assert digest == facts["integrity"]
    assert facts.keys() == {"package", "version", "licence", "file", "integrity"}
    assert (VENDOR / pattern).parent.joinpath("LICENSE").is_file()


def test_every_vendored_file_is_named_with_its_version() -> None:
    named = {
        file
        for pattern in json.loads((VENDOR / "versions.json").read_text())
        for file in VENDOR.glob(pattern)
    }
    there = {file for file in VENDOR.rglob("*") if file.is_file()}
    beside = {"LICENSE", "README.md", "versions.json"}
    assert {file for file in there - named if file.name not in beside} == set()


def test_the_icons_that_are_drawn_are_the_icons_that_are_carried() -> None:
    carried = set(re.findall(r'id="icon-([^"]+)"', build_sprite(STATIC)))
    written = "".join(file.read_text() for file in SOURCES)
    signs = re.findall(r'\bsign="([^"]+)"', written)
    calls = re.findall(r"icon\(\s*([^)]*)\)", written)
    named = {re.match(r'"([^"]+)"', call)[1] for call in calls if call.startswith('"')} | set(signs)  # type: ignore[index]
    perhaps = {word for call in calls for word in re.findall(r'"([^"]+)"', call)} | set(signs)
    assert named - carried == set()
    assert carried - perhaps == set()


def test_the_style_bundle_begins_with_its_layers_and_holds_every_file() -> None:
    bundle = bundle_css(STATIC / "css" / "app.css")
    assert bundle.startswith("@layer tokens, base, layouts, components, utilities;")
    assert "@import" not in bundle
    assert "/*" not in bundle
    for file in (STATIC / "css").rglob("*.css"):
        rules = re.sub(r"/\*.*?\*/\n?", "", file.read_text(), flags=re.DOTALL)
        assert file.name == "app.css" or rules in bundle, file


def test_a_style_kept_to_paper_is_in_a_print_rule(tmp_path: Path) -> None:
    (tmp_path / "print.css").write_text("a { color: black; }\n")
    (tmp_path / "app.css").write_text('@import "print.css" layer(utilities) print;\n')
    expected = "@media print {\n@layer utilities {\na { color: black; }\n}\n}\n"
    assert bundle_css(tmp_path / "app.css") == expected


def test_an_import_of_a_style_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "app.css").write_text('@import "gone.css" layer(base);\n')
    with pytest.raises(FileNotFoundError, match=r"gone\.css"):
        bundle_css(tmp_path / "app.css")


def test_the_script_bundle_is_strict_and_holds_every_module_once() -> None:
    bundle = bundle_js(STATIC / "js" / "app.js")
    assert bundle.startswith('"use strict";')
    assert not re.search(r"^ *(import|export|//) ", bundle, re.MULTILINE)
    for file in (STATIC / "js").rglob("*.js"):
        code = re.sub(r"^(import .*\n| *//.*\n)", "", file.read_text(), flags=re.MULTILINE)
        code = re.sub(r"^export const ", "", code, flags=re.MULTILINE)
        if code.strip():
            assert bundle.count("{\n" + code + "}") == 1, f"app.js does not import {file.name}"


def test_modules_of_the_script_bundle_share_what_they_export_and_nothing_else(tmp_path: Path) -> None:
    write_modules(
        tmp_path,
        app='import "./one.js";\n',
        one='import { two } from "./two.js";\nconst own = 1;\nexport const one = () => two(own);\n',
        two='import { one } from "./one.js";\nexport const two = (own) => own && one;\n',
    )
    assert bundle_js(tmp_path / "app.js") == (
        '"use strict";\n{\nlet two, one;\n'
        "{\ntwo = (own) => own && one;\n}\n"
        "{\nconst own = 1;\none = () => two(own);\n}\n}\n"
    )


@pytest.mark.parametrize(
    ("one", "two", "words"),
    [
        ('import { three } from "./two.js";\n', "export const two = 2;\n", "imports three"),
        (
            'import { two } from "./two.js";\nexport const two = 1;\n',
            "export const two = 2;\n",
            "both export two",
        ),
    ],
)
def test_a_script_that_cannot_run_stops_the_start(tmp_path: Path, one: str, two: str, words: str) -> None:
    write_modules(tmp_path, app='import "./one.js";\n', one=one, two=two)
    with pytest.raises(ValueError, match=words):
        bundle_js(tmp_path / "app.js")


def test_an_import_of_a_script_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    write_modules(tmp_path, app='import "./gone.js";\n')
    with pytest.raises(FileNotFoundError, match=r"gone\.js"):
        bundle_js(tmp_path / "app.js")


def write_modules(folder: Path, **modules: str) -> None:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text)


def test_an_asset_is_served_for_good_under_its_hash(client: FlaskClient, addresses: dict[str, str]) -> None:
    types = {
        "app.css": "text/css; charset=utf-8",
        "app.js": "text/javascript; charset=utf-8",
        "htmx.js": "text/javascript; charset=utf-8",
        "favicon.svg": "image/svg+xml",
    }
    assert addresses.keys() == types.keys()
    for asset in build_assets(STATIC):
        answer = client.get(addresses[asset.name])
        assert answer.status_code == 200
        assert answer.data == asset.content
        assert answer.headers["Content-Type"] == types[asset.name]
        assert answer.headers["Cache-Control"] == FOR_GOOD
        assert answer.headers["ETag"] == f'"{hashlib.sha256(asset.content).hexdigest()[:12]}"'
        assert answer.vary.as_set() == {"accept-encoding"}
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("encoding", "decompress"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_an_asset_is_compressed_as_the_browser_likes(
    client: FlaskClient, addresses: dict[str, str], encoding: str, decompress: object
) -> None:
    plain = client.get(addresses["htmx.js"])
    packed = client.get(addresses["htmx.js"], headers={"Accept-Encoding": encoding})
    assert packed.headers["Content-Encoding"] == encoding
    assert len(packed.data) < len(plain.data) / 2
    assert decompress(packed.data) == plain.data  # type: ignore[operator]
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_an_asset_is_compressed_once() -> None:
    asset = Asset("app.css", b"a" * 1000)
    assert asset.encoded("br") is asset.encoded("br")


def test_an_unchanged_asset_is_not_sent_again(client: FlaskClient, addresses: dict[str, str]) -> None:
    headers = {"Accept-Encoding": "br"}
    tag = client.get(addresses["app.css"], headers=headers).headers["ETag"]
    assert client.get(addresses["app.css"], headers={**headers, "If-None-Match": tag}).status_code == 304
    assert client.get(addresses["app.css"], headers={**headers, "If-None-Match": '"x"'}).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["app.css", "app.000000000000.css", "vendor/htmx/htmx.min.js", "../pyproject.toml", "%2e%2e/wsgi.py"],
)
def test_nothing_else_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code in {404, 303}


@pytest.mark.parametrize(
    ("name", "bundle", "mimetype"),
    [
        ("app.js", bundle_js(STATIC / "js" / "app.js"), "application/javascript"),
        ("app.css", bundle_css(STATIC / "css" / "app.css"), "text/css"),
    ],
)
def test_the_small_copies_are_made_from_what_there_is(name: str, bundle: str, mimetype: str) -> None:
    """Where this fails: python -m webapp.minifying"""
    assert (MINIFIED / name).read_text() == minified(bundle, mimetype)


def test_a_bundle_is_served_as_it_is_where_its_small_copy_is_an_older_one(tmp_path: Path) -> None:
    copy = tmp_path / "app.css"
    assert smallest("a { color: red; }", copy) == "a { color: red; }"
    copy.write_text(minified("a { color: red; }", "text/css"))
    assert smallest("a { color: red; }", copy) == "a{color:red}\n"
    assert smallest("a { color: blue; }", copy) == "a { color: blue; }"


def test_a_first_visit_fits_the_budget() -> None:
    """35 kB of script of 60 kB in all, as browsers ask for it; the page is measured in a browser."""
    assets = {asset.name: len(asset.encoded("br")) for asset in build_assets(STATIC)}
    assert assets["htmx.js"] + assets["app.js"] < 35_000
    assert sum(assets.values()) < 47_500
