"""For the Jupyter server: what a kernel tells a page goes out at once.

The system holds a small packet back until the one before has been acknowledged (Nagle's algorithm),
and the browser's system acknowledges after up to 40 ms. A change of a slider is answered in three
small packets, the new picture in the second. So it would come 40 ms after it was ready, and over a
slow network a whole round trip later.

This is a package of its own because it runs in the server, which needs nothing else of ours, not
even NumPy. `server.json` has the server load it.
"""


def _jupyter_server_extension_points():
    return [{"module": __name__}]


def _load_jupyter_server_extension(server):
    settings = server.web_app.settings

    class Prompt(settings["kernel_websocket_connection_class"]):
        """The connection of a page with a kernel, without Nagle's algorithm."""

        def connect(self):
            self.websocket_handler.set_nodelay(True)
            return super().connect()

    settings["kernel_websocket_connection_class"] = Prompt
