// The list of marks, or of the comparison's rows: one tab stop, its options updated in place.

import { element, uniqueId } from "./elements.js";
import { inOrderOfWork, isProposal, lacksReason } from "./marks.js";
import { quoted, shorten } from "./spans.js";

export class MarkList {
  constructor(view) {
    this.view = view;
    const titleId = uniqueId("side");
    this.title = element("div", { className: "ss-side-title", id: titleId });
    this.el = element("ul", { className: "ss-list", role: "listbox", "aria-labelledby": titleId, onkeydown: (event) => this.keyPressed(event),
      onclick: (event) => this.clicked(event), onfocusin: () => this.showSelected(), onfocusout: (event) => this.showSelected(event.relatedTarget) });
    this.empty = element("p", { className: "ss-empty" });
  }

  rows() {
    if (this.view.mode === "review") return this.view.model.get("review")?.rows ?? [];
    return this.view.session.store.proposed ? inOrderOfWork(this.view.session.marks, this.view.model.get("proposals").map((one) => one.id)) : this.view.session.marks;
  }

  rowText(row, index) {
    const label = this.view.label(row.label).name;
    const quote = shorten(this.view.reader.quote(row));
    if (this.view.mode === "review") return { sign: row.sign, head: `${row.word}: ${label}`, quote, tail: row.tail ?? "" };
    const names = this.view.label(row.label).questions.flatMap((q) => q.kinds).filter((kind) => row.kinds?.includes(kind.id)).map((kind) => kind.name.toLowerCase());
    if (this.view.mode === "author" && isProposal(row)) return { sign: "?", head: label, quote, tail: [this.view.work.standingName(row), ...names].join(", ") };
    const inKey = this.view.mode === "author";
    const sign = !(inKey && this.view.session.store.proposed) ? String(index + 1) : lacksReason(row) ? "…" : "✓";
    return { sign, head: label, quote, tail: [...(inKey ? [this.view.work.standingName(row)] : []), ...names, ...(inKey && lacksReason(row) ? [this.view.say("no_reason")] : [])].filter(Boolean).join(", ") };
  }

  /** The list of marks: one tab stop, its options updated in place so that a screen reader is not told it all again. */
  show() {
    const rows = this.rows();
    this.title.textContent = this.view.say({ review: "rows_title", locked: "locked_title", author: "key_title" }[this.view.mode] ?? "marks_title", { count: rows.length });
    this.view.work.showProgress();
    this.empty.hidden = rows.length > 0;
    this.empty.textContent = this.view.say(this.view.mode === "review" ? "rows_empty" : !this.view.editable ? "marks_none" : this.view.labels.length > 1 ? "marks_empty" : "marks_empty_one");
    this.el.hidden = rows.length === 0;
    if (!rows.some((row) => row.id === this.view.current)) this.view.current = null;
    const active = this.view.current ?? rows[0]?.id;
    const old = new Map([...this.el.children].map((item) => [item.dataset.row, item]));
    rows.forEach((row, index) => {
      const item = old.get(row.id) ?? element("li", { role: "option", className: "ss-row", "data-row": row.id });
      old.delete(row.id);
      this.fillRow(item, row, index);
      item.toggleAttribute("data-current", row.id === this.view.current);
      item.tabIndex = row.id === active ? 0 : -1;
      if (this.el.children[index] !== item) this.el.insertBefore(item, this.el.children[index] ?? null);
    });
    for (const item of old.values()) item.remove();
    this.el.style.setProperty("--ss-rows", rows.length);
    this.showSelected();
    // A new mark's row may lie below the edge; one that was there already stays where the reader has scrolled it.
    // A frame later, when the page has been laid out: to ask for its place at once would lay out a long article for it.
    const { current } = this.view;
    if (current && current !== this.rowShown) setTimeout(() => this.showRow(current), 60);
    this.rowShown = current;
  }

  /**
   * Which option is selected, told only while the list has the focus: a screen reader follows a selection, and would be
   * led out of the article by every mark that is made in it.
   */
  showSelected(focus = this.view.activeElement()) {
    const here = this.el.contains(focus);
    for (const item of this.el.children) item.setAttribute("aria-selected", String(here && item.dataset.row === this.view.current));
  }

  fillRow(item, row, index) {
    const { sign, head, quote, tail } = this.rowText(row, index);
    const key = [sign, head, quote, tail].join("\u0001");
    if (item.dataset.key === key) return;
    item.dataset.key = key;
    item.dataset.label = row.label;
    item.dataset.status = row.status ?? "";
    item.replaceChildren(element("span", { className: "ss-sign", "aria-hidden": "true" }, sign), element("span", { className: "ss-row-text" },
      element("b", {}, `${head}: `), quoted(quote), tail ? element("span", { className: "ss-tail" }, ` ${tail}`) : ""));
  }

  /** The focus on a row that is not opened; in the article if there is none. */
  focusRow(index) {
    const items = [...this.el.children];
    items.forEach((item, place) => { item.tabIndex = place === index ? 0 : -1; });
    (items[index] ?? this.view.textOrSentences()).focus();
  }

  /** The row of a mark in sight within the list; the page stays where the reader is. */
  showRow(id) {
    const row = this.el.querySelector(`[data-row="${CSS.escape(id)}"]`)?.getBoundingClientRect();
    const box = this.el.getBoundingClientRect();
    if (row && row.top < box.top) this.el.scrollTop += row.top - box.top;
    else if (row && row.bottom > box.bottom) this.el.scrollTop += Math.min(row.bottom - box.bottom, row.top - box.top);
  }

  keyPressed(event) {
    if (this.view.commonKey(event)) return;
    this.view.catchUp();
    const items = [...this.el.children];
    const index = items.findIndex((item) => item.tabIndex === 0);
    const go = (place) => this.chooseRow(items[Math.max(0, Math.min(items.length - 1, place))].dataset.row);
    const actions = {
      ArrowDown: () => go(this.view.current ? index + 1 : index), ArrowUp: () => go(index - 1), Home: () => go(0), End: () => go(items.length - 1), " ": () => go(index),
      Enter: () => this.view.showInText(items[index].dataset.row), Delete: () => this.deleteRow(items[index]), Backspace: () => this.deleteRow(items[index]),
      k: () => this.view.choose(items[index].dataset.row, "panel"), Escape: () => this.view.textOrSentences().focus(),
    };
    if (!actions[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    actions[event.key]();
    event.preventDefault();
  }

  deleteRow(item) {
    this.view.current = item.dataset.row;
    this.view.removeCurrent("list");
  }

  clicked(event) {
    const row = event.target.closest(".ss-row")?.dataset.row;
    if (row) this.chooseRow(row);
  }

  /** Chosen in the list: the article follows, and the page stays. */
  chooseRow(id) {
    this.view.choose(id, "list");
    if (!this.view.asSentences) this.view.article.revealAside(this.view.reader.units(this.rows().find((row) => row.id === id)).start);
  }
}
