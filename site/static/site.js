// @ts-check

// A formula that is wider than the page scrolls inside itself, so a keyboard must get to it too.
// The theme does the same for code and tables.
const reachable = () => {
  for (const formula of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll(".formula")
  ))
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
    else formula.removeAttribute("tabindex");
};
addEventListener("load", reachable);
addEventListener("resize", reachable);

// Paper is white.
const page = document.documentElement.dataset;
let theme = page.theme;
addEventListener("beforeprint", () => {
  theme = page.theme;
  page.theme = "light";
});
addEventListener("afterprint", () => {
  page.theme = theme;
});

// From a folder, a browser lets no page read another file. So the search shows no lines of what it
// finds, and the browser edition can't start: links that lead there say so instead.
if (location.protocol === "file:") {
  // @ts-expect-error: a constant of Sphinx's own script
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  addEventListener("DOMContentLoaded", () => {
    for (const link of document.querySelectorAll('a[href*="lite/lab/"]')) {
      const words = document.createElement("span");
      words.textContent = `${link.textContent} (this needs a web server, not a folder)`;
      words.className = link.className.replace("open", "closed");
      link.replaceWith(words);
    }
  });
}
