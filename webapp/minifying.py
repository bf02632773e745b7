"""What makes the keys of the scripts and the small copies of the bundles: `python -m webapp.minifying`.

A tool for whoever changes scripts or styles; it needs the development dependencies. What it wrote is
served as long as it was made from the very bundle that there is; a test holds that it was.
"""

from __future__ import annotations

from pathlib import Path

import minify

from webapp.assets import MINIFIED, STATIC, TYPES, minified_head
from webapp.bundling import build_bundles
from webapp.views.keyboard import contract_script

CONTRACT = STATIC / "js" / "editing" / "contract.js"


def main() -> None:
    """Write the contract of the keys for the scripts, then the small copy of each bundle."""
    CONTRACT.write_text(contract_script())
    MINIFIED.mkdir(exist_ok=True)
    bundles = build_bundles(STATIC)
    for name, bundle in bundles.items():
        (MINIFIED / name).write_text(minified(name, bundle))
    for copy in MINIFIED.iterdir():
        if copy.name not in bundles:
            copy.unlink()


def minified(name: str, bundle: str) -> str:
    """The bundle in fewer bytes, after a line that says which one it was."""
    mimetype = TYPES[Path(name).suffix].partition(";")[0]
    return f"{minified_head(bundle)}\n{minify.string(mimetype, bundle)}\n"


if __name__ == "__main__":
    main()
