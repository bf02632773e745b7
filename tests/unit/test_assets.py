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
    smallest,
)
from webapp.bundling import build_bundles, bundle_css, bundle_js
from webapp.config import ROOT
from webapp.minifying import minified

VENDOR = STATIC / "vendor"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LAZY_STYLES = STATIC / "css" / "lazy"
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


def bundles_of(ending: str) -> dict[str, str]:
    return {name: text for name, text in build_bundles(STATIC).items() if name.endswith(ending)}


def test_the_style_bundles_begin_with_their_layers_and_hold_every_file() -> None:
    bundles = bundles_of(".css")
    assert bundles["app.css"].startswith("@layer tokens, base, layouts, components, utilities;")
    for bundle in bundles.values():
        assert bundle.startswith("@layer ")
        assert "@import" not in bundle
        assert "/*" not in bundle
    for file in (STATIC / "css").rglob("*.css"):
        rules = re.sub(r"/\*.*?\*/\n?", "", file.read_text(), flags=re.DOTALL)
        bundle = bundles[f"{file.parent.name}.css" if file.is_relative_to(LAZY_STYLES) else "app.css"]
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


def test_the_script_bundles_are_strict_and_hold_every_module_once() -> None:
    bundles = bundles_of(".js")
    for name, bundle in bundles.items():
        assert bundle.startswith('"use strict";' if name == "app.js" else "export default (")
        assert not re.search(r"^ *(import|export const|//) ", bundle, re.MULTILINE)
    for file in (STATIC / "js").rglob("*.js"):
        code = re.sub(r"^(import .*\n| *//.*\n)", "", file.read_text(), flags=re.MULTILINE)
        code = re.sub(r"^export const ", "", code, flags=re.MULTILINE)
        if code.strip():
            count = sum(bundle.count("{\n" + code + "}") for bundle in bundles.values())
            assert count == 1, f"{count} bundles hold {file.name}"


def test_modules_of_the_script_bundle_share_what_they_export_and_nothing_else(tmp_path: Path) -> None:
    write_modules(
        tmp_path,
        app='import "./one.js";\n',
        one='import { two } from "./two.js";\nconst own = 1;\nexport const one = () => two(own);\n',
        two='import { one } from "./one.js";\nexport const two = (own) => own && one;\n',
    )
    assert bundle_js(tmp_path)["app.js"] == (
        '"use strict";\n{\nlet two, one;\n'
        "{\ntwo = (own) => own && one;\n}\n"
        "{\nconst own = 1;\none = () => two(own);\n}\n}\n"
    )


def test_a_lazy_bundle_borrows_what_the_first_one_has_and_gives_back_what_it_exports(tmp_path: Path) -> None:
    write_modules(
        tmp_path,
        app='import "./say.js";\nexport const lent = {};\n',
        say="export const say = () => {};\nexport const never = () => {};\n",
        find='import { say } from "./say.js";\nexport const find = () => say();\n',
    )
    (tmp_path / "lazy").mkdir()
    write_modules(
        tmp_path / "lazy",
        box='import { find } from "../find.js";\nexport const box = () => find();\n',
    )
    bundles = bundle_js(tmp_path)
    assert bundles["box.js"] == (
        "export default ({ say }) => {\nlet find, box;\n"
        "{\nfind = () => say();\n}\n"
        "{\nbox = () => find();\n}\n"
        "return { find, box };\n};\n"
    )
    assert bundles["app.js"].endswith("Object.assign(lent, { say });\n}\n")


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
        bundle_js(tmp_path)


def test_an_import_of_a_script_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    write_modules(tmp_path, app='import "./gone.js";\n')
    with pytest.raises(FileNotFoundError, match=r"gone\.js"):
        bundle_js(tmp_path)


def write_modules(folder: Path, **modules: str) -> None:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text)


def test_an_asset_is_served_for_good_under_its_hash(client: FlaskClient, addresses: dict[str, str]) -> None:
    types = {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
    }
    assert addresses.keys() == {"htmx.js", "favicon.svg", *build_bundles(STATIC)}
    for asset in build_assets(STATIC):
        answer = client.get(addresses[asset.name])
        assert answer.status_code == 200
        assert answer.data == asset.content
        assert answer.headers["Content-Type"] == types[Path(asset.name).suffix]
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


def test_the_small_copies_are_made_from_what_there_is() -> None:
    """Where this fails: python -m webapp.minifying"""
    copies = {copy.name: copy.read_text() for copy in MINIFIED.iterdir()}
    assert copies == {name: minified(name, bundle) for name, bundle in build_bundles(STATIC).items()}


def test_a_bundle_is_served_as_it_is_where_its_small_copy_is_an_older_one(tmp_path: Path) -> None:
    copy = tmp_path / "app.css"
    assert smallest("a { color: red; }", copy) == "a { color: red; }"
    copy.write_text(minified("app.css", "a { color: red; }"))
    assert smallest("a { color: red; }", copy) == "a{color:red}\n"
    assert smallest("a { color: blue; }", copy) == "a { color: blue; }"


def test_a_first_visit_fits_the_budget() -> None:
    """35 kB of script of 60 kB in all, as browsers ask for it; the page is measured in a browser."""
    assets = {asset.name: len(asset.encoded("br")) for asset in build_assets(STATIC)}
    assert assets["htmx.js"] + assets["app.js"] < 35_000
    assert sum(assets[name] for name in ("app.css", "app.js", "favicon.svg", "htmx.js")) < 47_500
