// The second route through an article: its sentences as a list, for screen readers, keyboards and tablets.

import { element } from "./elements.js";
import { flat, indexAt } from "./spans.js";

export class SentenceList {
  constructor(view, title) {
    this.view = view;
    this.el = element("ul", {
      className: "ss-sentences", role: "listbox", hidden: true, "aria-multiselectable": "true", "aria-label": view.say("sentences_label", { title }),
      onkeydown: (event) => this.keyPressed(event), onclick: (event) => this.clicked(event),
    });
  }

  show() {
    if (!this.view.asSentences) return;
    const { sentences, text } = this.view.reader;
    const furniture = (this.furniture ??= sentences.map(([start]) => this.view.reader.furniture[indexAt(this.view.reader.blocks, start)]));
    if (!this.el.children.length)
      this.el.append(...sentences.map((range, index) => element("li", { role: "option", className: "ss-sentence", "data-index": index, "aria-selected": "false", tabIndex: index ? -1 : 0, dir: "auto" },
        element("span", { className: "ss-tick", "aria-hidden": "true", "data-number": this.numberOf(range) }),
        element("span", { className: furniture[index] ? "ss-furniture" : "", "data-furniture": furniture[index] }, flat(text.slice(...range))),
        element("span", { className: "ss-sentence-marks", "aria-hidden": "true" }))));
    const on = new Map();
    for (const mark of this.view.highlights())
      for (let i = indexAt(sentences, mark.start); i < sentences.length && sentences[i][0] < mark.end; i += 1) on.set(i, [...(on.get(i) ?? []), mark]);
    [...this.el.children].forEach((item, index) => {
      const marks = on.get(index) ?? [];
      const described = [furniture[index], ...marks.map((mark) => mark.described)].filter(Boolean).join(", ");
      if ((item.getAttribute("aria-description") ?? "") === described) return;
      if (described) item.setAttribute("aria-description", described);
      else item.removeAttribute("aria-description");
      item.lastElementChild.replaceChildren(...marks.map((mark) => element("span", { className: "ss-letter", "data-label": mark.label }, mark.badge)));
    });
  }

  /** The number of the paragraph that this sentence begins, which hints speak of; null in the middle of one. */
  numberOf([start]) {
    const { blocks, sentences } = this.view.reader;
    const block = indexAt(blocks, start);
    return indexAt(sentences, blocks[block][0]) === indexAt(sentences, start) ? block + 1 : null;
  }

  focus(index) {
    const items = [...this.el.children];
    const place = Math.max(0, Math.min(items.length - 1, index));
    items.forEach((item, i) => { item.tabIndex = i === place ? 0 : -1; });
    items[place]?.focus();
  }

  /** The sentences ticked; if none is and `orFocused`, the one the focus is on. Indices. */
  chosen(orFocused = true) {
    const items = [...this.el.children];
    const ticked = items.filter((item) => item.getAttribute("aria-selected") === "true");
    const focused = items.filter((item) => item.tabIndex === 0);
    return (ticked.length ? ticked : orFocused ? focused : []).map((item) => Number(item.dataset.index));
  }

  mark(labelId, indices) {
    for (const index of indices) this.view.mark(labelId, this.view.reader.sentences[index]);
    for (const item of this.el.children) item.setAttribute("aria-selected", "false");
  }

  toggle(item) {
    item.setAttribute("aria-selected", String(item.getAttribute("aria-selected") !== "true"));
  }

  keyPressed(event) {
    if (this.view.commonKey(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = event.target.closest(".ss-sentence");
    if (!item) return;
    const index = Number(item.dataset.index);
    const onIt = () => this.view.highlights().filter((m) => m.start < this.view.reader.sentences[index][1] && m.end > this.view.reader.sentences[index][0]);
    const actions = {
      ArrowDown: () => this.focus(index + 1), ArrowUp: () => this.focus(index - 1), n: () => this.focus(index + 1), p: () => this.focus(index - 1),
      Home: () => this.focus(0), End: () => this.focus(this.el.children.length - 1),
      " ": () => this.view.editable && this.toggle(item),
      Enter: () => (onIt()[0] ? this.view.choose((onIt().find((m) => m.row === this.view.current) ?? onIt()[0]).row, "panel") : this.view.announce(this.view.say("no_mark_here"))),
      Delete: () => this.removeMark(onIt()), Backspace: () => this.removeMark(onIt()),
      Escape: () => { for (const other of this.el.children) other.setAttribute("aria-selected", "false"); },
    };
    actions.k = actions.Enter;
    const label = this.view.labels[Number(event.key) - 1];
    if (this.view.editable && label) this.mark(label.id, this.chosen());
    else if (actions[event.key]) actions[event.key]();
    else return;
    event.preventDefault();
  }

  removeMark(marks) {
    if (!marks.length || !this.view.editable) return this.view.announce(this.view.say("no_mark_here"));
    this.view.current = (marks.find((mark) => mark.row === this.view.current) ?? marks.at(-1)).row;
    this.view.removeCurrent();
  }

  clicked(event) {
    const item = event.target.closest(".ss-sentence");
    if (!item) return;
    this.focus(Number(item.dataset.index));
    if (this.view.pen && this.view.editable) this.mark(this.view.pen, [Number(item.dataset.index)]);
    else if (this.view.editable) this.toggle(item);
  }
}
