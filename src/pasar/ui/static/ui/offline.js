// Pages that were seen stay readable without a connection; a copy says that it is one.
(() => {
  "use strict";
  if (!("serviceWorker" in navigator)) return;
  const root = document.documentElement;
  const prefix = location.pathname.match(/^\/[a-z]{2}\/[a-z]{2,3}\//)?.[0];
  const copy = () => {
    if (!root.classList.contains("is-copy")) window.pasar?.say(root.dataset.stale, "info");
    root.classList.add("is-copy");
  };
  navigator.serviceWorker.addEventListener("message", (event) => { if (event.data?.copy) copy(); });
  addEventListener("load", async () => {
    const worker = await navigator.serviceWorker.register("/sw.js").catch(() => null);
    if (!worker || !prefix) return;
    const ready = await navigator.serviceWorker.ready;
    ready.active?.postMessage({ prefix });
  });
})();
