// A page that came too late sends what it keeps again, after the time that the server asked for.
for (const form of document.querySelectorAll("form[data-again]")) {
  setTimeout(() => form.requestSubmit(), 1000 * Number(form.dataset.again));
}
