"""The download through a company's proxy, and what a reader is told when a proxy fails."""

import select
import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
import time

import pytest
from hostile_server import HostileServer
from test_download import CONTENT, FILES, contents

from dig2ai_helpers.digits import download

MIRROR = "https://mirror.test/good/"  # a name that only the proxy can find


@pytest.fixture(autouse=True)
def only_this_proxy(monkeypatch):
    """Forget the proxies and certificates of whoever runs the tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(download, "CONNECT_SECONDS", 0.5)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Make a certificate for the mirror that no browser knows, like those of many companies."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    folder = tmp_path_factory.mktemp("the keys of the company")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=mirror.test", "-addext", "subjectAltName=DNS:mirror.test"]
    command += ["-addext", "keyUsage=critical,digitalSignature,keyCertSign"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return key, certificate


@pytest.fixture
def proxy(certificate):
    """Give a proxy that leads every call to one encrypted mirror on this machine."""
    key, certificate = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    mirror = HostileServer(CONTENT)
    mirror._server.socket = context.wrap_socket(mirror._server.socket, server_side=True)
    with mirror, Proxy(mirror._server.server_address) as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.02,), daemon=True).start()
        yield proxy
        proxy.shutdown()


class Proxy(socketserver.ThreadingTCPServer):
    """A proxy as browsers use it: asked to CONNECT, it passes bytes in both directions."""

    daemon_threads = True

    def __init__(self, mirror):
        super().__init__(("127.0.0.1", 0), Tunnel)
        self.mirror = mirror  # its address
        self.asked = []  # host:port of every call
        self.answer = "200 Connection established"
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Tunnel(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.asked.append(self.rfile.readline().split()[1].decode())
        while self.rfile.readline().strip():
            pass  # the rest of the question
        self.wfile.write(f"HTTP/1.1 {self.server.answer}\r\n\r\n".encode())
        if not self.server.answer.startswith("200"):
            return
        with socket.create_connection(self.server.mirror) as far:
            ways = {self.connection: far, far: self.connection}
            while True:
                for side in select.select(list(ways), [], [])[0]:
                    if not (piece := side.recv(2**16)):
                        return
                    ways[side].sendall(piece)


def fetch(folder, mirrors=(MIRROR,)):
    download.fetch(FILES, folder, list(mirrors), False)


def what_is_said(folder):
    with pytest.raises(ConnectionError) as caught:
        fetch(folder)
    assert "check the network and its proxy" in str(caught.value)
    assert contents(folder) == {}
    return str(caught.value)


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_all_files_come_through_the_proxy(proxy, certificate, tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, proxy.url)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[1]))
    fetch(tmp_path)
    assert contents(tmp_path) == CONTENT
    assert proxy.asked == ["mirror.test:443"] * 3


def test_a_certificate_that_is_not_known_is_told(proxy, tmp_path, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    assert f"{MIRROR} (its certificate was not accepted)" in what_is_said(tmp_path)


def test_a_file_that_holds_no_certificate_is_told(proxy, tmp_path, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", __file__)
    assert f"{MIRROR} (its certificate was not accepted)" in what_is_said(tmp_path)


def test_a_proxy_that_wants_a_password_is_told(proxy, tmp_path, monkeypatch):
    proxy.answer = "407 Proxy Authentication Required"
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    assert f"{MIRROR} (the proxy did not connect)" in what_is_said(tmp_path)


def test_no_proxy_is_asked_for_an_address_that_is_excepted(tmp_path, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with HostileServer(CONTENT) as server:
        fetch(tmp_path, [server.mirror("good")])
    assert contents(tmp_path) == CONTENT


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HTTPS_PROXY", "http://127.0.0.1:9", "the proxy did not connect"),
        ("HTTPS_PROXY", "127.0.0.1:9", "the proxy did not connect"),
        ("HTTPS_PROXY", "http://", "Please check proxy URL"),
        (
            "HTTPS_PROXY",
            "ftp://127.0.0.1:9",
            "that of the proxy, can't be read",
        ),
        ("HTTPS_PROXY", "http://max:secret@", "that of the proxy, can't be read"),
        ("HTTPS_PROXY", "http://max:secret@proxy.test:80800", "that of the proxy, can't be read"),
        ("HTTPS_PROXY", "http://max:sec#ret@proxy.test:80", "that of the proxy, can't be read"),
        ("REQUESTS_CA_BUNDLE", "nowhere.pem", "invalid path: nowhere.pem"),
    ],
)
def test_a_setting_that_cannot_work_is_told_at_once(tmp_path, monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    start = time.monotonic()
    told = what_is_said(tmp_path)
    assert said in told and "sec" not in told
    assert time.monotonic() - start < 5
