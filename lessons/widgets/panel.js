// The panel: the current mark, edited in one place; in review what the key says of it.

import { fill } from "./common.js";
import { button, element, uniqueId } from "./elements.js";
import { isProposal } from "./marks.js";
import { indexAt, shorten, wordsIn } from "./spans.js";

const QUOTED = 240; // letters of a passage above the questions about it

export class Panel {
  constructor(view) {
    this.view = view;
    this.edgesOpen = false;
    this.el = element("div", { className: "ss-panel", role: "group", "aria-label": view.say("panel_label"), hidden: true });
    this.el.addEventListener("keydown", (event) => event.key === "Escape" && view.textOrSentences().focus());
    this.el.addEventListener("scroll", () => { this.scrolled = true; });
  }

  show() {
    const row = this.view.list.rows().find((candidate) => candidate.id === this.view.current);
    this.el.hidden = !row;
    if (!row) {
      this.key = "";
      this.el.replaceChildren();
      return;
    }
    const others = this.view.session.marks.filter((mark) => mark.label === "source" && mark.id !== row.id);
    const shape = this.view.mode === "review"
      ? [this.view.mode, JSON.stringify(row)]
      : [this.view.mode, row.id, row.label, isProposal(row), row.drafted, this.view.work.workLeft(row)?.what, row.standing, this.openQuestions(row).map((q) => q.id), others.map((m) => [m.id, m.start, m.end]), this.edgeWords(row)];
    const key = JSON.stringify(shape);
    const build = { review: () => this.review(row), locked: () => this.locked(row) }[this.view.mode] ?? (() => this.questions(row, others));
    if (key !== this.key) {
      this.key = key;
      const focused = this.el.contains(this.view.activeElement()) ? this.view.activeElement() : this.el;
      const { dataset: { field = "" }, selectionStart } = focused;
      const top = field ? focused.getBoundingClientRect().top : 0; // asked only then: it lays the whole article out
      this.el.replaceChildren(...build());
      if (this.el.dataset.row !== row.id) {
        // Only what has been scrolled: even setting it to what it is lays the article out, for every mark that is made.
        if (this.scrolled) this.el.scrollTop = 0;
        this.scrolled = false;
      }
      this.el.dataset.row = row.id;
      this.el.tabIndex = this.view.editable ? -1 : 0; // with no field in it to lead the keys through, it is scrolled by itself
      if (this.view.editable) this.fill(row); // before the focus, which keeps a note from being written over
      const again = field && [...this.el.querySelectorAll("[data-field]")].find((node) => node.dataset.field === field);
      if (again) {
        again.focus({ preventScroll: true });
        // What is being answered stays under the pointer, whatever has gone from above it.
        this.el.scrollTop += again.getBoundingClientRect().top - top;
      }
      if (again && again.type === "textarea") again.setSelectionRange(selectionStart, selectionStart);
    } else if (this.view.editable) this.fill(row);
  }

  openQuestions(mark) {
    // In a key a question may be pointless for one accepted answer and not for another: there all are asked.
    if (this.view.mode === "author") return this.view.label(mark.label).questions;
    return this.view.label(mark.label).questions.filter((question) => !question.unless || !mark.kinds?.includes(question.unless));
  }

  /** Nobody said what is no quotation, nor passed on what has no source: an answer that ends the other questions ends this one. */
  asksLink(mark) {
    const asksAll = this.openQuestions(mark).length === this.view.label(mark.label).questions.length;
    return asksAll && this.view.model.get("links") && this.view.labels.some((label) => label.id === "source");
  }

  /** Whether a question that is not optional has no answer yet. Of a source, nobody may have passed it on. */
  unanswered(mark) {
    const linked = this.view.session.marks.some((other) => other.id === mark.link);
    if (mark.label === "quotation" && !linked && this.asksLink(mark)) return true;
    return this.openQuestions(mark).some((question) => !question.optional && !question.kinds.some((kind) => mark.kinds?.includes(kind.id)));
  }

  head(row, length, ...title) {
    return [element("p", { className: "ss-panel-title" }, ...title), element("blockquote", {}, shorten(this.view.reader.quote(row), length))];
  }

  locked(mark) {
    const standing = (this.view.model.get("standings") ?? []).find((row) => row.id === mark.standing)?.name;
    const lines = [standing, ...this.view.label(mark.label).questions.map((q) => [q.ask, q.kinds.filter((kind) => mark.kinds.includes(kind.id)).map((kind) => kind.name.toLowerCase()).join(", ")].join(" "))];
    return [...this.head(mark, QUOTED, this.view.label(mark.label).name), ...[...lines, mark.note].filter(Boolean).map((line) => element("p", {}, line))];
  }

  review(row) {
    return [
      // Brief: the words stand in the article and in the list, and the reason is what the reader came for.
      ...this.head(row, 60, element("span", { className: "ss-sign", "aria-hidden": "true" }, row.sign), ` ${row.word}: ${this.view.label(row.label).name}`),
      ...row.sentences.map((line) => element("p", {}, line)),
      ...(row.note ? [element("p", { className: "ss-note" }, this.view.say("your_note", { note: row.note }))] : []),
    ];
  }

  questions(mark, sources) {
    const author = this.view.mode === "author";
    const parts = this.head(mark, QUOTED, this.view.label(mark.label).name);
    // Whoever makes a key decides first and gives the reason next; the answers come after, and most are right already.
    if (author) parts.push(...this.view.work.standingFields(mark), this.noteField(mark));
    if (this.view.labels.length > 1) parts.push(this.radios("label", this.view.say("marked_as"), this.view.labels.map((l) => ({ id: l.id, name: l.name })), (id) => this.view.relabel(id)));
    for (const question of this.openQuestions(mark))
      parts.push(this.radios(question.id, this.asked(question), question.kinds, (id) => this.view.answer(question, id), author));
    const linkName = { quotation: "who_said_it", source: "passed_on_by" }[mark.label];
    if (linkName && this.asksLink(mark)) parts.push(this.radios("link", this.view.say(linkName), [{ id: "", name: this.view.say(mark.label === "source" ? "link_nobody" : "link_none"), rule: sources.length ? "" : this.view.say("link_first") }, ...sources.map((s) => ({ id: s.id, name: shorten(this.view.reader.quote(s), 50) }))], (id) => this.view.edit({ link: id })));
    parts.push(this.edgeFields(mark));
    if (!author) parts.push(this.noteField(mark));
    parts.push(button(this.view.say("remove"), "ss-remove", () => this.view.removeCurrent("row"), { "data-field": "remove" }));
    return parts;
  }

  asked(question) {
    return [question.ask, question.optional && this.view.say("optional"), this.view.mode === "author" && this.view.say("several")].filter(Boolean).join(" ");
  }

  /** A question with its answers: one of them, or in a key as many as are right (`several`). */
  radios(name, legend, choices, choose, several = false) {
    const group = uniqueId(name);
    return element("fieldset", { "data-question": name }, element("legend", {}, legend),
      ...choices.map((choice) => element("label", { className: "ss-choice" },
        element("input", { type: several ? "checkbox" : "radio", name: group, value: choice.id, "data-field": `${name}:${choice.id}`, onchange: () => choose(choice.id) }),
        element("span", {}, element("span", { className: "ss-choice-name" }, choice.name), choice.rule ? element("small", {}, choice.rule) : null))));
  }

  selectField(name, text, options, choose) {
    const id = uniqueId(name);
    const select = element("select", { id, "data-field": name, onchange: (event) => choose(event.target.value) },
      ...options.map(([value, words]) => element("option", { value }, words)));
    return element("div", { className: "ss-field" }, element("label", { htmlFor: id }, text), select);
  }

  /** The words a mark may begin and end with: those of the sentences it touches. UTF-16 pairs. */
  edgeWords(mark) {
    const { start, end } = this.view.reader.units(mark);
    const from = Math.min(start, this.view.reader.sentenceAt(start)[0]);
    const to = Math.max(end, this.view.reader.sentenceAt(Math.max(start, end - 1))[1]);
    return wordsIn(this.view.reader.text, from, to);
  }

  /**
   * First and last word: how a mark is made exact from the sentence list, by keyboard or on a tablet. Both lists hold
   * every word and stay while they are used, or typing a word could not find it; one edge pushes the other along.
   */
  edgeFields(mark) {
    const words = this.edgeWords(mark);
    const options = words.map(([a, b], place) => [String(place), this.view.reader.text.slice(a, b)]);
    const now = () => this.view.reader.units(this.view.session.marks.find((candidate) => candidate.id === mark.id) ?? mark);
    const set = (a, b) => this.view.edit({ start: this.view.reader.map.toPoints(a), end: this.view.reader.map.toPoints(b) });
    // Folded, because a list box that appears with a choice made in it draws a screen reader to itself.
    const fields = element("details", { className: "ss-exact", open: this.edgesOpen, ontoggle: () => { this.edgesOpen = fields.open; } },
      element("summary", { "data-field": "exact" }, this.view.say("exact_words")), element("div", { className: "ss-edges" },
        this.selectField("first", this.view.say("first_word"), options, (place) => set(words[place][0], Math.max(now().end, words[place][1]))),
        this.selectField("last", this.view.say("last_word"), options, (place) => set(Math.min(now().start, words[place][0]), words[place][1]))));
    return fields;
  }

  noteField(mark) {
    const id = uniqueId("note");
    const author = this.view.mode === "author";
    const name = !author ? "note" : mark.standing === "key/contested" ? "reason_contested" : "reason";
    const about = author && mark.drafted ? element("small", { id: uniqueId("drafted") }, this.view.say("reason_drafted")) : null;
    return element("div", { className: "ss-field" }, element("label", { htmlFor: id }, this.view.say(name)),
      element("textarea", { id, rows: author ? 3 : 2, maxLength: this.view.model.get("note_limit"), "data-field": "note", "aria-describedby": about?.id, oninput: (event) => this.view.edit({ note: event.target.value }, `note:${this.view.current}`) }), about);
  }

  fill(mark) {
    const check = (name, values) => {
      for (const input of this.el.querySelectorAll(`[data-question="${name}"] input`)) input.checked = values.includes(input.value);
    };
    check("label", [mark.label]);
    for (const question of this.openQuestions(mark)) check(question.id, mark.kinds ?? []);
    const note = this.el.querySelector("textarea");
    if (note && note !== this.view.activeElement() && note.value !== (mark.note ?? "")) note.value = mark.note ?? "";
    check("link", [mark.link ?? ""]);
    this.el.querySelector("blockquote").textContent = shorten(this.view.reader.quote(mark), QUOTED);
    const words = this.edgeWords(mark);
    const { start, end } = this.view.reader.units(mark);
    this.el.querySelector('[data-field="first"]').value = String(indexAt(words, start));
    this.el.querySelector('[data-field="last"]').value = String(indexAt(words, end - 1));
  }
}
