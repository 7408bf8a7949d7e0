"""What the Jupyter server loads of ours: a kernel's words go out at once."""

import re
import subprocess
import sys
from types import SimpleNamespace

import dig2ai_jupyter


def test_the_server_loads_it():
    command = [sys.executable, "-m", "jupyter", "server", "extension", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, timeout=60)
    told = listed.stdout + listed.stderr
    assert re.search(r"dig2ai_jupyter \S*enabled", told), told  # the words have colours
    assert re.search(r"dig2ai_jupyter +\S*OK", told), told


def test_a_connection_does_not_wait_for_acknowledgements():
    done = []

    class Connection:
        websocket_handler = SimpleNamespace(set_nodelay=lambda value: done.append(value))

        def connect(self):
            done.append("connected")
            return "future"

    settings = {"kernel_websocket_connection_class": Connection}
    server = SimpleNamespace(web_app=SimpleNamespace(settings=settings))
    dig2ai_jupyter._load_jupyter_server_extension(server)
    connection = settings["kernel_websocket_connection_class"]()
    assert isinstance(connection, Connection)
    assert connection.connect() == "future" and done == [True, "connected"]
