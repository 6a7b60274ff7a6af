/**
 * Keeps a page live: one stream of server-sent events, whose fragments go into their places.
 *
 * The element `#live` says where the stream is, with which token, and up to which event the page was made. Fragments
 * are `<template>` elements whose data attributes say what to do with their content; they are described in the
 * template `web/live/entry.html`. Parts that can be fetched anew bear `data-live` and an id.
 *
 * EventSource cannot send a header, and an address with a token in it would lie in logs: hence `fetch`. Every word
 * shown stands in the page, translated; this file has none.
 */

const SETTLE = 1000; // most pages are left before that, and need no stream
const UNDERSTOOD = 5000; // a shorter interruption is not worth a word
const HIDDEN = 60_000;
const SILENCE = 45_000; // three heartbeats
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
const SPOKEN = 3000;

const page = document.getElementById("live");
let topics = page.dataset.topics.split(" ");
const cut = page.querySelector(".cut > span");
const spoken = page.querySelector("[aria-live]");

let token = page.dataset.token;
let last = page.dataset.after;
let stream = null;
let failures = 0;
let retry = FIRST_WAIT;
let away = false;
const timers = {};

const later = (name, wait, work) => {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(work, wait);
};
const never = (name) => {
  clearTimeout(timers[name]);
  delete timers[name];
};

function alive() {
  later("silence", SILENCE, () => stream?.abort());
}

function connected() {
  failures = 0;
  never("cut");
  cut.hidden = true;
  page.dataset.open = "yes"; // for whoever looks
}

/** Whatever it is that went wrong: try again, later each time, and not all pages at once. */
function again(wait) {
  timers.cut ??= setTimeout(() => (cut.hidden = false), UNDERSTOOD);
  const longer = Math.min(LONGEST_WAIT, wait ?? retry * 2 ** Math.min(failures, 5));
  failures += 1;
  later("connect", longer * (0.5 + Math.random()), connect);
}

async function renewed() {
  const asked = new URLSearchParams(topics.map((topic) => ["topic", topic]));
  asked.set("language", document.documentElement.lang);
  const answer = await fetch(`${page.dataset.renew}?${asked}`, { cache: "no-store", signal: stream.signal });
  if (!answer.ok) {
    throw new Error(answer.status);
  }
  token = (await answer.json()).token;
}

async function connect() {
  if (stream || !topics.length || (document.hidden && !timers.hidden)) {
    return;
  }
  stream = new AbortController();
  let wait;
  try {
    token || (await renewed());
    alive();
    const answer = await fetch(page.dataset.address, {
      headers: { "Wasl-Live": token, "Last-Event-ID": last, Accept: "text/event-stream" },
      cache: "no-store",
      signal: stream.signal,
    });
    if (answer.status === 401) {
      token = "";
      wait = failures ? undefined : 0;
    } else if (answer.ok) {
      connected();
      wait = await read(answer.body.pipeThrough(new TextDecoderStream()).getReader());
    }
  } catch {
    // The network, the server or this page ended it: all the same, it is tried again.
  }
  stream.abort();
  stream = null;
  never("silence");
  if (!away && topics.length) {
    again(wait);
  }
}

/** Reads messages until the stream ends; answers how long to wait when the server said why it ended. */
async function read(reader) {
  let text = "";
  let wait;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return wait;
    }
    alive();
    const messages = (text + value).split("\n\n");
    text = messages.pop();
    for (const each of messages) {
      wait = heard(each) ?? wait;
    }
  }
}

function heard(text) {
  const fields = { data: [] };
  for (const line of text.split("\n")) {
    const [, name, value] = line.match(/^([^:]*):? ?(.*)$/);
    name === "data" ? fields.data.push(value) : (fields[name] = value);
  }
  retry = Number(fields.retry) || retry;
  let wait;
  if (fields.event === "bye" || fields.event === "renew") {
    token = "";
    wait = 200;
  } else if (fields.event === "reset") {
    later("parts", Math.random() * 2000, fetchParts);
  } else if (fields.data.length) {
    put(fields.data.join("\n"));
  }
  last = fields.id ?? last;
  return wait;
}

/** Puts the templates of a fragment into their places. They are our own; what could act is taken out all the same. */
function put(html) {
  const fragment = document.createElement("template");
  fragment.innerHTML = html;
  for (const piece of fragment.content.querySelectorAll("template")) {
    const what = piece.dataset;
    harmless(piece.content);
    const list = document.getElementById(what.liveFirst ?? what.liveLast ?? what.liveInside);
    if (what.liveReplace !== undefined) {
      [...piece.content.children].forEach((each) => document.getElementById(each.id)?.replaceWith(each));
    } else if (!list) {
      later("parts", Math.random() * 2000, fetchParts);
    } else if (what.liveInside) {
      list.contains(document.activeElement) || shown(list, () => list.replaceChildren(piece.content));
    } else {
      const added = [...piece.content.children];
      for (const each of what.liveFirst ? added.reverse() : added) {
        const there = each.id && document.getElementById(each.id);
        each.classList.add("live-new");
        there ? there.replaceWith(each) : list[what.liveFirst ? "prepend" : "append"](each);
      }
      while (list.children.length > (Number(what.liveMost) || Infinity)) {
        list[what.liveFirst ? "lastElementChild" : "firstElementChild"].remove();
      }
      shown(list, () => {});
    }
    if (what.liveSay) {
      say(what.liveSay);
    }
  }
}

/** What a reader opened stays open. */
function shown(place, change) {
  const opened = [...place.querySelectorAll("details")].map((each) => each.open);
  change();
  place.querySelectorAll("details").forEach((each, index) => (each.open = opened[index] ?? each.open));
  window.htmx?.process(place);
}

function harmless(content) {
  content.querySelectorAll("script, style, link, iframe, object, embed, base, meta").forEach((each) => each.remove());
  for (const each of content.querySelectorAll("*")) {
    for (const { name } of [...each.attributes]) {
      if (name.startsWith("on") || name === "style") {
        each.removeAttribute(name);
      }
    }
  }
}

/** One thing at a time, the newest: nobody is talked over by a busy hour. */
function say(text) {
  later("say", SPOKEN, () => (spoken.textContent = text));
}

/** Fetches this very page, and takes its live parts. */
async function fetchParts() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok || answer.redirected) {
      return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live][id]")) {
      const found = fresh.getElementById(part.id);
      if (found && !part.contains(document.activeElement)) {
        harmless(found);
        shown(part, () => part.replaceChildren(...found.childNodes));
      }
    }
  } catch {
    later("parts", LONGEST_WAIT, fetchParts);
  }
}

function leave() {
  away = true;
  never("connect");
  never("cut");
  stream?.abort();
}

function comeBack() {
  away = false;
  failures = 0;
  stream || later("connect", 0, connect);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    later("hidden", HIDDEN, () => {
      delete timers.hidden;
      leave();
    });
  } else {
    never("hidden");
    comeBack();
  }
});
/**
 * A page that htmx changed in part may show other topics, and what it shows was made while older events were on their
 * way: the stream is opened anew, for what is shown now, from where it stood before that part was asked for.
 */
let before = last;
document.addEventListener("htmx:beforeSend", () => (before = last));
document.addEventListener("htmx:afterSettle", () => {
  const named = [...document.querySelectorAll("[data-live]")].flatMap((part) => part.dataset.live.split(" "));
  topics = [...new Set(named)];
  token = "";
  last = before;
  failures = 0;
  delete page.dataset.open;
  never("cut");
  cut.hidden = true;
  if (stream) {
    stream.abort(); // and is opened again, where there is something to show
  } else {
    later("connect", 0, connect);
  }
});

addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => event.persisted && comeBack());
addEventListener("online", comeBack);

const begin = () => later("connect", SETTLE, connect);
document.readyState === "complete" ? begin() : addEventListener("load", begin);
