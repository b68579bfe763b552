// What pages gain from a script: everything here works without it, only slower.
(() => {
  "use strict";
  const root = document.documentElement;
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => from.querySelectorAll(selector);
  const on = (type, selector, act, options) =>
    document.addEventListener(type, (event) => {
      const found = event.target.closest?.(selector);
      if (found) act(event, found);
    }, options);
  const remember = (name, value) => {
    document.cookie = `${name}=${value}; path=/; max-age=${value ? 31536000 : 0}; samesite=lax`;
  };

  // Toasts: what happened, gone by themselves unless they need an answer.
  const toasts = one("#toasts");
  const settle = (toast) => {
    const stays = toast.matches(".toast-bad, .toast-error") || one("a, button", toast);
    setTimeout(() => toast.remove(), stays ? 9000 : 4500);
  };
  if (toasts) {
    all(".toast", toasts).forEach(settle);
    new MutationObserver((changes) => {
      for (const change of changes) for (const node of change.addedNodes) if (node.nodeType === 1) settle(node);
    }).observe(toasts, { childList: true });
  }
  const say = (text, kind = "info") => {
    if (!toasts) return;
    const toast = document.createElement("div");
    toast.className = `toast toast-${kind}`;
    toast.setAttribute("role", "status");
    const words = document.createElement("p");
    words.textContent = text;
    toast.append(words);
    toasts.append(toast);
  };

  // Day or night.
  on("click", "[data-theme-set]", (event, button) => {
    event.preventDefault();
    const theme = button.dataset.themeSet;
    remember("pasar_theme", theme);
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    all("[data-theme-set]").forEach((each) => each.classList.toggle("chip-on", each === button));
  });

  // Quantity: plus and minus around a number field.
  on("click", "[data-step]", (event, button) => {
    const input = one("input[type=number]", button.closest(".stepper"));
    if (!input) return;
    event.preventDefault();
    const before = input.value;
    const wanted = (Number(before) || 0) + Number(button.dataset.step);
    const low = input.min === "" ? -Infinity : Number(input.min);
    const high = input.max === "" ? Infinity : Number(input.max);
    input.value = String(Math.min(high, Math.max(low, wanted)));
    if (input.value !== before) input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // Copy a number or a code.
  on("click", "[data-copy]", async (event, button) => {
    event.preventDefault();
    await navigator.clipboard?.writeText(button.dataset.copy);
    say(button.dataset.copied || button.dataset.copy, "good");
  });

  // Boxes that close on Escape or a click elsewhere.
  document.addEventListener("click", (event) => {
    all("details[name=top][open]").forEach((box) => { if (!box.contains(event.target)) box.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") all("details[name=top][open], details.sheet[open]").forEach((box) => {
      box.open = false;
      one("summary", box)?.focus();
    });
    if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) {
      event.preventDefault();
      one("#q")?.focus();
    }
  });

  // Selects and tick boxes that answer at once.
  on("change", "[data-submit]", (event, field) => field.form?.requestSubmit());

  // The basket's count, also when a fragment brought a new one.
  document.addEventListener("basket:count", (event) => {
    const count = event.detail?.value ?? event.detail?.count ?? event.detail;
    all("[data-basket-count]").forEach((badge) => { badge.textContent = Number(count) ? String(count) : ""; });
  });
  document.addEventListener("htmx:error", () => say(root.dataset.offline || "…", "bad"));
  window.pasar = { say };
})();
