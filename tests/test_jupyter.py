"""What the Jupyter server loads of ours: a kernel's words go out at once."""

import subprocess
import sys
from types import SimpleNamespace

import dig2ai_jupyter

SERVER = """
from jupyter_server.serverapp import ServerApp
server = ServerApp()
server.initialize(["--allow-root"], new_httpserver=False)
print(server.web_app.settings["kernel_websocket_connection_class"])
"""


def test_the_server_loads_it_and_connects_pages_by_it():
    started = subprocess.run([sys.executable, "-c", SERVER], capture_output=True, text=True)
    assert "dig2ai_jupyter" in started.stdout, started.stderr


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
