"""WeasyPrint alone, warm: pages come in, and how long their PDF took goes out.

    python -m benchmarks.typesetting

Each line of standard input is a page with its styles inside, as a JSON string; each is answered with seconds.
"""

from __future__ import annotations

import json
import sys
import time

import weasyprint
from weasyprint.urls import URLFetcher


def main() -> None:
    """Typeset what standard input brings."""
    for line in sys.stdin:
        html = json.loads(line)
        began = time.perf_counter()
        page = weasyprint.HTML(string=html, base_url="", url_fetcher=URLFetcher(allowed_protocols=()))
        page.write_pdf(pdf_tags=True)
        print(time.perf_counter() - began, flush=True)


if __name__ == "__main__":
    main()
