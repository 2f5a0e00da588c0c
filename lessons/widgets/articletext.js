// The article on the page: its paragraphs, the marks drawn in them, the caret and the selection. Positions are UTF-16 units of the
// article's text; the elements' text is that text, so that a place in one is a place in the other.

import { element, uniqueId } from "./elements.js";
import { indexAt } from "./spans.js";

const CHUNK = 30; // paragraphs that the browser lays out together or, out of sight, leaves alone; it asks each at every frame

export class ArticleText {
  constructor(view, title) {
    this.view = view;
    const { reader } = view;
    this.painted = reader.blocks.map(() => ""); // what is drawn in each paragraph
    // Hidden, and still the description: visible to a screen reader it would be read a second time as text.
    const short = element("div", { hidden: true, id: uniqueId("short") }, view.say("text_short"));
    this.el = element("div", {
      className: "ss-text", id: uniqueId("text"), role: "textbox", contentEditable: "true", spellcheck: false, tabIndex: 0, lang: reader.language,
      "aria-multiline": "true", "aria-readonly": "true", "aria-label": view.say("text_label", { title }), "aria-describedby": short.id,
      inputmode: "none", autocapitalize: "off", autocorrect: "off", "data-gramm": "false", "data-lt-active": "false", translate: false,
    });
    this.blocks = reader.blocks.map((_, index) => {
      const furniture = reader.furniture[index];
      return element("p", { className: furniture ? "ss-p ss-furniture" : "ss-p", dir: "auto", "data-number": index + 1, "data-furniture": furniture || null, role: furniture ? "note" : null, "aria-roledescription": furniture || null });
    });
    this.chunks = Array.from({ length: Math.ceil(this.blocks.length / CHUNK) }, () => element("div", { className: "ss-chunk" }));
    this.blocks.forEach((block, index) => block.append(reader.text.slice(...reader.blocks[index])));
    this.assemble();
    for (const type of ["beforeinput", "cut", "paste", "drop", "dragstart"])
      this.el.addEventListener(type, (event) => event.preventDefault());
    // An input method may write without asking: put the text back.
    this.el.addEventListener("compositionend", () => this.restoreText());
    this.el.addEventListener("keydown", (event) => view.keyInText(event));
    this.el.addEventListener("pointerdown", (event) => view.press(event));
    // Some browsers drop the selection with the focus: what a finger or the keys selected last is remembered.
    this.el.addEventListener("focus", () => { view.selection = null; });
    this.el.addEventListener("blur", () => { view.selection = this.readSelection() ?? view.selection; });
    this.box = element("div", { className: "ss-textbox" }, short, this.el);
  }

  /** Paragraphs into their chunks, chunks into the text. */
  assemble() {
    this.chunks.forEach((chunk, index) => chunk.replaceChildren(...this.blocks.slice(index * CHUNK, (index + 1) * CHUNK)));
    this.el.replaceChildren(...this.chunks);
  }

  /** Draw the paragraphs whose marks changed, and only those: drawing destroys a selection and costs time. */
  paint() {
    const shown = this.view.highlights();
    const byBlock = new Map();
    for (const mark of shown) {
      const last = indexAt(this.view.reader.blocks, Math.max(mark.start, mark.end - 1));
      for (let i = indexAt(this.view.reader.blocks, mark.start); i <= last; i += 1) {
        if (!byBlock.has(i)) byBlock.set(i, []);
        byBlock.get(i).push(mark);
      }
    }
    const touched = new Set([...byBlock.keys(), ...this.painted.keys()]);
    const selection = this.hasFocus() ? this.readSelection(true) : null;
    let changed = false;
    for (const index of touched) {
      const marks = byBlock.get(index) ?? [];
      const key = marks.map((m) => [m.id, m.start, m.end, m.label, m.status, m.badge, m.row === this.view.current ? 1 : 0].join()).join(";");
      if (this.painted[index] === key) continue;
      if (!changed && selection && selection[0] !== selection[1]) this.collapseCaret();
      changed = true;
      this.painted[index] = key;
      this.drawBlock(index, marks);
    }
    if (changed && selection) this.restoreCaret(selection);
  }

  /** Everything is drawn anew at the next painting. */
  forget() {
    this.painted = this.painted.map(() => "?");
  }

  /** Whatever has written into the article: its own text and marks again. */
  restoreText() {
    this.assemble();
    this.blocks.forEach((block, index) => {
      const own = this.view.reader.text.slice(...this.view.reader.blocks[index]);
      if (block.textContent !== own) block.replaceChildren(own);
    });
    this.forget();
    this.paint();
  }

  drawBlock(index, marks) {
    const [start, end] = this.view.reader.blocks[index];
    const slots = new Map();
    const draw = (piece) => {
      if (!piece.mark) return this.view.reader.text.slice(piece.from, piece.to);
      const { mark } = piece;
      const node = element("span", { className: "ss-mark", role: "mark", "aria-roledescription": mark.described, "data-label": mark.label, "data-row": mark.row });
      if (mark.status) node.dataset.status = mark.status;
      if (mark.row === this.view.current) node.dataset.current = "";
      if (piece.first) {
        node.dataset.badge = mark.badge;
        const slot = slots.get(mark.start) ?? 0;
        slots.set(mark.start, slot + mark.badge.length * 0.75 + 0.8);
        if (slot) node.style.setProperty("--ss-slot", slot);
        node.dataset.first = "";
      }
      if (piece.last) node.dataset.last = "";
      node.append(...piece.children.map(draw));
      return node;
    };
    this.blocks[index].replaceChildren(...nest(start, end, marks).map(draw));
  }

  positionFromPoint(x, y) {
    const place = document.caretPositionFromPoint?.(x, y);
    const range = place ? null : document.caretRangeFromPoint?.(x, y);
    const [node, offset] = place ? [place.offsetNode, place.offset] : range ? [range.startContainer, range.startOffset] : [null, 0];
    return node ? this.toText(node, offset) : null;
  }

  hasFocus() {
    return this.view.activeElement() === this.el;
  }

  domSelection() {
    const owner = this.view.root.getRootNode();
    return owner.getSelection?.() ?? document.getSelection();
  }

  /** The selection as [start, end) in UTF-16, or null; `directed` keeps anchor and focus. In a shadow root, too. */
  readSelection(directed = false) {
    const selection = this.domSelection();
    if (!selection?.rangeCount) return null;
    let ends = [selection.anchorNode, selection.anchorOffset, selection.focusNode, selection.focusOffset];
    const owner = this.view.root.getRootNode();
    if (owner instanceof ShadowRoot && !owner.getSelection && selection.getComposedRanges) {
      const range = selection.getComposedRanges({ shadowRoots: [owner] })[0];
      if (!range) return null;
      ends = [range.startContainer, range.startOffset, range.endContainer, range.endOffset];
    }
    const inText = (node) => node && (node === this.el || this.el.contains(node));
    if (!inText(ends[0]) && !inText(ends[2])) return null;
    const anchor = this.toText(ends[0], ends[1]);
    const focus = this.toText(ends[2], ends[3]);
    if (anchor === null || focus === null) return null;
    return directed ? [anchor, focus] : [Math.min(anchor, focus), Math.max(anchor, focus)];
  }

  /** A place in the document as a position in the text: clamped to the text when it lies outside. */
  toText(node, offset) {
    if (!this.el.contains(node)) {
      const order = this.el.compareDocumentPosition(node);
      return order & Node.DOCUMENT_POSITION_PRECEDING ? 0 : this.view.reader.text.length;
    }
    const block = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest(".ss-p");
    const range = document.createRange();
    if (block) {
      range.setStart(block, 0);
      range.setEnd(node, offset);
      return this.view.reader.blocks[this.blocks.indexOf(block)][0] + range.toString().length;
    }
    // Between paragraphs: where the next one begins.
    range.setStart(node, offset);
    const next = this.blocks.findIndex((candidate) => range.comparePoint(candidate, 0) >= 0);
    return next < 0 ? this.view.reader.text.length : this.view.reader.blocks[next][0];
  }

  /** A position in the text as a place in the document. */
  toDom(unit) {
    const index = indexAt(this.view.reader.blocks, unit);
    let left = unit - this.view.reader.blocks[index][0];
    const walker = document.createTreeWalker(this.blocks[index], NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    while (node && left > node.data.length) {
      left -= node.data.length;
      node = walker.nextNode();
    }
    return node ? [node, left] : [this.blocks[index], 0];
  }

  selectRange(start, end) {
    this.domSelection()?.setBaseAndExtent(...this.toDom(start), ...this.toDom(end));
  }

  collapseCaret(at) {
    const selection = this.domSelection();
    if (at !== undefined) selection?.collapse(...this.toDom(at));
    else if (selection?.rangeCount && !selection.isCollapsed) selection.collapse(selection.focusNode, selection.focusOffset);
  }

  restoreCaret([anchor, focus]) {
    this.domSelection()?.setBaseAndExtent(...this.toDom(anchor), ...this.toDom(focus));
  }

  reveal(start, end) {
    const [node] = this.toDom(start);
    (node.parentElement ?? this.blocks[0]).scrollIntoView({ block: "nearest" });
    this.selectRange(start, end);
  }

  /** The article scrolled to a place, and the page left as it is: the reader is looking at something beside it. */
  revealAside(start) {
    const place = (this.toDom(start)[0].parentElement ?? this.blocks[0]).getBoundingClientRect();
    const box = this.el.getBoundingClientRect();
    if (place.top < box.top || place.bottom > box.bottom) this.el.scrollTop += place.top - box.top - box.height / 4;
  }
}
