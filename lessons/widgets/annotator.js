// The annotator: draws an article, its marks and their comparison with the key, and turns what a hand or a keyboard
// does into changes. It never scores and never touches a file: Python answers, and until it does the browser keeps
// what was not stored. Nothing from a URL, and no innerHTML: an article's text is only ever a text node.

import { ArticleText } from "./articletext.js";
import { fill, guard, randomId } from "./common.js";
import { button, clockAndDay, element, goToKeepSafe, isDark, uniqueId } from "./elements.js";
import { Foot } from "./foot.js";
import { KeyWork } from "./keywork.js";
import { MarkList } from "./marklist.js";
import { isProposal, touch } from "./marks.js";
import { Panel } from "./panel.js";
import { SentenceList } from "./sentencelist.js";
import { sessionOf } from "./session.js";
import { indexAt, Reader, shorten, snapToWords } from "./spans.js";

const REST_AFTER = 100; // ms until the list and the questions follow a mark that is not stored yet
const REST_AFTER_SAVED = 50; // and one that is: time for the frame that says so, on a slow machine, too
const AWAY_AFTER = 7 * 60_000; // ms; Binder stops a server after ten minutes, and three are enough to come back in
const MOVES = ["pointerdown", "keydown", "wheel", "touchmove"]; // what somebody does who is there
const ANSWER_OF = { a: "key/required", s: "key/acceptable", d: "key/contested", x: "reject" };
const FIELD = "textarea, select"; // where letters are typed or find something

class View {
  constructor(model, host) {
    this.model = model;
    this.session = sessionOf(model);
    this.reader = new Reader(model);
    this.labels = model.get("labels");
    this.words = model.get("words");
    this.current = null; // id of the current mark, or of the current row of the comparison
    this.pen = this.labels.length === 1 && this.editable ? this.labels[0].id : "";
    this.selection = null; // [start, end) in UTF-16, remembered while focus is on a button
    this.asSentences = false;
    this.stopping = new AbortController();
    this.build(host);
    // A draft opens at what is to be looked at first.
    if (this.mode === "author") this.current = (this.model.get("store").begin_at || this.list.rows().find(isProposal)?.id) ?? null;
    this.show();
  }

  get mode() {
    return this.model.get("mode");
  }

  get editable() {
    return this.mode === "mark" || this.mode === "author";
  }

  say(name, values) {
    return fill(this.words[name], values);
  }

  label(id) {
    return this.labels.find((label) => label.id === id) ?? { id, name: id, letter: "?", mark_name: id, questions: [] };
  }

  // -- building, once ------------------------------------------------------------------------------------------

  build(host) {
    const title = this.model.get("article").title;
    this.root = element("section", { className: "ss-root", tabIndex: -1, "aria-label": this.say("region", { title }) });
    this.banner = element("div", { className: "ss-banner", hidden: true });
    this.summary = element("div", { className: "ss-summary", hidden: true, tabIndex: -1 });
    this.status = element("span", { className: "ss-status", role: "status", "aria-live": "polite" });
    this.bar = this.buildBar();
    this.help = this.buildHelp();
    this.article = new ArticleText(this, title);
    this.sentences = new SentenceList(this, title);
    this.list = new MarkList(this);
    this.panel = new Panel(this);
    this.work = new KeyWork(this);
    this.foot = new Foot(this);
    const side = element("div", { className: "ss-side" }, this.list.title, this.work.progress, this.list.empty, this.list.el, this.panel.el);
    const body = element("div", { className: "ss-body" }, element("div", { className: "ss-pane" }, this.article.box, this.sentences.el), side, this.foot.el);
    this.root.append(this.bar, this.help, this.banner, this.summary, body);
    this.root.addEventListener("keydown", (event) => this.keyPressed(event));
    host.append(this.root);
    this.watchTheme();
    if (this.session.store.keeping === "trial") this.watchAbsence();
    const stop = this.session.listen((reason) => this.refresh(reason));
    this.stopping.signal.addEventListener("abort", stop);
  }

  buildBar() {
    const keepSelection = (event) => event.preventDefault(); // a press on a button must not lose the selection
    this.penButtons = this.labels.map((label, index) =>
      button("", "ss-pen", () => this.usePen(label.id), {
        "data-label": label.id, "aria-pressed": "false", title: label.definition,
        "aria-keyshortcuts": String(index + 1), onpointerdown: keepSelection, onmousedown: keepSelection,
      }),
    );
    this.penButtons.forEach((pen, index) => {
      const label = this.labels[index];
      pen.append(element("span", { className: "ss-letter", "aria-hidden": "true" }, label.letter), label.name,
        element("kbd", { "aria-hidden": "true" }, String(index + 1)));
    });
    this.undoButton = button(this.say("undo"), "ss-undo", () => this.undo("undo"), { "aria-keyshortcuts": "Control+Z" });
    this.redoButton = button(this.say("redo"), "ss-redo", () => this.undo("redo"), { "aria-keyshortcuts": "Control+Y" });
    this.viewButton = button(this.say("as_sentences"), "ss-view", () => this.switchView(), { "aria-pressed": "false" });
    this.helpButton = button(this.say("keyboard_help"), "ss-helper", () => this.toggleHelp(), { "aria-expanded": "false" });
    this.penGroup = element("div", { className: "ss-pens", role: "group", "aria-label": this.say("mark_as") }, element("span", { className: "ss-caption", "aria-hidden": "true" }, this.say("mark_as")), ...this.penButtons);
    return element("div", { className: "ss-toolbar" }, this.penGroup, element("div", { className: "ss-tools", role: "group", "aria-label": this.say("tools") }, this.undoButton, this.redoButton, this.viewButton, this.helpButton));
  }

  buildHelp() {
    const rows = [...this.words.keys, ...(this.session.store.proposed ? this.words.keys_proposals : [])].map(([keys, what]) =>
      // No number that stands on no button.
      element("div", {}, element("dt", {}, ...keys.split(" ").filter((key) => !(Number(key) > this.labels.length)).map((key) => element("kbd", {}, key))), element("dd", {}, what)));
    const help = element("div", { className: "ss-help", id: uniqueId("help"), hidden: true, role: "region", "aria-label": this.say("keyboard_help") },
      element("p", {}, this.say("help_intro")), element("dl", {}, ...rows), element("p", {}, this.say("help_reader")));
    this.helpButton.setAttribute("aria-controls", help.id);
    return help;
  }

  watchTheme() {
    const apply = () => { this.root.dataset.theme = isDark(this.root) ? "dark" : "light"; };
    requestAnimationFrame(apply);
    const watcher = new MutationObserver(() => requestAnimationFrame(apply));
    watcher.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "class", "style"] });
    this.stopping.signal.addEventListener("abort", () => watcher.disconnect());
  }

  /** Tells who has done nothing for a while that the server may stop; their next move tells the server that they are there. */
  watchAbsence() {
    const { signal } = this.stopping;
    const leave = () => { this.away = true; this.showBanner(); };
    const move = () => {
      clearTimeout(this.leaving);
      this.leaving = setTimeout(leave, AWAY_AFTER);
      if (!this.away) return;
      this.away = false;
      if (this.leads) this.session.post({ type: "here" });
      this.showBanner();
    };
    for (const type of MOVES) document.addEventListener(type, move, { capture: true, passive: true, signal });
    signal.addEventListener("abort", () => clearTimeout(this.leaving));
    move();
  }

  /** Whether this is the first annotator that is shown: it speaks for all of them where one voice is enough. */
  get leads() {
    const all = [...this.root.getRootNode().querySelectorAll(".ss-root")];
    return all.find((one) => one.getClientRects().length) === this.root; // another notebook may be open behind this one
  }

  // -- showing, at every change ----------------------------------------------------------------------------------

  /** The buttons that were pressed are gone, so the text takes the keys. */
  answerOlder(take) {
    this.session.answerOlder(take);
    this.textOrSentences().focus();
    this.announce(this.say(take ? "older_taken" : "older_left"));
  }

  /** Bring everything in line with the model. Cheap when little changed: paragraphs and rows are updated in place. */
  show() {
    clearTimeout(this.later);
    this.later = null;
    this.root.dataset.mode = this.mode;
    this.penGroup.hidden = !this.editable;
    this.undoButton.hidden = this.redoButton.hidden = !this.editable;
    this.undoButton.disabled = !this.session.undoStack.length;
    this.redoButton.disabled = !this.session.redoStack.length;
    this.showPen();
    this.showSummary();
    this.article.paint();
    this.sentences.show();
    this.list.show();
    this.panel.show();
    this.foot.show();
    this.showBanner();
  }

  refresh(reason) {
    if (reason === "silent" || reason === "older") {
      this.showBanner();
      this.foot.showSaved();
      this.sentences.show();
      return;
    }
    if (reason === "change") this.foot.dropHint();
    // Who answers a question stays in the panel that asks it.
    if (this.panel.el.contains(this.activeElement())) return this.show();
    this.sentences.show();
    this.foot.showSaved();
    this.showBanner();
    this.article.paint(); // last: the caret it puts back asks for the layout, which is then right for all of it
    this.showSoon();
  }

  /** The rest of the view, a moment later: first the mark itself is drawn, then the line that says it is saved. */
  showSoon() {
    clearTimeout(this.later);
    this.later = setTimeout(() => this.show(), this.session.pending.length ? REST_AFTER : REST_AFTER_SAVED);
  }

  /** What was left for later, now: before anything looks for a row or a button in its new state. */
  catchUp() {
    if (this.later) this.show();
  }

  showPen() {
    for (const pen of this.penButtons) pen.setAttribute("aria-pressed", String(pen.dataset.label === this.pen));
    this.root.dataset.pen = this.pen;
  }

  /** What to draw: the marks, or in review the rows of the comparison. UTF-16 units. */
  highlights() {
    const plain = (mark) => {
      const label = this.label(mark.label);
      const proposed = isProposal(mark);
      return { ...this.reader.units(mark), badge: proposed ? `${label.letter}?` : label.letter, status: proposed ? "proposed" : "", row: mark.id,
        described: proposed ? `${label.mark_name}, ${this.work.standingName(mark)}` : label.mark_name };
    };
    if (this.mode !== "review") return this.session.marks.map(plain);
    const { rows = [], labels = [] } = this.model.get("review") ?? {};
    // A label that was asked for and is not compared stays in the picture as it was marked.
    const uncompared = this.session.marks.filter((mark) => !labels.includes(mark.label)).map(plain);
    return uncompared.concat(rows.flatMap((row) => {
      const label = this.label(row.label);
      const described = `${label.mark_name}, ${row.word}`;
      const shown = [{ ...this.reader.units(row), id: row.id, badge: `${label.letter} ${row.sign}`, described, status: row.status, label: row.label, row: row.id }];
      if (row.key && row.status === "partly")
        shown.push({ ...this.reader.units({ start: row.key[0], end: row.key[1] }), id: `${row.id}-key`, badge: `${label.letter} ${this.say("key_badge")}`, described: `${label.mark_name}, ${this.say("key_badge")}`, status: "key", label: row.label, row: row.id });
      return shown;
    }));
  }

  showSummary() {
    const review = this.model.get("review");
    this.summary.hidden = this.mode !== "review" || !review?.summary;
    if (this.summary.hidden) return;
    const key = JSON.stringify([review.summary, review.versions]);
    if (this.summary.dataset.key === key) return;
    this.summary.dataset.key = key;
    const versions = (review.versions ?? []).length > 1 ? [element("p", { className: "ss-versions" }, this.say("versions"))] : [];
    if (versions.length) versions.push(element("ol", {}, ...review.versions.map((line) => element("li", {}, line.at ? `${clockAndDay(line.at)}: ${line.text}` : line.text))));
    this.summary.replaceChildren(element("p", { className: "ss-summary-title" }, this.say("summary_title")), ...review.summary.map((line) => element("p", {}, line)), ...versions);
  }

  showBanner() {
    const saved = this.model.get("saved") ?? {};
    const parts = [];
    if (this.session.older)
      parts.push(element("p", {}, this.say("older", { count: this.session.older.marks.length, time: clockAndDay(this.session.older.at) })),
        button(this.say("older_take"), "", () => this.answerOlder(true)), button(this.say("older_leave"), "", () => this.answerOlder(false)));
    for (const told of [saved.problem, saved.notice]) if (told) parts.push(element("p", {}, told));
    if (this.away) parts.push(element("p", {}, this.say("away")));
    const place = `keeping_${this.session.store.keeping}`;
    if ((this.editable || this.away) && this.words[place]) parts.push(element("p", {}, this.say(place)), button(this.say("to_keep"), "", goToKeepSafe));
    if (this.session.silent && this.session.pending.length) parts.push(element("p", {}, this.say("silent")));
    const key = parts.map((part) => part.textContent).join("|");
    const before = this.banner.dataset.key ?? "";
    if (before === key) return;
    this.banner.dataset.key = key;
    this.banner.replaceChildren(...parts);
    this.banner.hidden = !parts.length;
    // Only what is new: a sentence that stays has been heard.
    const fresh = parts.find((part) => !before.split("|").includes(part.textContent));
    if (fresh && (this.leads || !this.away)) this.announce(fresh.textContent);
  }

  // -- changes -----------------------------------------------------------------------------------------------------

  /** Mark a stretch (UTF-16). The caret is collapsed first and the message comes last: screen readers need that order. */
  mark(labelId, range) {
    if (!this.editable) return;
    const snapped = range && snapToWords(this.reader.text, range[0], range[1], this.reader.language);
    // A double click between paragraphs may select a lone quotation mark.
    if (!snapped || !/[^\p{P}\s]/u.test(this.reader.text.slice(...snapped))) return this.announce(this.say("nothing_selected"));
    const [start, end] = snapped.map(this.reader.map.toPoints);
    const twin = this.session.marks.find((m) => m.label === labelId && m.start === start && m.end === end);
    if (twin) {
      this.choose(twin.id);
      return this.announce(this.say("already", { label: this.label(labelId).name }));
    }
    const time = new Date().toISOString();
    const made = { id: randomId("m"), start, end, label: labelId, kinds: [], note: "", link: "", standing: "", drafted: false, created: time, modified: time };
    this.selection = null;
    if (this.article.hasFocus()) this.article.collapseCaret(snapped[1]);
    this.current = made.id;
    this.session.change([made]);
    const told = this.say("marked", { label: this.label(labelId).name, quote: shorten(this.reader.quote(made), 60) });
    this.announce(this.asSentences ? `${told} ${this.say("marked_whole")}` : told);
  }

  /** Change the current mark. In a key it returns, and says, what else that has changed. */
  edit(fields, merge = "") {
    const mark = this.session.marks.find((candidate) => candidate.id === this.current);
    if (!mark || !this.editable) return "";
    const told = [];
    // Who corrects a proposal has looked at it.
    if (isProposal(mark) && !fields.standing) {
      fields = { standing: this.work.keptAs(mark), ...fields };
      told.push(this.say("corrected", { standing: this.work.standingTitle(fields.standing) }));
    }
    // The draft gave its reason for what it proposed, and for nothing else.
    if (mark.drafted && (fields.label || fields.kinds || fields.standing === "key/contested")) {
      fields = { note: "", ...fields };
      told.push(this.say("reason_gone"));
    }
    if (mark.drafted && "note" in fields) fields = { ...fields, drafted: false };
    this.session.change([touch({ ...mark, ...fields }, mark)], [], { merge });
    if (told.length) this.announce(told.join(" "));
    return told.join(" ");
  }

  answer(question, kindId) {
    const mark = this.session.marks.find((candidate) => candidate.id === this.current);
    if (this.mode === "author") {
      const others = mark.kinds.filter((kind) => kind !== kindId);
      return this.edit({ kinds: others.length < mark.kinds.length ? others : [...others, kindId] });
    }
    const own = question.kinds.map((kind) => kind.id);
    const kinds = [...(mark?.kinds ?? []).filter((kind) => !own.includes(kind)), kindId];
    const pointless = this.label(mark.label).questions.filter((q) => q.unless === kindId).flatMap((q) => q.kinds.map((kind) => kind.id));
    this.edit({ kinds: kinds.filter((kind) => !pointless.includes(kind)) });
  }

  relabel(labelId) {
    const more = this.edit({ label: labelId, kinds: [], link: "" });
    this.announce([this.say("relabelled", { label: this.label(labelId).name }), more].filter(Boolean).join(" "));
  }

  removeCurrent(focus = "") {
    const marks = this.session.marks;
    const index = marks.findIndex((mark) => mark.id === this.current);
    if (index < 0 || !this.editable) return;
    const gone = marks[index];
    const neighbour = marks[index + 1] ?? marks[index - 1];
    if (this.article.hasFocus()) this.article.collapseCaret();
    this.current = focus === "list" ? neighbour?.id ?? null : null;
    this.session.remove(gone.id);
    this.catchUp();
    if (focus === "list") (this.list.el.querySelector('[tabindex="0"]') ?? this.article.el).focus();
    // By a button nothing else is opened: under a second press would lie the button that removes the next one.
    if (focus === "row") this.list.focusRow(Math.min(index, marks.length - 2));
    this.announce(this.say("removed", { label: this.label(gone.label).name }));
  }

  undo(which) {
    if (!this.editable) return;
    const done = this.session[which]();
    this.catchUp();
    const pressed = which === "undo" ? this.undoButton : this.redoButton;
    if (pressed.disabled && this.activeElement() === pressed) this.article.el.focus();
    this.announce(this.say(done ? `${which}_done` : `${which}_none`));
  }

  usePen(labelId) {
    const now = this.article.readSelection();
    const range = now && now[0] < now[1] ? now : this.selection;
    const chosen = this.asSentences ? this.sentences.chosen(false) : [];
    if (chosen.length) return this.sentences.mark(labelId, chosen);
    if (range && range[0] < range[1]) return this.mark(labelId, range);
    // A single label is always at hand: there is nothing to choose between.
    if (this.labels.length === 1) return this.announce(this.say("nothing_selected"));
    this.pen = this.pen === labelId ? "" : labelId;
    this.showPen();
    this.announce(this.say(this.pen ? "pen_on" : "pen_off", { label: this.label(labelId).name }));
  }

  choose(id, focus = "") {
    this.current = id;
    this.work.ended = false;
    this.article.paint();
    this.list.show();
    this.panel.show();
    if (focus === "panel") {
      // To the answer that is chosen in the first question, as Tab would lead there, and past “Marked as”: one arrow there makes it
      // another mark. In a key to the reason, which comes first.
      if (this.mode === "author") return this.panel.el.querySelector("textarea").focus();
      const question = this.panel.el.querySelector('fieldset:not([data-question="label"])') ?? this.panel.el;
      (question.querySelector("input:checked") ?? question.querySelector("input, summary, textarea, button"))?.focus();
    }
    if (focus === "list") {
      this.panel.el.scrollIntoView({ block: "nearest" }); // before the row, which must not leave the page while it has the focus
      this.list.el.querySelector('[tabindex="0"]')?.focus();
    }
    if (!focus) this.list.showRow(id);
  }

  // -- pointer -----------------------------------------------------------------------------------------------------

  press(event) {
    if (event.button) return;
    this.selection = null;
    const touch = event.pointerType === "touch" || event.pointerType === "pen";
    // Else a drag that begins on selected words would carry them away instead of selecting anew.
    if (!touch && !event.shiftKey) this.article.collapseCaret();
    const from = [event.clientX, event.clientY];
    const stop = new AbortController();
    const end = (type, act) => document.addEventListener(type, (up) => { stop.abort(); act(up); }, { signal: stop.signal });
    // With a mouse the selection stands when mouseup comes; a finger makes no selection, so its own end is enough.
    if (touch) end("pointerup", (up) => this.tap(up, from));
    else end("mouseup", (up) => this.release(up, from));
    end("pointercancel", () => {});
    this.stopping.signal.addEventListener("abort", () => stop.abort());
  }

  release(event, from) {
    const range = this.article.readSelection();
    const moved = Math.hypot(event.clientX - from[0], event.clientY - from[1]) > 3;
    if (range && range[0] < range[1] && (moved || event.detail >= 2)) {
      if (this.pen && event.detail < 3) this.mark(this.pen, range);
      else if (this.editable && !this.pen) this.announce(this.say("choose_label"));
      return;
    }
    const row = event.target.closest?.(".ss-mark")?.dataset.row;
    if (row && this.article.el.contains(event.target)) this.choose(row);
  }

  /** A tap means the sentence under the finger, or the mark that is already there. */
  tap(event, from) {
    if (Math.hypot(event.clientX - from[0], event.clientY - from[1]) > 10) return; // it was a scroll
    const range = this.article.readSelection();
    if (range && range[1] - range[0] > 1 && range[0] < range[1]) {
      this.selection = range; // a long press has selected words: the label buttons will use them
      return;
    }
    const target = event.target.closest?.(".ss-mark");
    if (target) {
      this.choose(target.dataset.row);
      // Under the text on a narrow screen. Not before the click that ends every tap, or it would hit what moved there.
      this.article.el.addEventListener("click", () => this.panel.el.scrollIntoView({ block: "nearest" }), { once: true });
      return;
    }
    const at = this.article.positionFromPoint(event.clientX, event.clientY);
    if (at === null || !this.editable) return;
    const sentence = this.reader.sentenceAt(at);
    if (this.pen) this.mark(this.pen, sentence);
    else {
      this.article.selectRange(...sentence);
      this.selection = sentence;
      this.announce(this.say("sentence_chosen"));
    }
  }

  // -- selection and caret -------------------------------------------------------------------------------------------

  activeElement() {
    return this.root.getRootNode().activeElement ?? document.activeElement;
  }

  // -- keyboard --------------------------------------------------------------------------------------------------

  keyPressed(event) {
    if (!guard(event)) return;
    // The focus is about to go where the view may be a moment behind.
    if (event.key === "Tab") this.catchUp();
    else if (!event.defaultPrevented && !event.target.closest(FIELD)) this.commonKey(event);
  }

  /** Keys that mean the same wherever nothing can be typed. True if it was one. */
  commonKey(event) {
    const command = event.ctrlKey || event.metaKey;
    const letter = event.key.toLowerCase();
    if (command && letter === "z") this.undo(event.shiftKey ? "redo" : "undo");
    else if (command && letter === "y") this.undo("redo");
    else if (command || event.altKey) return false;
    else if (event.key === "?" || (event.key === "Escape" && !this.help.hidden)) this.toggleHelp();
    else if (this.mode === "author" && this.session.store.proposed && ANSWER_OF[letter]) this.work.settleByKey(ANSWER_OF[letter]);
    else return false;
    event.preventDefault();
    return true;
  }

  keyInText(event) {
    if (event.isComposing || this.commonKey(event)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const number = Number(event.key) - 1;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key; // with Caps Lock on, too
    const actions = {
      n: () => this.goSentence(1), p: () => this.goSentence(-1), "]": () => this.goMark(1), "[": () => this.goMark(-1),
      Delete: () => this.removeAtCaret(), Backspace: () => this.removeAtCaret(), Enter: () => this.enterInText(),
      k: () => this.enterInText(true), Escape: () => this.escapeInText(),
    };
    if (this.editable && this.labels[number]) this.mark(this.labels[number].id, this.rangeOrSentence());
    else if (actions[key]) actions[key]();
    else return;
    event.preventDefault();
  }

  rangeOrSentence() {
    const range = this.article.readSelection();
    if (range && range[0] < range[1]) return range;
    return range ? this.reader.sentenceAt(range[0]) : null;
  }

  goSentence(step) {
    const range = this.article.readSelection() ?? [0, 0];
    const { sentences } = this.reader;
    const selected = range[1] > range[0];
    let index = indexAt(sentences, selected && step > 0 ? range[1] - 1 : range[0]);
    const [start, end] = sentences[index];
    const behind = range[0] >= end; // where marking the sentence has left the caret
    if (selected || behind || (step < 0 && range[0] === start)) index = Math.min(sentences.length - 1, Math.max(0, index + step));
    this.article.reveal(...sentences[index]);
  }

  goMark(step) {
    const shown = this.mode === "review" ? this.list.rows() : this.session.marks;
    if (!shown.length) return this.announce(this.say("marks_none"));
    const caret = this.article.readSelection()?.[0];
    const here = shown.findIndex((row) => row.id === this.current);
    let index = here + step;
    if (here < 0 || this.hasLeft(shown[here], caret)) {
      // From where the reader is; behind the last it goes on with the first.
      const behind = shown.map((row) => this.reader.map.toUnits(row.start) >= (caret ?? 0));
      index = step > 0 ? Math.max(0, behind.indexOf(true)) : behind.lastIndexOf(false);
    }
    const row = shown[(index + shown.length) % shown.length];
    this.choose(row.id);
    const { start, end } = this.reader.units(row);
    this.article.reveal(start, end);
    const { head } = this.list.rowText(row, 0);
    this.announce(head);
  }

  hasLeft(row, caret) {
    const { start, end } = this.reader.units(row);
    return caret !== undefined && (caret < start || caret > end);
  }

  rowAtCaret() {
    const range = this.article.readSelection();
    if (!range) return null;
    const over = this.highlights().filter((mark) => mark.start <= range[0] && range[0] <= mark.end);
    const current = over.find((mark) => mark.row === this.current);
    return (current ?? over.sort((a, b) => a.end - a.start - (b.end - b.start))[0])?.row ?? null;
  }

  removeAtCaret() {
    const id = this.rowAtCaret();
    if (!id || !this.editable) return this.announce(this.say("no_mark_here"));
    this.current = id;
    this.removeCurrent();
  }

  enterInText(always = false) {
    const range = this.article.readSelection();
    if (!always && this.pen && range && range[0] < range[1]) return this.mark(this.pen, range);
    const id = this.rowAtCaret() ?? (always ? this.current : null);
    if (id) this.choose(id, "panel");
    else this.announce(this.say("no_mark_here"));
  }

  escapeInText() {
    this.article.collapseCaret();
    if (this.pen && this.labels.length > 1) {
      this.pen = "";
      this.showPen();
      this.announce(this.say("pen_off"));
    }
  }

  showInText(id) {
    const row = this.list.rows().find((candidate) => candidate.id === id);
    const { start, end } = this.reader.units(row);
    this.choose(id);
    if (this.asSentences) return this.sentences.focus(indexAt(this.reader.sentences, start));
    this.article.el.focus();
    this.article.reveal(start, end);
  }

  textOrSentences() {
    return this.asSentences ? this.sentences.el.querySelector('[tabindex="0"]') ?? this.sentences.el : this.article.el;
  }

  // -- the second route: a list of sentences ------------------------------------------------------------------------

  switchView() {
    this.asSentences = !this.asSentences;
    this.viewButton.setAttribute("aria-pressed", String(this.asSentences));
    this.article.box.hidden = this.asSentences;
    this.sentences.el.hidden = !this.asSentences;
    this.sentences.show();
    this.announce(this.say(this.asSentences ? "sentences_on" : "sentences_off"));
  }

  // -- help, hints, commit -----------------------------------------------------------------------------------------

  toggleHelp() {
    this.help.hidden = !this.help.hidden;
    this.helpButton.setAttribute("aria-expanded", String(!this.help.hidden));
    this.announce(this.help.hidden ? this.say("help_closed") : this.say("help_open"));
  }

  ask(message) {
    this.askedMode = message.type !== "hint";
    if (message.type === "commit") this.session.sendAll();
    try {
      this.model.send({ client: this.session.client, seq: this.session.pending.at(-1)?.seq ?? 0, ...message });
    } catch {
      this.announce(this.say("silent"));
    }
    clearTimeout(this.asking);
    this.asking = setTimeout(() => this.announce(this.say("no_answer")), 4000);
  }

  modeChanged() {
    clearTimeout(this.asking);
    this.current = null;
    this.foot.reset();
    this.pen = this.labels.length === 1 && this.editable ? this.labels[0].id : "";
    // Who asked for the change is led to it; who only watches another view is left alone.
    const asked = this.askedMode;
    this.askedMode = false;
    this.article.forget();
    this.show();
    for (const box of [this.list.el, this.article.el]) box.scrollTop = 0; // other rows and other marks, to be read from the first
    if (!asked) return;
    if (this.mode === "review") this.summary.focus();
    else this.textOrSentences().focus();
    this.announce(this.say(this.mode === "review" ? "review_open" : "mark_open"));
  }

  /** One message for each act, a quarter of a second after the drawing, when a screen reader has caught up with it. */
  announce(text, { shown = false } = {}) {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      this.status.classList.toggle("ss-visually-hidden", shown);
      // The same sentence twice is not read twice unless it differs.
      this.status.textContent = this.status.textContent === text ? `${text}\u00a0` : text;
    }, 250);
  }

  destroy() {
    clearTimeout(this.speaking);
    clearTimeout(this.asking);
    clearTimeout(this.later);
    this.stopping.abort();
    this.root.remove();
  }
}

export default {
  render({ model, el }) {
    const view = new View(model, el);
    const onMode = () => view.modeChanged();
    const onReview = () => view.show();
    const onMessage = (message) => view.foot.answered(message ?? {});
    model.on("change:mode", onMode);
    model.on("change:review", onReview);
    model.on("change:actions", onReview);
    model.on("msg:custom", onMessage);
    return () => {
      model.off("change:mode", onMode);
      model.off("change:review", onReview);
      model.off("change:actions", onReview);
      model.off("msg:custom", onMessage);
      view.destroy();
    };
  },
};
