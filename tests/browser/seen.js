/**
 * What a reader would see wrong on a page, measured: a list of sentences, empty when all is well.
 *
 * Text must lie inside the window and inside whatever cuts it off, must not outgrow its own box, and no two
 * texts may lie on each other. While a dialog is open, it is the page; an open menu may lie on what is below it.
 */
() => {
  const problems = [];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const spoken = (element) => element.closest(".spoken, .skip, noscript, option");
  const scrolls = (style) => /auto|scroll/.test(style.overflowX);
  const cuts = (style) => /hidden|clip/.test(style.overflowX + style.overflowY);
  const name = (element) => `${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className}`;
  const short = (text) => text.trim().replace(/\s+/g, " ").slice(0, 60);

  const root = document.documentElement;
  const whole = document.querySelector("dialog:modal") ?? document.body;
  const above = (element) => element.closest(".sheet, .toasts");
  if (root.scrollWidth > innerWidth) {
    problems.push(`the page is ${root.scrollWidth} px wide in a window of ${innerWidth}`);
  }

  for (const element of whole.querySelectorAll("*")) {
    if (element.closest("svg") || spoken(element) || !shown(element)) {
      continue;
    }
    const style = getComputedStyle(element);
    if (style.display === "inline" || scrolls(style)) {
      continue;
    }
    const typed = element.tagName === "INPUT" && element.value; // scrolls within its field, as it was written
    if (!typed && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1) {
      problems.push(`${name(element)} holds ${element.scrollWidth} px in ${element.clientWidth}: ${short(element.textContent)}`);
    }
    if (cuts(style) && element.scrollHeight > element.clientHeight + 1) {
      problems.push(`${name(element)} cuts off its lower part: ${short(element.textContent)}`);
    }
  }

  const pen = document.createElement("canvas").getContext("2d");
  const written = "input:not([type=hidden], [type=checkbox], [type=radio], [type=file], [type=password]), select";
  for (const field of whole.querySelectorAll(written)) {
    if (!shown(field) || /^(date|time|month|datetime-local)$/.test(field.type)) {
      continue;
    }
    const style = getComputedStyle(field);
    const text = field.selectedOptions?.[0]?.label ?? field.placeholder;
    const arrow = field.tagName === "SELECT" ? 16 : 0;
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow;
    pen.font = style.font;
    if (pen.measureText(text).width > room) {
      problems.push(`${name(field)} has ${Math.round(room)} px for ${Math.round(pen.measureText(text).width)}: ${text}`);
    }
  }

  const lines = [];
  const walker = document.createTreeWalker(whole, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || spoken(parent) || !shown(parent) || parent.closest("script, style")) {
      continue;
    }
    const range = document.createRange();
    range.selectNodeContents(node);
    let box = { left: 0, right: innerWidth };
    for (let outer = parent; outer !== whole; outer = outer.parentElement) {
      const style = getComputedStyle(outer);
      if (scrolls(style)) {
        box = null;
        break;
      }
      if (cuts(style)) {
        const rect = outer.getBoundingClientRect();
        box = { left: Math.max(box.left, rect.left), right: Math.min(box.right, rect.right) };
      }
    }
    for (const rect of range.getClientRects()) {
      if (rect.width < 1 || rect.height < 1) {
        continue;
      }
      if (box && (rect.left < box.left - 1 || rect.right > box.right + 1)) {
        problems.push(`cut off: ${short(node.data)}`);
        break;
      }
      /* Fonts reach above and below what they draw: only the middle counts. */
      const spare = rect.height * 0.25;
      lines.push({ node, left: rect.left + 1, right: rect.right - 1, top: rect.top + spare, bottom: rect.bottom - spare });
    }
  }
  lines.sort((one, other) => one.top - other.top);
  lines.forEach((one, place) => {
    for (let next = place + 1; next < lines.length && lines[next].top < one.bottom; next++) {
      const other = lines[next];
      const levels = above(one.node.parentElement) !== above(other.node.parentElement);
      if (!levels && one.node !== other.node && one.left < other.right && other.left < one.right) {
        problems.push(`"${short(one.node.data)}" lies on "${short(other.node.data)}"`);
      }
    }
  });
  return [...new Set(problems)];
};
