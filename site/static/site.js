// A formula that is wider than the page scrolls inside itself, so a keyboard must get to it too.
// The theme does the same for code and tables.
const reachable = () => {
  for (const formula of document.querySelectorAll(".formula"))
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
    else formula.removeAttribute("tabindex");
};
addEventListener("load", reachable);
addEventListener("resize", reachable);

// From a folder, a browser lets no page read another: the search shows no lines of what it finds.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
