/**
 * Loads htmx for a form of filters that changes its list in place (`{% in_place %}`), and does what htmx leaves open:
 * the address says only what was chosen, nothing is asked for twice, whatever is no list of ours loads as a page, what
 * stands elsewhere on the page and names its address follows, and a list that is live brings its stream.
 */
(() => {
  "use strict";

  const filters = (event) => {
    const form = event.detail.elt;
    return form instanceof HTMLFormElement && form.hasAttribute("hx-get") ? form : null;
  };
  const whole = (form) => HTMLFormElement.prototype.submit.call(form);

  /**
   * Most who look at a list never filter it: htmx is loaded when somebody touches the filters. What they changed until
   * it was there is told to it then.
   */
  const address = document.currentScript.dataset.htmx;
  const first = ["focusin", "pointerover", "input"];
  let changed = null;
  const early = (event) => (changed = event.target);
  function load(event) {
    const form = event.target.closest?.("form[hx-get]");
    if (!form) {
      return;
    }
    first.forEach((name) => document.removeEventListener(name, load));
    form.addEventListener("input", early);
    changed = event.type === "input" ? event.target : null;
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => {
      form.removeEventListener("input", early);
      changed?.dispatchEvent(new Event("input", { bubbles: true }));
    });
    const put = () => document.head.append(script); // htmx begins with the page or after it, not in between
    document.readyState === "complete" ? put() : addEventListener("load", put);
  }
  first.forEach((name) => document.addEventListener(name, load));

  document.addEventListener("htmx:configRequest", (event) => {
    if (filters(event)) {
      const said = event.detail.parameters;
      for (const name of Object.keys(said)) {
        if (said[name] === "") {
          delete said[name];
        }
      }
    }
  });

  /** Somebody who sends the form again without a change wants the page anew; a pause in typing wants nothing. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = filters(event);
    const here = location.pathname + location.search;
    if (form && event.detail.pathInfo.finalRequestPath === here) {
      event.preventDefault();
      if (event.detail.requestConfig.triggeringEvent?.type === "submit") {
        location.reload();
      }
    }
  });

  /** Signed out meanwhile, too many requests, a fault, no network: the browser shows what the page itself answers. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = filters(event);
    if (form && (event.detail.isError || !event.detail.serverResponse.includes('id="list"'))) {
      event.detail.shouldSwap = false;
      event.detail.isError = false;
      whole(form);
    }
  });
  document.addEventListener("htmx:sendError", (event) => {
    const form = filters(event);
    if (form) {
      whole(form);
    }
  });

  document.addEventListener("htmx:pushedIntoHistory", () => {
    for (const next of document.querySelectorAll("input[type=hidden][name=next]")) {
      next.value = location.pathname + location.search;
    }
  });

  /** A page that had nothing live has no stream: it comes with the first list that has. */
  document.addEventListener("htmx:afterSwap", (event) => {
    if (document.querySelector("#list [data-live]") && !document.getElementById("live")) {
      const fresh = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
      const stream = fresh.getElementById("live");
      const source = fresh.querySelector("script[type=module][src*='live']");
      const looks = fresh.querySelector("body link[rel=stylesheet][href*='live']");
      if (stream && source && looks) {
        const script = document.createElement("script");
        script.type = "module";
        script.src = source.getAttribute("src");
        document.body.append(looks, stream, script);
      }
    }
  });
})();
