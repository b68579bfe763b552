// The time left to pay, counted down; the server's own count begins it, since clocks of phones differ.
(() => {
  "use strict";
  const show = () => {
    for (const box of document.querySelectorAll("[data-countdown]")) {
      box.dataset.from ??= String(performance.now());
      const left = Math.max(0, Number(box.dataset.left) - Math.floor((performance.now() - Number(box.dataset.from)) / 1000));
      const minutes = Math.floor(left / 60);
      box.textContent = `${minutes}:${String(left % 60).padStart(2, "0")}`;
    }
  };
  show();
  setInterval(show, 1000);
})();
