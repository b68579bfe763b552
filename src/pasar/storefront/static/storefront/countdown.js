// Time left, counted down; the server's own count begins it, since clocks of phones differ. A box with `data-then`
// has the page looked at again when it has run out, not by everybody in the same instant.
(() => {
  "use strict";
  const two = (number) => String(number).padStart(2, "0");
  const show = () => {
    for (const box of document.querySelectorAll("[data-countdown]")) {
      box.dataset.from ??= String(performance.now());
      const left = Math.max(0, Number(box.dataset.left) - Math.floor((performance.now() - Number(box.dataset.from)) / 1000));
      const hours = Math.floor(left / 3600), minutes = Math.floor(left / 60) % 60;
      box.textContent = hours ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`;
      if (left === 0 && "then" in box.dataset && !box.dataset.done) {
        box.dataset.done = "1";
        setTimeout(() => location.reload(), 500 + Math.random() * 2500);
      }
    }
  };
  show();
  setInterval(show, 1000);
})();
