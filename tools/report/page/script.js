// Everything works without this: it adds Escape, opening from the picture, and opening for print.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const heading = (details) => details.querySelector("summary");
  /** Where the reader came from when a component was opened from the picture. */
  let origin;

  const show = (anchor, from) => {
    const details = document.getElementById(anchor)?.closest("details");
    if (!details) return;
    details.open = true;
    origin = from;
    heading(details).focus();
    details.scrollIntoView({ block: "start" });
  };
  const anchorOf = (link) => (link?.getAttribute("href") ?? link?.getAttribute("xlink:href") ?? "").slice(1);

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a");
    const anchor = anchorOf(link);
    if (!anchor.startsWith("component-")) return;
    event.preventDefault();
    history.replaceState(null, "", `#${anchor}`);
    show(anchor, link);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const details = document.activeElement?.closest("details[open]");
    if (!details) return;
    details.open = false;
    const back = details.matches(".component") ? origin : undefined;
    (back ?? heading(details)).focus();
    if (back) origin = undefined;
  });
  all("button[data-open]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const open = button.dataset.open;
      all("details").forEach((details) => {
        details.open = open === "all" ? details.matches(".changes, .changes .change") : false;
      });
    });
  });
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details.changes:not([open]), details.changes details:not([open]), .always:not([open])");
    closed.forEach((details) => (details.open = true));
  });
  addEventListener("afterprint", () => {
    closed.forEach((details) => (details.open = false));
  });
  addEventListener("hashchange", () => show(location.hash.slice(1)));
  if (location.hash.length > 1) show(location.hash.slice(1));
})();
