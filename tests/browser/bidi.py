"""A Firefox, driven by WebDriver BiDi: the little of it that the tests need.

Playwright needs a Firefox of its own making; this one is any that is installed.
"""

import contextlib
import json
import subprocess
import time
from collections import deque

import websocket

PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    # Any other host is behind a proxy that is not there.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "network.proxy.allow_hijacking_localhost": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
KEYS = {"Shift": "\ue008", "Enter": "\ue007", "Space": " ", "ArrowLeft": "\ue012",
        "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015"}  # fmt: skip
READY = "WebDriver BiDi listening on "


class Firefox:
    """One tab; `asked` holds the addresses that its pages asked for, `errors` what they said."""

    def __init__(self, url):
        self._socket = websocket.create_connection(
            f"{url}/session", timeout=60, suppress_origin=True
        )
        self._number, self.asked, self.errors = 0, deque(), deque()
        self._call("session.new", capabilities={})
        self._call("session.subscribe", events=["network.beforeRequestSent", "log.entryAdded"])
        # A new tab has the focus; the first one has not.
        self._tab = self._call("browsingContext.create", type="tab")["context"]

    def _call(self, method, **parameters):
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("method") == "network.beforeRequestSent":
                self.asked.append(answer["params"]["request"]["url"])
            if answer.get("method") == "log.entryAdded" and answer["params"]["level"] == "error":
                self.errors.append(answer["params"]["text"])
            if answer.get("id") == self._number:
                if answer["type"] == "error":
                    raise RuntimeError(f"{method}: {answer['message']}")
                return answer["result"]

    def close(self):
        """Hang up."""
        self._socket.close()

    def open(self, url):
        """Open a page."""
        self._call("browsingContext.navigate", context=self._tab, url=url, wait="interactive")

    def evaluate(self, expression):
        """Give back what an expression, or the promise that it is, comes to."""
        asked = f"(async () => JSON.stringify(await ({expression})) ?? 'null')()"
        target = {"context": self._tab}
        answer = self._call("script.evaluate", expression=asked, target=target, awaitPromise=True)
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def wait_for(self, expression, seconds):
        """Wait until an expression is true."""
        end = time.monotonic() + seconds
        while not self.evaluate(f"Boolean({expression})"):
            assert time.monotonic() < end, f"after {seconds} s still not: {expression}"
            time.sleep(0.2)

    def drag(self, *places):
        """Press the mouse at the first place, x and y in pixels, and draw it along the others."""
        steps = [{"type": "pointerMove", "x": x, "y": y, "duration": 20} for x, y in places]
        steps.insert(1, {"type": "pointerDown", "button": 0})
        steps.append({"type": "pointerUp", "button": 0})
        self._perform({"type": "pointer", "id": "mouse", "actions": steps})

    def press(self, *keys):
        """Press keys together; those without a letter have names."""
        keys = [KEYS.get(key, key) for key in keys]
        down = [{"type": "keyDown", "value": key} for key in keys]
        up = [{"type": "keyUp", "value": key} for key in reversed(keys)]
        self._perform({"type": "key", "id": "keys", "actions": down + up})

    def _perform(self, source):
        self._call("input.performActions", context=self._tab, actions=[source])


@contextlib.contextmanager
def firefox(path, folder):
    """Start a Firefox with a fresh profile in the folder."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
             for name, value in PREFERENCES.items()]  # fmt: skip
    (folder / "user.js").write_text("".join(lines))
    command = [path, "--headless", "--remote-debugging-port=0", "--profile", folder]
    command += ["--width=1280", "--height=1000"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            for line in process.stderr:
                if READY in line:
                    with contextlib.closing(Firefox(line.partition(READY)[2].strip())) as tab:
                        yield tab
                    break
        finally:
            process.kill()
