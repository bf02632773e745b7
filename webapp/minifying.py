"""What makes the keys of the scripts and the small copies of the bundles: `python -m webapp.minifying`.

A tool for whoever changes scripts or styles; it needs the development dependencies. What it wrote is
served as long as it was made from the very bundle that there is; a test holds that it was.
"""

from __future__ import annotations

import minify

from webapp.assets import MINIFIED, STATIC, bundle_css, bundle_js, minified_head
from webapp.views.keyboard import contract_script

CONTRACT = STATIC / "js" / "editing" / "contract.js"


def main() -> None:
    """Write the contract of the keys for the scripts, then the small copies of both bundles."""
    CONTRACT.write_text(contract_script())
    MINIFIED.mkdir(exist_ok=True)
    (MINIFIED / "app.js").write_text(minified(bundle_js(STATIC / "js" / "app.js"), "application/javascript"))
    (MINIFIED / "app.css").write_text(minified(bundle_css(STATIC / "css" / "app.css"), "text/css"))


def minified(bundle: str, mimetype: str) -> str:
    """The bundle in fewer bytes, after a line that says which one it was."""
    return f"{minified_head(bundle)}\n{minify.string(mimetype, bundle)}\n"


if __name__ == "__main__":
    main()
