// The teacher's desk: a form for an article that is brought, and the shelf of those that were. Python reads and saves; here
// is only what is typed and pressed. Texts are text nodes, never markup.

import { fill, holdKeys, offerFile } from "./common.js";
import { element } from "./elements.js";

const WAIT = 60_000; // ms; a long web page takes a while to read
const LARGEST = 20e6;
const LONGEST = 3e6; // letters of a pasted text: it goes in one message, and one of more than 10 MB closes the connection
const PIECE = 3e6; // bytes in one message: the connection is closed by one of more than 10 MB
const SHOWN = 160; // letters of a line that is to be recognised
/** What the two answers to a difference are called: one key may not have the passage at all. */
const wordsOf = ({ in_first, in_second }) => ({
  first: in_first ? "keep_first" : "leave_out", second: !in_first ? "take_over" : in_second ? "take_second" : "take_out", contested: "make_contested",
});
const FIELDS = ["title", "outlet", "byline", "date", "address"];

/** Bytes as base64, in pieces: a long file does not fit into the arguments of one call. */
export function toBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** Whether a button makes sense beside an article: a damaged file can only be taken away. */
const offered = (type, row) => (row.broken ? type === "remove" : !(type === "compare" && !row.second) && !(type === "draft" && row.finished));

const field = (text, input) => element("label", {}, text, input);

class Form {
  constructor(model, el) {
    this.model = model;
    this.words = model.get("words");
    this.status = element("p", { className: "ss-desk-status", role: "status" });
    this.putBack = element("div", { className: "ss-desk-buttons", hidden: true });
    const keeping = element("p", { className: "ss-desk-keeping", hidden: !this.words.keeping }, this.words.keeping);
    const forms = model.get("forms") ? [...this.buildBring(), this.buildKnown()] : [];
    this.box = element("section", { className: "ss-desk" }, keeping, ...forms, this.status, this.putBack, ...this.buildShelf(), this.buildSettling());
    this.box.setAttribute("aria-label", model.get("title"));
    holdKeys(this.box);
    el.append(this.box);
    this.showShelf();
    this.showAway();
  }

  say(text) {
    this.status.textContent = text;
    if (this.putBack.contains(document.activeElement)) this.list.focus(); // its button goes
    this.putBack.hidden = true;
  }

  button(text, onclick, className = "") {
    return element("button", { type: "button", className, onclick }, text);
  }

  heading(text) {
    return element("h3", {}, text);
  }

  buildBring() {
    this.paste = element("textarea", { rows: 8, spellcheck: false });
    this.file = element("input", { type: "file", accept: this.words.accept, onchange: () => this.say("") });
    return [this.heading(this.words.bring), element("p", {}, this.words.bring_explain), field(this.words.paste, this.paste), field(this.words.file, this.file),
      element("div", { className: "ss-desk-buttons" }, this.button(this.words.read, () => this.read(), "ss-desk-primary"))];
  }

  buildKnown() {
    this.inputs = Object.fromEntries(FIELDS.map((name) => [name, element("input", { type: "text", maxLength: 300 })]));
    this.sight = element("p");
    this.language = element("p");
    this.furniture = element("fieldset");
    this.known = element("div", { hidden: true }, this.heading(this.words.known), this.sight, this.language, element("p", {}, this.words.known_explain),
      element("div", { className: "ss-desk-fields" }, ...FIELDS.map((name) => field(this.words[`field_${name}`], this.inputs[name]))), this.furniture,
      element("div", { className: "ss-desk-buttons" }, this.button(this.words.save, () => this.save(), "ss-desk-primary"), this.button(this.words.cancel, () => this.cancel())));
    return this.known;
  }

  buildShelf() {
    this.list = element("ul", { className: "ss-desk-shelf", tabIndex: -1 });
    this.away = element("details", { hidden: true });
    this.shared = element("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: () => this.bringShared() });
    return [this.heading(this.words[this.model.get("forms") ? "shelf" : "shelf_reader"]), this.list, element("div", { className: "ss-desk-buttons" }, this.button(this.words.import, () => this.shared.click()), this.shared), this.away];
  }

  /** What has been taken off the shelf stays within reach, for whoever finds out the next day. */
  showAway() {
    const rows = this.model.get("away") ?? [];
    const focused = this.away.contains(document.activeElement);
    this.away.hidden = !rows.length;
    this.away.replaceChildren(element("summary", {}, fill(this.words.away, { count: rows.length })), element("ul", { className: "ss-desk-shelf" }, ...rows.map(([name, title]) => {
      const back = this.button(this.words.put_back, () => this.send({ type: "put_back", id: name }));
      back.setAttribute("aria-label", `${this.words.put_back}: ${title}`);
      return element("li", {}, element("b", {}, title), element("div", { className: "ss-desk-buttons" }, back));
    })));
    if (focused) (rows.length ? this.away.querySelector("summary") : this.list).focus(); // the button that was pressed is gone
  }

  buildSettling() {
    this.settling = element("div", { hidden: true });
    return this.settling;
  }

  /** Two keys of an article, difference by difference, each with the ways to settle it. */
  showSettling({ id, agreed, alphas, rows, undo, text }) {
    const act = (word, message, about = "") => {
      const made = this.button(this.words[word], () => this.send({ id, ...message }));
      if (about) made.setAttribute("aria-label", `${this.words[word]}: ${about}`);
      return made;
    };
    const heading = this.heading(this.words.settle_title);
    heading.tabIndex = -1;
    const focused = this.settling.contains(document.activeElement) ? document.activeElement.textContent : "";
    this.settling.replaceChildren(heading, element("p", {}, this.words.settle_explain),
      element("ul", {}, ...agreed.map((line) => element("li", {}, line))),
      alphas.length ? element("details", {}, element("summary", {}, this.words.for_statisticians), ...alphas.map((line) => element("p", {}, line))) : "",
      element("ol", { className: "ss-desk-shelf" }, ...rows.map((row) => element("li", {}, element("b", {}, row.label), element("blockquote", {}, row.words),
        element("p", {}, fill(this.words.first_key, { told: row.first })), element("p", {}, fill(this.words.second_key, { told: row.second })),
        element("div", { className: "ss-desk-buttons" }, ...Object.entries(wordsOf(row)).map(([answer, word]) => act(word, { type: "settle", difference: row.id, answer }, row.words)),
          row.in_first ? act("show_it", { type: "show", item: row.item }, row.words) : "")))),
      undo ? element("div", { className: "ss-desk-buttons" }, act("undo", { type: "undo" })) : "");
    this.settling.hidden = false;
    if (text) this.say(text);
    // What was pressed is gone with its row: the same answer to the next, or any.
    const buttons = [...this.settling.querySelectorAll("button")];
    if (focused) (buttons.find((one) => one.textContent === focused) ?? buttons[0] ?? heading).focus();
  }

  send(message, told) {
    if (told) this.say(told);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.say(this.words.silent), WAIT);
    try {
      this.model.send(message);
    } catch {
      this.say(this.words.silent);
    }
  }

  /** The chosen file's bytes, or null with a sentence. */
  async bytes(file) {
    if (file.size > LARGEST) this.say(fill(this.words.too_big, { name: file.name, size: Math.ceil(file.size / 1e6) }));
    else {
      try {
        return new Uint8Array(await file.arrayBuffer());
      } catch {
        this.say(fill(this.words.gone, { name: file.name })); // moved or saved anew since it was chosen, or in a cloud out of reach
      }
    }
    return null;
  }

  /** Send a file, in pieces where it is long. */
  sendFile(type, name, bytes) {
    const last = Math.max(0, Math.ceil(bytes.length / PIECE) - 1);
    const piece = (number) => toBase64(bytes.subarray(number * PIECE, (number + 1) * PIECE));
    for (let number = 0; number < last; number += 1) this.send({ type: "piece", number, data: piece(number) }, this.words.reading);
    this.send({ type, name, data: piece(last), pieces: last }, this.words.reading);
  }

  async read() {
    const file = this.file.files[0];
    if (file && this.paste.value.trim()) return this.say(this.words.two_things);
    if (this.paste.value.length > LONGEST) return this.say(fill(this.words.too_long, { count: this.paste.value.length }));
    if (!file || this.paste.value.trim()) return this.send({ type: "read", text: this.paste.value }, this.words.reading);
    const bytes = await this.bytes(file);
    if (bytes) this.sendFile("read", file.name, bytes);
  }

  async bringShared() {
    const file = this.shared.files[0];
    const bytes = file && (await this.bytes(file));
    this.shared.value = "";
    if (bytes) this.sendFile("import", file.name, bytes);
  }

  showKnown({ fields, english, furniture, lines, words, paragraphs, begins }) {
    for (const name of FIELDS) this.inputs[name].value = fields[name] ?? "";
    this.sight.textContent = `${fill(this.words.counted, { words, paragraphs })} ${fill(this.words.begins, { words: begins })}`;
    this.language.textContent = english ? this.words.english : this.words.not_english;
    const tick = (quote, text, checked) => element("label", {}, element("input", { type: "checkbox", checked, value: quote }), element("span", {}, text));
    const seen = new Set(furniture.map(([quote]) => quote));
    const others = lines.filter((line) => !seen.has(line)).map((line) => tick(line, line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line, false));
    this.furniture.replaceChildren(element("legend", {}, this.words.furniture), element("p", {}, this.words[furniture.length ? "furniture_explain" : "no_furniture"]),
      ...furniture.map(([quote, what]) => tick(quote, `${what}: “${quote}”`, true)), element("details", {}, element("summary", {}, this.words.furniture_more), ...others));
    this.known.hidden = false;
    this.say("");
    this.inputs.title.focus();
  }

  save() {
    const furniture = [...this.furniture.querySelectorAll("input:checked")].map((one) => one.value);
    const fields = Object.fromEntries(FIELDS.map((name) => [name, this.inputs[name].value]));
    this.send({ type: "save", fields, furniture }, this.words.saving);
  }

  cancel() {
    this.known.hidden = true;
    this.paste.value = "";
    this.file.value = "";
    this.say("");
    this.paste.focus();
  }

  showShelf() {
    const rows = this.model.get("shelf");
    const act = (text, type, row) => {
      const made = this.button(text, () => this.send({ type, id: row.id }, ""));
      made.setAttribute("aria-label", `${text}: ${row.title}`);
      made.dataset.act = `${type} ${row.id}`;
      return made;
    };
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.act : "";
    this.list.replaceChildren(...(rows.length ? rows : [null]).map((row) => row === null ? element("li", {}, this.words.shelf_empty)
      : element("li", {}, element("b", {}, row.title), `, ${row.state}`, element("div", { className: "ss-desk-buttons" },
        ...this.model.get("acts").filter(([type]) => offered(type, row)).map(([type, word]) => act(this.words[word], type, row))))));
    if (focused) [...this.list.querySelectorAll("button")].find((one) => one.dataset.act === focused)?.focus();
  }

  heard(message) {
    clearTimeout(this.timer);
    if (message.type === "known") this.showKnown(message);
    else if (message.type === "shared") this.download(message);
    else if (message.type === "compared") this.showSettling(message);
    else if (message.type === "removed") this.showRemoved(message);
    else this.say(message.text ?? "");
    if (message.type === "problem") this.file.value = ""; // refused: whoever pastes the text instead has brought one thing
    if (message.type === "done" && message.what.startsWith("saved")) {
      this.known.hidden = true;
      this.paste.value = "";
      this.file.value = "";
    }
    if (message.type === "done" && !(message.what === "back" || message.what.startsWith("imported"))) this.leadBelow();
  }

  /** Taking away is undone by one button, which has the focus, since the button that was pressed is gone. */
  showRemoved({ name, text }) {
    this.say(text);
    const undo = this.button(this.words.put_back, () => this.send({ type: "put_back", id: name }));
    this.putBack.replaceChildren(undo);
    this.putBack.hidden = false;
    undo.focus();
  }

  /** To what was opened below, once it is drawn: the page and the keys, which answer the first proposal there. */
  leadBelow() {
    setTimeout(() => {
      const below = [...this.box.closest(".jp-OutputArea, body").querySelectorAll(".ss-root")].at(-1);
      below?.scrollIntoView({ block: "start", behavior: "smooth" });
      (below?.querySelector('.ss-list [tabindex="0"]') ?? below)?.focus({ preventScroll: true });
    }, 400);
  }

  /** Have the shelf looked at again; where nobody answers it stays as it is. */
  count() {
    try {
      this.model.send({ type: "count" });
    } catch {
      // A closed connection throws, and the page says so elsewhere.
    }
  }

  download({ name, text, said }) {
    offerFile(name, text);
    this.say(said);
  }
}

function render({ model, el }) {
  const form = new Form(model, el);
  const onMessage = (message) => form.heard(message ?? {});
  const onShelf = () => form.showShelf();
  const onAway = () => form.showAway();
  model.on("msg:custom", onMessage);
  model.on("change:shelf", onShelf);
  model.on("change:away", onAway);
  // Whoever comes back from another page may have brought an article there.
  const back = new IntersectionObserver(([one]) => { if (one.isIntersecting) form.count(); });
  back.observe(form.box);
  return () => {
    back.disconnect();
    clearTimeout(form.timer);
    model.off("msg:custom", onMessage);
    model.off("change:shelf", onShelf);
    model.off("change:away", onAway);
  };
}

export default { render };
