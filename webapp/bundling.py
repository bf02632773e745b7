"""Styles and scripts, many small files in a few: app.css and app.js for every page, and the lazy bundles.

A lazy bundle is fetched when it is first needed. Of styles it is a folder of static/css/lazy; of scripts an
index in static/js/lazy, and static/js/behaviors/lazy.js loads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

_CSS_IMPORT = re.compile(r'^@import "([^"]+)" layer\((\w+)\)( print)?;$', re.MULTILINE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
_JS_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(\.[^"]+)";\n', re.MULTILINE)
_JS_EXPORT = re.compile(r"^export const (\w+) =", re.MULTILINE)
_JS_COMMENT = re.compile(r"^ *//.*\n", re.MULTILINE)


def build_bundles(static: Path) -> dict[str, str]:
    """Every bundle of the folder `static` by its name, such as app.css. Raises what its makers raise."""
    css = static / "css"
    lazy = {f"{folder.name}.css": bundle_folder(folder) for folder in sorted(css.glob("lazy/*/"))}
    return {"app.css": bundle_css(css / "app.css")} | lazy | bundle_js(static / "js")


def bundle_css(index: Path) -> str:
    """The index with each import replaced by the files it names, inside their layer.

    A name may hold a star; `print` after the layer keeps a file to paper. Comments are left out. Raises
    FileNotFoundError for a dead import.
    """

    def put_in_place(found: re.Match[str]) -> str:
        pattern, layer, paper = found.groups()
        files = sorted(index.parent.glob(pattern))
        if not files:
            raise FileNotFoundError(f"{index}: no file is called {pattern}")
        text = "".join(_CSS_COMMENT.sub("", file.read_text()) for file in files)
        text = f"@layer {layer} {{\n{text}}}"
        return f"@media print {{\n{text}\n}}" if paper else text

    return _CSS_IMPORT.sub(put_in_place, _CSS_COMMENT.sub("", index.read_text()))


def bundle_folder(folder: Path) -> str:
    """The styles of a folder, in the layer of components. Comments are left out.

    A page or a dialog after a link to them waits for them no longer (base.css).
    """
    text = "".join(_CSS_COMMENT.sub("", file.read_text()) for file in sorted(folder.glob("*.css")))
    shown = f'[data-styles="{folder.name}"] ~ :is(main, dialog) {{\n  animation: none;\n}}\n'
    return f"@layer components {{\n{text}{shown}}}\n"


def bundle_js(folder: Path) -> dict[str, str]:
    """app.js of the folder and the bundles whose indexes stand in its `lazy`, by their names.

    Each holds every module that its index imports, once and after what that imports. A module stands in a
    block of its own, so that what it declares ends with it. What it exports, always with `export const`,
    is declared around all blocks: one name means one thing everywhere, and two modules may import each
    other as long as neither calls the other while it loads. Lines that are comments are left out.

    A module of app.js is not in a lazy bundle as well, which would give it two states: what a lazy bundle
    imports from it is borrowed. app.js puts it into `lent`; the lazy bundle is a module whose default
    export takes `lent`, runs, and gives back what its own modules export.

    Raises FileNotFoundError for a dead import, ValueError for a name that is exported twice or not at all.
    """
    app = _read_modules(folder / "app.js")
    lazy = [_read_modules(index, app) for index in sorted(folder.glob("lazy/*.js"))]
    lent = sorted({name for bundle in lazy for name in bundle.borrowed})
    bundles = {"app.js": _draw_script(app, lent)}
    return bundles | {bundle.index.name: _draw_module(bundle) for bundle in lazy}


@dataclass
class Modules:
    """What stands in one bundle: the text of each module, and the names that they share."""

    index: Path
    blocks: dict[Path, str] = field(default_factory=dict)
    exported: dict[str, Path] = field(default_factory=dict)
    borrowed: set[str] = field(default_factory=set)


def _read_modules(index: Path, lender: Modules | None = None) -> Modules:
    found = Modules(index)
    imported: dict[str, Path] = {}

    def add(module: Path) -> None:
        if module in found.blocks:
            return
        found.blocks[module] = ""  # so that a circle ends; its place is found below, after what it imports
        text = module.read_text()
        for words, address in _JS_IMPORT.findall(text):
            names = re.findall(r"\w+", words)
            source = (module.parent / address).resolve()
            imported.update(dict.fromkeys(names, module))
            if lender and source in lender.blocks:
                found.borrowed.update(names)
            else:
                add(source)
        for name in _JS_EXPORT.findall(text):
            if name in found.exported:
                raise ValueError(f"{found.exported[name]} and {module} both export {name}")
            found.exported[name] = module
        del found.blocks[module]
        found.blocks[module] = _JS_EXPORT.sub(r"\1 =", _JS_COMMENT.sub("", _JS_IMPORT.sub("", text)))

    add(index.resolve())
    there = found.exported.keys() | (found.borrowed & lender.exported.keys() if lender else set())
    for name in imported.keys() - there:
        raise ValueError(f"{imported[name]} imports {name}, which nothing exports")
    return found


def _draw_script(modules: Modules, lent: Iterable[str]) -> str:
    names = ", ".join(lent)
    given = f"Object.assign(lent, {{ {names} }});\n" if names else ""
    return f'"use strict";\n{{\n{_draw_blocks(modules)}{given}}}\n'


def _draw_module(modules: Modules) -> str:
    taken = ", ".join(sorted(modules.borrowed))
    given = ", ".join(modules.exported)
    return f"export default ({{ {taken} }}) => {{\n{_draw_blocks(modules)}return {{ {given} }};\n}};\n"


def _draw_blocks(modules: Modules) -> str:
    declared = f"let {', '.join(modules.exported)};\n" if modules.exported else ""
    return declared + "".join(f"{{\n{text}}}\n" for text in modules.blocks.values() if text)
