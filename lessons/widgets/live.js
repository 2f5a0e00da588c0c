// A button that asks Python for what the marks come to now, and tells when it is there.

import { holdKeys } from "./common.js";

const WAIT = 8000;

function render({ model, el }) {
  const words = model.get("words");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "ss-live-button", textContent: words.latest });
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  const box = document.createElement("div");
  box.className = "ss-live";
  holdKeys(box);
  box.append(button, status);
  let timer = 0;
  button.addEventListener("click", () => {
    status.textContent = words.working;
    clearTimeout(timer);
    timer = setTimeout(() => { status.textContent = words.silent; }, WAIT);
    try {
      model.send({ type: "latest" });
    } catch {
      // The timer answers.
    }
  });
  const onMessage = (message) => {
    if (message?.type !== "done") return;
    clearTimeout(timer);
    status.textContent = words.done;
  };
  model.on("msg:custom", onMessage);
  el.append(box);
  return () => {
    clearTimeout(timer);
    model.off("msg:custom", onMessage);
  };
}

export default { render };
