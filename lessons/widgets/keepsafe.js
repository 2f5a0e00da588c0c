// The box that downloads all work and brings it back. If Python does not answer, what the browser kept is downloaded.

import { fill, holdKeys, offerFile } from "./common.js";
import { element } from "./elements.js";

const WAIT = 4000;
const WAIT_FOR_RESTORE = 30000; // a large backup takes its time, and the browser has nothing to offer in its place
const LARGEST = 8e6; // bytes: it goes in one message, and one of more than 10 MB closes the connection

/** Everything the annotators left in the browser's own storage, as a backup file; null if there is nothing. */
export function browserBackup(storage, at) {
  const browser = {};
  for (let i = 0; i < storage.length; i += 1) {
    const key = storage.key(i);
    if (!key.startsWith("second-source:")) continue;
    try {
      const copy = JSON.parse(storage.getItem(key));
      if (copy.marks?.length) browser[key.slice("second-source:".length)] = copy;
    } catch {
      // Not one of ours, or cut off: there is nothing to save in it.
    }
  }
  return Object.keys(browser).length ? JSON.stringify({ type: "SecondSourceBackup", "ss:format": 1, at, files: {}, browser }) : null;
}

function render({ model, el }) {
  const words = model.get("words");
  const status = element("p", { className: "ss-keep-status" });
  status.setAttribute("role", "status");
  const say = (text) => { status.textContent = text; };
  const rows = element("ul", { className: "ss-keep-rows" });
  const showRows = () => {
    const lines = model.get("rows");
    rows.replaceChildren(...(lines.length ? lines : [words.nothing]).map((line) => element("li", {}, line)));
  };
  let timer = 0;
  const save = (text, sentence) => {
    const name = `${words.file_name}-${new Date().toISOString().slice(0, 10)}.json`;
    offerFile(name, text);
    say(fill(sentence, { name }));
  };
  const send = (message, otherwise, wait = WAIT) => {
    say(words.working);
    clearTimeout(timer);
    timer = setTimeout(otherwise, wait);
    try {
      model.send(message);
    } catch {
      // The timer answers.
    }
  };
  const fromBrowser = () => {
    let text = null;
    try {
      text = browserBackup(localStorage, new Date().toISOString());
    } catch {
      // Storage may be forbidden.
    }
    if (text) save(text, words.browser_only);
    else say(words.nothing_in_browser);
  };
  const download = element("button", { type: "button", className: "ss-keep-button", onclick: () => send({ type: "pack" }, fromBrowser) }, words.download);
  const input = element("input", { type: "file", accept: ".json,application/json", hidden: true });
  input.setAttribute("aria-label", words.restore);
  const restore = element("button", { type: "button", className: "ss-keep-button", onclick: () => input.click() }, words.restore);
  input.addEventListener("change", async () => {
    const file = input.files[0];
    input.value = "";
    if (!file) return;
    if (file.size > LARGEST) say(fill(words.too_big, { name: file.name, size: Math.ceil(file.size / 1e6) }));
    else {
      try {
        const text = await file.text();
        send({ type: "unpack", name: file.name, text }, () => say(words.no_answer), WAIT_FOR_RESTORE);
      } catch {
        say(fill(words.gone, { name: file.name }));
      }
    }
  });
  const onMessage = (message) => {
    clearTimeout(timer);
    if (message?.type === "packed") save(message.text, words.packed);
    else if (message?.type === "said") say(message.text);
  };
  const onRows = () => showRows();
  model.on("msg:custom", onMessage);
  model.on("change:rows", onRows);
  const box = element("section", { className: "ss-keep" }, element("p", {}, fill(words.explain, { folder: model.get("folder") })), rows, element("div", { className: "ss-keep-buttons" }, download, restore, input), status);
  box.setAttribute("aria-label", words.title);
  holdKeys(box);
  showRows();
  el.append(box);
  // What is saved is counted when the reader comes to look, and not at every mark.
  const recount = () => {
    try {
      model.send({ type: "count" });
    } catch {
      // An old count is better than none.
    }
  };
  const watcher = new IntersectionObserver(([entry]) => entry.isIntersecting && recount());
  watcher.observe(box);
  box.addEventListener("pointerenter", recount);
  box.addEventListener("focusin", recount);
  return () => {
    watcher.disconnect();
    clearTimeout(timer);
    model.off("msg:custom", onMessage);
    model.off("change:rows", onRows);
  };
}

export default { render };
