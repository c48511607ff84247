(() => {
  const all = (root, query) => [...root.querySelectorAll(query)];
  for (const doc of all(document, ".doc")) {
    const filter = doc.querySelector(".fil[data-filter]");
    const cards = all(doc, ".card");
    const status = doc.querySelector("[role=status]");
    const toggle = doc.querySelector(".plain");
    if (filter) {
      const buttons = all(filter, "button");
      filter.hidden = false;
      doc.querySelector(".fil[data-tally]").hidden = true;
      filter.addEventListener("click", event => {
        const button = event.target.closest("button");
        if (!button) return;
        const was = button.getAttribute("aria-pressed") === "true";
        for (const other of buttons) other.setAttribute("aria-pressed", String(other === button && !was));
        let shown = 0;
        for (const card of cards) {
          card.hidden = !was && card.dataset.state !== button.dataset.state;
          if (!card.hidden) shown += 1;
        }
        status.textContent = was ? "" : `${shown} of ${cards.length} claims shown`;
      });
    }
    if (toggle) {
      toggle.hidden = false;
      toggle.addEventListener("click", () => {
        const open = toggle.dataset.open !== "1";
        toggle.dataset.open = open ? "1" : "0";
        toggle.textContent = open ? "Close all" : "Open all";
        for (const card of cards) card.open = open;
      });
    }
  }
  const reveal = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.classList.contains("card")) { target.hidden = false; target.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", reveal);
  reveal();
  addEventListener("beforeprint", () => { for (const part of all(document, "details")) part.open = true; });
})();
