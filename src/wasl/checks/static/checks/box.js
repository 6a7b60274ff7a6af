/**
 * The one box: Enter asks, Shift+Enter begins a new line, and the box is as high as what stands in it.
 */
(() => {
  "use strict";

  const box = document.getElementById("id_text");
  const grow = () => {
    box.style.blockSize = "auto";
    box.style.blockSize = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  };

  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      box.form.requestSubmit();
    }
  });
  if (!CSS.supports("field-sizing", "content")) {
    box.addEventListener("input", grow);
    grow();
  }
})();
