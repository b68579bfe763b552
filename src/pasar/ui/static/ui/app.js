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
    for (const older of all(".toast", toasts)) if (older !== toast && older.textContent === toast.textContent) older.remove();
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
    if (event.key === "Escape") all("details[name=top][open]").forEach((box) => {
      box.open = false;
      one("summary", box)?.focus();
    });
    if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) {
      event.preventDefault();
      one("#q")?.focus();
    }
  });

  // Selects and tick boxes that answer at once; filters too, where they stand beside their results.
  on("change", "[data-submit]", (event, field) => field.form?.requestSubmit());
  on("change", "[data-at-once]", (event, form) => { if (matchMedia("(min-width: 60rem)").matches) form.requestSubmit(); });

  // Addresses without empty fields.
  document.addEventListener("formdata", (event) => {
    if (event.target.method !== "get") return;
    for (const [name, value] of [...event.formData]) if (value === "" && event.formData.getAll(name).length === 1) event.formData.delete(name);
  });

  // The basket's number, as the server last noted it: after every answer, and when a page comes back from the past.
  const count = () => {
    const noted = document.cookie.match(/(?:^|; )pasar_count=(\d{1,3})/)?.[1] ?? "";
    all("[data-basket-count]").forEach((badge) => { badge.textContent = noted === "0" ? "" : noted; });
  };
  document.addEventListener("htmx:after:swap", count);
  addEventListener("pageshow", (event) => { if (event.persisted) count(); });

  // "Buy now" goes to another page: the browser's own way, past htmx.
  document.addEventListener("submit", (event) => {
    if (event.submitter?.name === "buy_now" || event.submitter?.hasAttribute("data-plain")) event.stopImmediatePropagation();
  }, true);

  // What goes wrong on the way is said, never swallowed.
  document.addEventListener("htmx:error", () => say(root.dataset.offline, "bad"));
  document.addEventListener("htmx:response:error", (event) => {
    if (event.detail.ctx.response.status >= 500 && event.detail.ctx.response.status !== 503) say(root.dataset.broken, "bad");
  });

  // Live pages: the server says that something changed, the page asks for its part again.
  const streams = new Map();
  const listen = () => {
    for (const [box, stream] of streams) if (!box.isConnected || !box.dataset.live) { stream.close(); streams.delete(box); }
    for (const box of all("[data-live]")) {
      if (!box.dataset.live || streams.has(box)) continue;
      const stream = new EventSource(box.dataset.live);
      stream.addEventListener("changed", () => window.htmx?.trigger(box, "refresh"));
      streams.set(box, stream);
    }
  };
  listen();
  document.addEventListener("htmx:after:swap", listen);
  addEventListener("pagehide", () => { for (const stream of streams.values()) stream.close(); streams.clear(); });
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });

  // Words while typing.
  const field = one("[data-suggest]");
  const box = one("#suggestions");
  if (field && box) {
    let waiting = 0;
    let asked = "";
    const show = (open) => {
      box.hidden = !open;
      field.setAttribute("aria-expanded", String(open));
      if (!open) field.removeAttribute("aria-activedescendant");
    };
    const choose = (step) => {
      const links = [...all("a", box)];
      const now = links.findIndex((link) => link.getAttribute("aria-selected") === "true");
      const next = links[(now + step + links.length + (now < 0 && step < 0 ? 1 : 0)) % links.length];
      links.forEach((link, index) => { link.id = `suggestion-${index}`; link.setAttribute("aria-selected", String(link === next)); });
      if (next) field.setAttribute("aria-activedescendant", next.id);
    };
    const ask = async () => {
      const typed = field.value.trim();
      if (typed === asked) return;
      asked = typed;
      if (typed.length < 2) return show(false);
      const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(typed)}`, { headers: { "HX-Request": "true" } }).catch(() => null);
      if (!answer?.ok || asked !== typed) return;
      box.innerHTML = await answer.text();
      all("a", box).forEach((link) => { link.setAttribute("role", "option"); link.tabIndex = -1; });
      show(box.childElementCount > 0);
    };
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    box.setAttribute("role", "listbox");
    show(false);
    field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 140); });
    field.addEventListener("keydown", (event) => {
      if (box.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); choose(event.key === "ArrowDown" ? 1 : -1); }
      if (event.key === "Escape") { event.stopPropagation(); show(false); }
      const chosen = one('[aria-selected="true"]', box);
      if (event.key === "Enter" && chosen) { event.preventDefault(); chosen.click(); }
    });
    field.addEventListener("blur", () => setTimeout(() => show(false), 150));
    field.addEventListener("focus", () => { if (box.childElementCount && field.value.trim() === asked && asked) show(true); });
  }

  // The gallery: a thumb leads to its picture without moving the page; the count follows the swipe.
  const gallery = () => {
    const strip = one(".gallery-strip");
    if (!strip || strip.dataset.ready) return;
    strip.dataset.ready = "1";
    const thumbs = [...all("[data-picture]")];
    const mark = () => {
      const now = Math.round(strip.scrollLeft / Math.max(1, strip.clientWidth)) + 1;
      const shown = one("[data-picture-now]");
      if (shown) shown.textContent = String(now);
      for (const thumb of thumbs) {
        if (Number(thumb.dataset.picture) === now) thumb.setAttribute("aria-current", "true");
        else thumb.removeAttribute("aria-current");
      }
    };
    strip.addEventListener("scroll", mark, { passive: true });
    thumbs.forEach((thumb) => thumb.addEventListener("click", (event) => {
      event.preventDefault();
      strip.scrollTo({ left: (Number(thumb.dataset.picture) - 1) * strip.clientWidth, behavior: "smooth" });
    }));
    mark();
  };
  gallery();
  document.addEventListener("htmx:after:swap", gallery);

  // The tapped card's picture becomes the page's.
  on("click", ".goods-link, .cut a", (event, link) => {
    const picture = one(".pic", link);
    if (picture && !event.metaKey && !event.ctrlKey) picture.style.viewTransitionName = "hero";
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) all(".goods-link .pic, .cut .pic").forEach((picture) => { picture.style.viewTransitionName = ""; });
  });

  window.pasar = { say };
})();
