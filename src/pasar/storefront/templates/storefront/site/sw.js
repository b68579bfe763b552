// Without a connection: the shop's shell, the pages seen last, and one's own basket and orders, to be read.
// What is personal is kept apart and dropped when somebody signs in or out, or is signed out by the server.
"use strict";
const SHELL = "shell-{{ version }}", PAGES = "pages", OWN = "own", PICTURES = "pictures";
const FILES = {{ files|safe }};
const VENTURE = /^\/[a-z]{2}\/[a-z]{2,3}\//;
const KEPT_OWN = /^\/[a-z]{2}\/[a-z]{2,3}\/(orders\/|basket\/$|wallet\/$|account\/$|account\/messages\/$|account\/addresses\/$)/;
const PERSONAL = /^\/[a-z]{2}\/[a-z]{2,3}\/(account|orders|purchases|wallet|basket|checkout|seller|sandbox)\//;
const COMES_OR_GOES = /\/account\/(sign-in|sign-out|code|delete)\/$/;
const MOST = { [PAGES]: 40, [OWN]: 40, [PICTURES]: 200 };

const forget = () => Promise.all([caches.delete(OWN), caches.delete(PAGES)]);

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const wanted = [SHELL, PAGES, OWN, PICTURES];
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => !wanted.includes(name)).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// The page to show when nothing else is there, in the visitor's language.
self.addEventListener("message", (event) => {
  const prefix = String(event.data?.prefix ?? "");
  if (VENTURE.test(prefix)) event.waitUntil(caches.open(SHELL).then((cache) => cache.add(prefix + "offline/")).catch(() => {}));
});

const keep = async (name, request, response) => {
  const cache = await caches.open(name);
  await cache.delete(request);
  await cache.put(request, response);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST[name])).map((key) => cache.delete(key)));
};

const page = async (event, path) => {
  const name = KEPT_OWN.test(path) ? OWN : PERSONAL.test(path) ? "" : PAGES;
  try {
    const response = await fetch(event.request);
    if (name === OWN && response.type === "opaqueredirect") event.waitUntil(caches.delete(OWN));
    const whole = response.ok && !response.redirected && (response.headers.get("Content-Type") ?? "").startsWith("text/html");
    if (name && whole) event.waitUntil(keep(name, event.request, response.clone()));
    return response;
  } catch (error) {
    const kept = await caches.match(event.request);
    if (kept) {
      event.waitUntil(tell(event));
      return kept;
    }
    const prefix = path.match(VENTURE)?.[0] ?? "";
    const offline = (await caches.match(prefix + "offline/")) ?? (await anyOffline());
    if (offline) return offline;
    throw error;
  }
};

const anyOffline = async () => {
  const cache = await caches.open(SHELL);
  const found = (await cache.keys()).find((key) => key.url.endsWith("/offline/"));
  return found && cache.match(found);
};

// The page learns that it is a copy, so that it can say so.
const tell = async (event) => {
  for (let tries = 0; tries < 20; tries += 1) {
    const client = await self.clients.get(event.resultingClientId);
    if (client) client.postMessage({ copy: true });
    await new Promise((done) => setTimeout(done, 150));
    if (client) return;
  }
};

const file = async (event, path) => {
  const kept = await caches.match(event.request);
  if (kept) return kept;
  const response = await fetch(event.request);
  if (response.ok && /\.(webp|jpg|png)$/.test(path)) event.waitUntil(keep(PICTURES, event.request, response.clone()));
  return response;
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin) return;
  if (event.request.method !== "GET") {
    if (COMES_OR_GOES.test(url.pathname)) event.waitUntil(forget());
    return;
  }
  if (event.request.mode === "navigate" && VENTURE.test(url.pathname)) event.respondWith(page(event, url.pathname));
  else if (/^\/(static|media)\//.test(url.pathname)) event.respondWith(file(event, url.pathname));
});
