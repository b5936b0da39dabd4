"""A line that runs in processes of its own, spoken to as Flask's test client speaks to ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import requests

_PATIENCE_S = 30.0


class Elsewhere:
    """
    A client with cookies of its own.

    Args:
        url: the address of the line, without a slash at the end.
    """

    def __init__(self, url: str) -> None:
        # Only a line that runs elsewhere needs it; who runs the promises here may not have it.
        import requests

        self._url = url
        self._session = requests.Session()

    def get(
        self,
        path: str,
        *,
        query_string: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        follow_redirects: bool = False,
    ) -> Heard:
        """Read a page or a document."""
        return Heard(
            self._session.get(
                self._url + path,
                params=query_string,
                headers=headers,
                allow_redirects=follow_redirects,
                timeout=_PATIENCE_S,
            )
        )

    def post(
        self,
        path: str,
        *,
        json: Any = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Heard:
        """Post JSON or a form."""
        return Heard(
            self._session.post(
                self._url + path,
                json=json,
                data=data,
                headers={"Origin": self._url, **(headers or {})},
                allow_redirects=False,
                timeout=_PATIENCE_S,
            )
        )

    def close(self) -> None:
        """Let go of what connections it holds."""
        self._session.close()


class Heard:
    """What was answered."""

    def __init__(self, response: requests.Response) -> None:
        self.status_code = response.status_code
        self.headers = response.headers
        self.text = response.text
        self._response = response

    def get_json(self, *, silent: bool) -> Any:
        """Give its JSON, or None where it is none."""
        try:
            return self._response.json()
        except ValueError:
            if silent:
                return None
            raise
