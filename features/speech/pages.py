"""The pages of a running line, as a clinician who has signed in reads them."""

from __future__ import annotations

import html
import re
from typing import Any

_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
_HIDDEN = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
_PATIENT = re.compile(r"\bpromise-[\w-]+")


class Pages:
    """
    What a clinician sees; made by signing in with a link, as people do.

    Args:
        client: Flask's test client of the whole line, with cookies of its own.
        link: the path of a sign-in link, good once.
    """

    def __init__(self, client: Any, link: str) -> None:
        self._client = client
        token = _TOKEN.search(client.get(link).text)
        form = {"name": "Promise Keeper", "role": "physician"}
        client.post(link, data={**form, "form_token": token[1] if token else ""})

    def read(self, path: str) -> str:
        """Give the text of a page, as it is read and not as it is marked up."""
        page = self._client.get(path, follow_redirects=True).text
        return " ".join(html.unescape(_HIDDEN.sub(" ", page)).split())

    def patients(self) -> list[str]:
        """List the patients of promises on the worklist, in its order."""
        return list(dict.fromkeys(_PATIENT.findall(self.read("/"))))
