"""The links to Binder, the site and a JupyterHub, made from the one that the README holds."""

from urllib.parse import parse_qs, urlsplit

import addresses
import pytest


def test_the_readme_holds_the_links_that_open_notebook_00_and_the_site():
    readme = (addresses.ROOT / "README.md").read_text(encoding="utf-8")
    assert f"\n[binder]: {addresses.binder_link()}\n" in readme
    assert f"\n[browser]: {addresses.site()}{addresses.browser_link()}\n" in readme
    assert f'<a href="{addresses.site()}">' in readme
    assert (addresses.ROOT / addresses.START).is_file()


@pytest.mark.parametrize("address", ["https://hub.example.org", "https://hub.example.org/"])
def test_a_hub_link_brings_the_repository_and_opens_notebook_00(address):
    link = urlsplit(addresses.hub_link(address))
    asked = parse_qs(link.query)
    owner, name = addresses.repository().split("/")
    assert (link.netloc, link.path) == ("hub.example.org", "/hub/user-redirect/git-pull")
    assert asked["repo"] == [f"https://github.com/{owner}/{name}"]
    assert asked["urlpath"] == [f"lab/tree/{name}/{addresses.START}"]
