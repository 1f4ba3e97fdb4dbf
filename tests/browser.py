# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
"""A real browser for tests: Chromium without a screen, spoken to through two pipes.

Its DevTools protocol comes as JSON, each message ended by a null byte, on file
descriptors 3 (to Chromium) and 4 (from it); no port is opened, no package is needed.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CHROMIUM = shutil.which("chromium")
SECONDS = 60
_KEYS = {
    "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40,
    "Enter": 13, "Escape": 27, "Tab": 9, " ": 32,
}  # fmt: skip


class Page:
    """One page in a tab of its own.

    :ivar requests: addresses that the page asked for, itself excepted.
    :ivar complaints: errors and warnings of its console, and what its policy refused.
    """

    def __init__(self, browser: Browser, session: str) -> None:
        """Watch a tab."""
        self._browser = browser
        self._session = session
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.loaded = False

    def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send a command to the tab and return the answer."""
        return self._browser.ask(method, self._session, **parameters)

    def heard(self, event: dict[str, Any]) -> None:
        """Take note of something that happened."""
        name, what = event["method"], event["params"]
        if name == "Page.loadEventFired":
            self.loaded = True
        elif name == "Network.requestWillBeSent":
            self.requests.append(what["request"]["url"])
        elif name == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(what["exceptionDetails"]))
        elif name == "Runtime.consoleAPICalled" and what["type"] in {"error", "warning", "assert"}:
            self.complaints.append(json.dumps(what["args"]))
        elif name == "Log.entryAdded":
            self.complaints.append(what["entry"]["text"])

    def open(self, file: Path, fragment: str = "") -> None:
        """Open a file and wait until it is there."""
        self.visit(file.as_uri(), fragment)

    def visit(self, url: str, fragment: str = "") -> None:
        """Open an address and wait until the page is there."""
        self.loaded = False
        self.ask("Page.navigate", url="about:blank")
        self._browser.wait(lambda: self.loaded)
        self.loaded = False
        self.requests.clear()
        self.complaints.clear()
        found = self.ask("Page.navigate", url=url + fragment)
        assert "errorText" not in found, (url, found["errorText"])
        self._browser.wait(lambda: self.loaded)
        self.requests[:] = [asked for asked in self.requests if asked != url]

    def run(self, script: str) -> Any:
        """Return the value of an expression in the page.

        :raises AssertionError: if it throws.
        """
        found = self.ask(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def press(self, key: str, *, shift: bool = False, control: bool = False) -> None:
        """Press and release a key, with others held down if so wanted."""
        held = {"modifiers": 8 * shift + 2 * control}
        code = _KEYS.get(key, 0)
        text = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
        if control:
            text = {}
        for kind in ("keyDown", "keyUp"):
            given = text if kind == "keyDown" else {}
            self.ask(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key,
                windowsVirtualKeyCode=code, **held, **given,
            )  # fmt: skip

    def mouse(self, x: float, y: float, *, click: bool = False) -> None:
        """Move the mouse, and click if so wanted."""
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        if click:
            for kind in ("mousePressed", "mouseReleased"):
                self.ask(
                    "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1
                )

    def type(self, text: str) -> None:
        """Write into the field that has the focus."""
        self.ask("Input.insertText", text=text)

    def following(self, action: Callable[[], object]) -> None:
        """Do something and wait until the page to which it leads is there."""
        self.loaded = False
        action()
        self._browser.wait(lambda: self.loaded)

    def look(
        self,
        *,
        width: int,
        height: int,
        dark: bool = False,
        media: str = "screen",
        **wanted: str,
    ) -> None:
        """Set the size of the window, the colour scheme, the medium and what else users want.

        :param wanted: media features by name with ``_`` for ``-``, such as
            ``forced_colors="active"``.
        """
        phone = width < 600
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=phone,
        )  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        others = [{"name": k.replace("_", "-"), "value": v} for k, v in wanted.items()]
        self.ask("Emulation.setEmulatedMedia", media=media, features=[scheme, *others])

    def without_script(self) -> None:
        """Switch JavaScript off from the next page on."""
        self.ask("Emulation.setScriptExecutionDisabled", value=True)

    def screenshot(self, target: Path, *, whole: bool = False) -> None:
        """Save what is seen as PNG, the whole page if so wanted."""
        found = self.ask("Page.captureScreenshot", captureBeyondViewport=whole)
        target.write_bytes(base64.b64decode(found["data"]))


class Browser:
    """A running Chromium."""

    def __init__(self, profile: Path) -> None:
        """Start it with an empty profile and no network but this machine."""
        assert CHROMIUM is not None
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        command = [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--hide-scrollbars", "--force-color-profile=srgb",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            f"--user-data-dir={profile}",
            "--remote-debugging-pipe", "about:blank",
        ]  # fmt: skip
        # The shell moves the pipes to where Chromium expects them.
        moved = f'exec "$@" 3<&{to_read} 4>&{to_write}'
        self._process = subprocess.Popen(
            ["/bin/bash", "-c", moved, "bash", *command],
            pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self._asked = 0
        self._rest = b""
        self._answers: dict[int, dict[str, Any]] = {}
        self._pages: dict[str, Page] = {}

    def ask(self, method: str, session: str = "", /, **parameters: object) -> dict[str, Any]:
        """Send a command and return the answer."""
        self._asked += 1
        number = self._asked
        sent: dict[str, object] = {"id": number, "method": method, "params": parameters}
        if session:
            sent["sessionId"] = session
        os.write(self._write, json.dumps(sent).encode() + b"\0")
        self.wait(lambda: number in self._answers)
        answer = self._answers.pop(number)
        assert "error" not in answer, (method, answer)
        return dict(answer["result"])

    def wait(self, until: Any) -> None:
        """Take in messages until a condition holds."""
        end = time.monotonic() + SECONDS
        while not until():
            ready, _, _ = select.select([self._read], [], [], max(end - time.monotonic(), 0))
            data = os.read(self._read, 1 << 20) if ready else b""
            assert data, "the browser does not answer"
            *whole, self._rest = (self._rest + data).split(b"\0")
            for text in whole:
                message = json.loads(text)
                if "id" in message:
                    self._answers[message["id"]] = message
                elif message.get("sessionId") in self._pages:
                    self._pages[message["sessionId"]].heard(message)

    def page(self) -> Page:
        """Open a new tab."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session)
        self._pages[session] = page
        for domain in ("Page", "Network", "Runtime", "Log"):
            page.ask(f"{domain}.enable")
        page.look(width=1366, height=768)
        return page

    def close(self) -> None:
        """End it."""
        os.close(self._write)
        os.close(self._read)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Run a browser, or skip the test, visibly, where there is none."""
    if CHROMIUM is None:
        pytest.skip("needs Debian's chromium")
    found = Browser(folder / "profile")
    try:
        yield found
    finally:
        found.close()
