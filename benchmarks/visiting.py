"""One visitor over HTTP with a kept connection, as a browser would ask."""

import http.client
import zlib
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import urlencode

from tools.serving import HOST

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What came back, as it came over the wire, and how long it took."""

    status: int
    headers: http.client.HTTPMessage
    wire: bytes
    milliseconds: float

    @property
    def text(self) -> str:
        """What was sent, unpacked."""
        packed = self.headers.get("Content-Encoding") == "gzip"
        return (zlib.decompress(self.wire, wbits=31) if packed else self.wire).decode()


class Visitor:
    """Somebody who is signed in by a session cookie, or a passer-by."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.line = http.client.HTTPConnection(HOST, port, timeout=PATIENCE_SECONDS)
        self.cookies = dict(cookies or {})

    def get(self, path: str, expect: int = 200) -> Answer:
        """Read a page, all of it."""
        return self._expected(self.ask("GET", path), expect, path)

    def post(self, path: str, fields: dict[str, str], expect: int) -> Answer:
        """Send a form. The token comes from a page that was read before."""
        token = {"X-CSRFToken": self.cookies["csrftoken"]}
        return self._expected(self.ask("POST", path, fields, token), expect, path)

    def read_token(self, path: str) -> None:
        """Read a page with a form, and keep the token it came with."""
        given = self.get(path).headers.get_all("Set-Cookie") or []
        pairs = [cookie.partition(";")[0].partition("=") for cookie in given]
        self.cookies |= {name: value for name, _, value in pairs}

    def ask(
        self,
        method: str,
        path: str,
        fields: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Ask and read to the end; the clock runs from the first byte out to the last one in."""
        body = urlencode(fields) if fields else None
        started = perf_counter()
        self.line.request(method, path, body, self._headers(fields) | (headers or {}))
        response = self.line.getresponse()
        wire = response.read()
        took = (perf_counter() - started) * 1000
        return Answer(response.status, response.headers, wire, took)

    def _headers(self, fields: dict[str, str] | None) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        form = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        return {"Accept-Encoding": "gzip", "Accept-Language": "nb", "Cookie": cookies, **form}

    @staticmethod
    def _expected(answer: Answer, expect: int, path: str) -> Answer:
        if answer.status != expect:
            raise SystemExit(f"{path} answered {answer.status}, not {expect}: nothing to measure.")
        return answer
