"""A web server on this machine whose folders ("mirrors") each misbehave in their own way."""

import http.server
import socket
import struct
import threading


class HostileServer:
    """Serve ``files`` under ``http://127.0.0.1:port/<behaviour>/<name>``.

    ``<behaviour>`` is the name of a function below, with an argument after a dash where it takes
    one: ``good``, ``status-404``, ``stalls_half_way`` and so on.

    Parameters
    ----------
    files : dict of str to bytes
    """

    def __init__(self, files):
        self.files = files
        self.asked = []  # (behaviour, file name) of every request
        self.halted = threading.Event()  # set when a behaviour has stopped in the middle
        self.over = threading.Event()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.hostile = self

    def __enter__(self):
        serve = self._server.serve_forever
        threading.Thread(target=serve, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self._server.shutdown()
        self._server.server_close()

    def mirror(self, behaviour):
        """Return the address of the mirror that behaves so."""
        return f"http://127.0.0.1:{self._server.server_port}/{behaviour}/"


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        _, behaviour, name = self.path.split("/")
        self.hostile = self.server.hostile
        self.hostile.asked.append((behaviour, name))
        function, _, argument = behaviour.partition("-")
        try:
            _BEHAVIOURS[function](self, self.hostile.files[name], *filter(None, [argument]))
        except OSError:
            pass  # the client left

    def start(self, length, kind="application/gzip"):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def halt(self):
        """Say nothing more until the server closes."""
        self.wfile.flush()
        self.hostile.halted.set()
        self.hostile.over.wait(60)

    def log_message(self, *_):
        pass


def good(handler, data):
    """Send what was asked for."""
    handler.start(len(data))
    handler.wfile.write(data)


def good_without_length(handler, data):
    """Send the right bytes, and the end of the line is the end of the file."""
    handler.start(None)
    handler.wfile.write(data)


def labelled_gzip(handler, data):
    """Call the .gz file's own packing a packing for the journey, as some servers do."""
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def slow_but_steady(handler, data):
    """Send everything in ten pieces, 0.06 s apart."""
    handler.start(len(data))
    for at in range(0, len(data), len(data) // 10):
        handler.wfile.write(data[at : at + len(data) // 10])
        handler.hostile.over.wait(0.06)


def good_but_stalls_on(handler, data, name):
    """Send every file but one."""
    if handler.path.endswith(name):
        stalls_half_way(handler, data)
    else:
        good(handler, data)


def truncated(handler, data):
    """Send a file that is too short, and say so."""
    handler.start(len(data) // 2)
    handler.wfile.write(data[: len(data) // 2])


def truncated_falsely(handler, data):
    """Promise the whole file, send half and end politely."""
    handler.start(len(data))
    handler.wfile.write(data[: len(data) // 2])


def corrupted(handler, data):
    """Send a file of the right length with one wrong bit."""
    middle = len(data) // 2
    handler.start(len(data))
    handler.wfile.write(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])


def too_long(handler, data):
    """Send the right file and never stop sending."""
    handler.start(None)
    while not handler.hostile.over.is_set():
        handler.wfile.write(data)


def status(handler, data, code):
    """Refuse with an HTTP status."""
    handler.send_error(int(code))


def stalls_at_once(handler, data):
    """Take the request and never answer."""
    handler.halt()


def stalls_half_way(handler, data):
    """Send half and then nothing."""
    handler.start(len(data))
    handler.wfile.write(data[: len(data) // 2])
    handler.halt()


def cuts_the_line(handler, data):
    """Send half and reset the connection."""
    handler.start(len(data))
    handler.wfile.write(data[: len(data) // 2])
    handler.wfile.flush()
    handler.hostile.over.wait(0.1)  # let the half arrive before the reset overtakes it
    no_farewell = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_farewell)
    handler.connection.close()


def drips(handler, data):
    """Send a byte now and then, often enough to look alive."""
    handler.start(len(data))
    for at in range(200):  # ten seconds: long enough to notice
        handler.wfile.write(data[at : at + 1])
        if handler.hostile.over.wait(0.05):
            break


def without_end(handler, start, line):
    """Send a line again and again, often enough to look alive."""
    handler.wfile.write(start)
    for _ in range(200):  # ten seconds: long enough to notice
        handler.wfile.write(line)
        if handler.hostile.over.wait(0.05):
            break


def heads_without_end(handler, data):
    """Send an answer's head and never end it."""
    without_end(handler, b"HTTP/1.1 200 OK\r\n", b"X")


def goes_on_without_end(handler, data):
    """Say that an answer will come."""
    without_end(handler, b"", b"HTTP/1.1 100 Continue\r\n\r\n")


def chunk_lines_without_end(handler, data):
    """Announce a piece in a line that never ends."""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;"
    without_end(handler, head, b"x")


def trailers_without_end(handler, data):
    """Send everything, and then more and more about it."""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(data)
    without_end(handler, head + data + b"\r\n0\r\n", b"A: b\r\n")


def rings(handler, data):
    """Refuse with words that a terminal obeys."""
    handler.send_response(500, "\x1b[2J\x07" + 500 * "x")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def web_page(handler, data):
    """Send a log-in page with status 200, as hotel networks do."""
    page = b"<html><body>Please log in</body></html>"
    handler.start(len(page), "text/html; charset=utf-8")
    handler.wfile.write(page)


def redirects(handler, data):
    """Send the client back to where it is."""
    handler.send_response(302)
    handler.send_header("Location", handler.path)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def redirects_nowhere(handler, data):
    """Send the client to what is no address."""
    handler.send_response(302)
    handler.send_header("Location", "http://[::1")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


_BEHAVIOURS = {name: thing for name, thing in globals().items() if callable(thing)}
