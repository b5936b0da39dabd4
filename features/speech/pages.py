"""The pages of a running line, as a clinician who has signed in reads them."""

from __future__ import annotations

import html
import re
from typing import Any

_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
_HIDDEN = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
_ROW = re.compile(r'<a class="ref" href="/cases/[^"]*">(promise-[\w-]+)</a>')
_WITHOUT_PLAN = re.compile(
    r'<strong class="ref">(?P<patient>promise-[\w-]+)</strong>.*?<span>(?P<says>.*?)</span>',
    re.DOTALL,
)


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
        return " ".join(html.unescape(_HIDDEN.sub(" ", self._marked_up(path))).split())

    def patients(self) -> list[str]:
        """List the patients of promises whose plans are on the worklist, in its order."""
        return list(dict.fromkeys(_ROW.findall(self._marked_up("/"))))

    def without_plan(self, patient_ref: str) -> str:
        """Give what the worklist says of an assessment without a plan; empty when it says none."""
        found = _WITHOUT_PLAN.finditer(self._marked_up(f"/?patient_ref={patient_ref}"))
        said = (html.unescape(it["says"]) for it in found if it["patient"] == patient_ref)
        return next(said, "")

    def _marked_up(self, path: str) -> str:
        text: str = self._client.get(path, follow_redirects=True).text
        return text
