/**
 * What the frame of every page does beyond HTML: the command palette, menus that close, and the focus on an error
 * summary. Every word shown stands in the page, translated; without this file everything remains reachable.
 */
(() => {
  "use strict";

  const fold = (text) =>
    text
      .normalize("NFKD")
      .replace(/[\p{Mn}\u0640]/gu, "")
      .replace(/[أإآٱ]/g, "ا")
      .replace(/ى/g, "ي")
      .replace(/ة/g, "ه")
      .toLowerCase()
      .trim();

  /** The error summary of a form that came back is what the reader hears first. */
  const errors = document.querySelector("[data-focus]");
  if (errors) {
    errors.focus();
  }

  /** A menu closes by Escape, by a click elsewhere, and when the focus leaves it. */
  const menus = [...document.querySelectorAll("details[data-dismiss]")];
  const close = (menu, back) => {
    if (menu.open) {
      menu.open = false;
      if (back) {
        menu.querySelector("summary").focus();
      }
    }
  };
  document.addEventListener("click", (event) => {
    menus.filter((menu) => !menu.contains(event.target)).forEach((menu) => close(menu, false));
  });
  for (const menu of menus) {
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) {
        close(menu, true);
        event.stopPropagation();
      }
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) {
        close(menu, false);
      }
    });
  }

  /** Where a part of the page is loaded (htmx), its target says so meanwhile, and says when it failed. */
  const show = (event, which) => {
    const template = document.getElementById(event.detail.elt.dataset[which] ?? "");
    if (template) {
      event.detail.target.replaceChildren(template.content.cloneNode(true));
    }
  };
  document.addEventListener("htmx:beforeRequest", (event) => show(event, "meanwhile"));
  document.addEventListener("htmx:responseError", (event) => show(event, "otherwise"));
  document.addEventListener("htmx:sendError", (event) => show(event, "otherwise"));

  /** A button that opens a dialog of the page is shown only where it can. */
  for (const button of document.querySelectorAll("[data-opens]")) {
    button.hidden = false;
    button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
  }

  const dialog = document.getElementById("palette");
  if (!dialog) {
    return;
  }
  const ask = document.getElementById("palette-ask");
  const list = document.getElementById("palette-list");
  const places = document.getElementById("palette-places");
  const found = document.getElementById("palette-found");
  const count = document.getElementById("palette-count");
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);

  /** The places to go are those of the side navigation. */
  const rooms = [...document.querySelectorAll(".side .navigation a")].map((link) => {
    const place = link.cloneNode(true);
    place.removeAttribute("aria-current");
    place.setAttribute("role", "option");
    place.setAttribute("tabindex", "-1");
    return place;
  });
  places.prepend(...rooms);

  for (const button of document.querySelectorAll("[data-palette]")) {
    button.setAttribute("role", "button");
    button.setAttribute("aria-haspopup", "dialog");
    button.setAttribute("aria-keyshortcuts", mac ? "Meta+K" : "Control+K");
    const hint = button.querySelector("kbd");
    if (hint) {
      hint.textContent = mac ? "⌘ K" : "Ctrl K";
      hint.hidden = false;
    }
    button.addEventListener("click", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        open();
      }
    });
    button.addEventListener("keydown", (event) => {
      if (event.key === " ") {
        event.preventDefault();
        open();
      }
    });
  }

  function open() {
    if (!dialog.open) {
      menus.forEach((menu) => close(menu, false));
      ask.value = "";
      found.replaceChildren();
      narrow();
      dialog.showModal();
      ask.focus();
    }
  }

  const options = () => [...list.querySelectorAll("a[href]")].filter((option) => !option.hidden);

  function choose(option) {
    for (const other of list.querySelectorAll("a[href]")) {
      other.setAttribute("aria-selected", String(other === option));
    }
    if (option) {
      ask.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      ask.removeAttribute("aria-activedescendant");
    }
  }

  /** Shows the places that match what is typed, and gives whatever else was found the form of options. */
  function narrow() {
    const wanted = fold(ask.value);
    for (const place of places.querySelectorAll("a")) {
      place.hidden = !fold(place.textContent).includes(wanted);
    }
    const shown = new Set([...places.querySelectorAll("a:not([hidden])")].map((place) => place.pathname));
    for (const option of found.querySelectorAll("a[href]")) {
      option.setAttribute("role", "option");
      option.setAttribute("tabindex", "-1");
      option.hidden = !wanted || (!option.search && shown.has(option.pathname));
    }
    for (const group of found.querySelectorAll("[role=group]")) {
      group.hidden = !group.querySelector("a:not([hidden])");
    }
    const all = options();
    list.querySelectorAll("a[href]").forEach((option, place) => {
      option.id = `palette-option-${place}`;
    });
    const word = all.length ? count.dataset.some : count.dataset.none;
    count.textContent = word.replace("%s", String(all.length));
    count.classList.toggle("spoken", all.length > 0);
    choose(all[0] ?? null);
  }

  function step(by) {
    const all = options();
    if (all.length) {
      const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
      choose(all[(at + by + all.length) % all.length]);
    }
  }

  /** Asks for what else matches, a moment after the last key; an answer to what was typed before is dropped. */
  let waiting = 0;
  let asked = null;
  async function find() {
    const wanted = ask.value.trim();
    asked?.abort();
    asked = new AbortController();
    const address = new URL(ask.form.action);
    address.search = new URLSearchParams({ q: wanted, partial: "palette" });
    try {
      const answer = await fetch(address, { signal: asked.signal, credentials: "same-origin" });
      const text = answer.ok ? await answer.text() : "";
      if (dialog.open && wanted === ask.value.trim()) {
        found.innerHTML = text; // made by our own server, which escapes what people wrote
        narrow();
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        found.replaceChildren();
        narrow();
      }
    }
  }

  ask.addEventListener("input", () => {
    clearTimeout(waiting);
    if (ask.value.trim()) {
      waiting = setTimeout(find, 120);
    } else {
      asked?.abort();
      found.replaceChildren();
    }
    narrow();
  });

  ask.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 };
    if (event.key in steps) {
      event.preventDefault();
      step(steps[event.key]);
    } else if (event.key === "Enter" && !event.isComposing) {
      const chosen = options().find((option) => option.getAttribute("aria-selected") === "true");
      if (chosen) {
        event.preventDefault();
        location.assign(chosen.href);
      }
    }
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) {
      dialog.close();
    }
  });
  document.addEventListener("keydown", (event) => {
    const latin = /^[a-z]$/i.test(event.key);
    const k = latin ? event.key.toLowerCase() === "k" : event.code === "KeyK"; // on Arabic keyboards by its place
    if (k && (mac ? event.metaKey : event.ctrlKey) && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      if (dialog.open) {
        dialog.close();
      } else {
        open();
      }
    }
  });
})();
