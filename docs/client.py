"""List the tasks of a design, and tick one: python3 client.py LIB-005 [ID]

DESIGNBOOK_URL says where the server is, DESIGNBOOK_TOKEN holds an API token (to tick, one that may write).
"""

import json
import os
import sys
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen


def ask(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with urlopen(Request(f"{url}/api/v1{path}", data, headers, method=method), timeout=30) as answer:  # noqa: S310
        return json.load(answer)


def main(key, wanted=""):
    tasks = ask("GET", f"/registers/tasks?limit=100&q=design:{quote(key)}")["items"]
    if not tasks:
        sys.exit(f"No tasks: there is no design {key} that you may read, or it has none.")
    for task in tasks:
        number, values = task["row_id"], task["values"]
        if wanted == str(number):  # an item of a list has a box; in a table a cell says it
            box = {"done": True} if "text" in ask("GET", f"/rows/{number}") else {"cells": {"Status": "✅"}}
            ask("PATCH", f"/rows/{number}", box)
        is_done = wanted == str(number) or values.get("done") == "yes"
        print(f"{number or '':>6} [{'x' if is_done else ' '}] {values.get('task', '')}")
    if wanted and wanted not in [str(task["row_id"]) for task in tasks]:
        sys.exit(f"{key} has no task {wanted}. Nothing was changed.")


url, token = (os.environ.get(name, "") for name in ("DESIGNBOOK_URL", "DESIGNBOOK_TOKEN"))
if len(sys.argv) not in {2, 3} or not url.startswith("http") or not token:
    sys.exit(__doc__)
try:
    main(*sys.argv[1:])
except HTTPError as error:
    why = {401: "DESIGNBOOK_TOKEN is not a token that works.", 403: "The token may only read, or you may."}
    wrong = [each["message"] for each in json.load(error).get("details", [])]
    sys.exit(" ".join([f"{error.code} {error.reason}.", why.get(error.code, ""), *wrong]))
except URLError as error:
    sys.exit(f"{url} does not answer: {error.reason}")
