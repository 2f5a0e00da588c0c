// Work on a key: what a draft proposes is kept or rejected, one after the other, until every item has its reason.

import { button, element } from "./elements.js";
import { isProposal, lacksReason } from "./marks.js";
import { shorten } from "./spans.js";

// The keys that answer a proposal: three that lie side by side keep it, and X does not.
const KEY_OF = { "key/required": "A", "key/acceptable": "S", "key/contested": "D" };

const TOO_FAST = 250; // ms between two keys that decide: nobody reads a proposal in less

export class KeyWork {
  constructor(view) {
    this.view = view;
    this.settledAt = -Infinity; // when a key last decided, by performance.now()
    this.ended = false; // whether a key has decided the last proposal, and no other item was chosen since
    this.progressBar = element("progress", { "aria-hidden": "true" });
    this.progressText = element("span", {});
    this.progress = element("p", { className: "ss-progress", hidden: true }, this.progressBar, this.progressText);
  }

  /** What accepting an item of a draft makes of it. */
  keptAs(mark) {
    return this.view.model.get("proposals").find((one) => one.id === mark?.standing)?.keep ?? "key/required";
  }

  standingName(mark) {
    const all = [...(this.view.model.get("standings") ?? []), ...(this.view.model.get("proposals") ?? [])];
    return (all.find((one) => one.id === mark.standing)?.name ?? "").toLowerCase();
  }

  /** How far the draft has been looked at. A proposal that was rejected is gone, and so it counts as looked at. */
  showProgress() {
    const { proposed = 0 } = this.view.session.store;
    const text = this.view.mode === "author" ? this.progressWords() : "";
    this.progress.hidden = !text;
    this.progressBar.hidden = !proposed;
    if (proposed) Object.assign(this.progressBar, { max: proposed, value: proposed - this.view.session.marks.filter(isProposal).length });
    if (this.progressText.textContent !== text) this.progressText.textContent = text;
  }

  /** How far a key has come, in words. */
  progressWords() {
    const { marks, store: { proposed: count = 0 } } = this.view.session;
    const waiting = marks.filter(isProposal).length;
    if (waiting) return this.view.say("looked_at", { done: count - waiting, count });
    const bare = marks.filter(lacksReason).length;
    const reasons = bare ? this.view.say(bare === 1 ? "reason_missing" : "reasons_missing", { count: bare }) : marks.length ? this.view.say("key_finished") : "";
    return [count ? this.view.say("looked_at_all", { count }) : "", reasons].filter(Boolean).join(" ");
  }

  /**
   * How an item stands in the key, and where to go on. On a proposal each button is an answer to it; to change anything
   * below is to keep what it becomes.
   */
  standingFields(mark) {
    const proposed = isProposal(mark);
    const standings = this.view.model.get("standings");
    const rule = [...standings, ...this.view.model.get("proposals")].find((one) => one.id === mark.standing);
    const withKey = (key) => (this.view.session.store.proposed ? element("kbd", { "aria-hidden": "true" }, key) : null);
    const act = (name, field, key, onclick, more = {}) => {
      const made = button(name, field === `standing:${this.keptAs(mark)}` && proposed ? "ss-primary" : "", onclick, { "data-field": field, "aria-keyshortcuts": this.view.session.store.proposed && key ? key : null, ...more });
      if (key) made.append(...[" ", withKey(key)].filter(Boolean));
      return made;
    };
    const left = this.workLeft(mark);
    return [
      rule ? element("p", { className: proposed ? "ss-proposal" : "ss-standing" }, element("b", {}, `${rule.name}. `), rule.rule) : null,
      element("div", { className: "ss-actions ss-settle", role: "group", "aria-label": this.view.say("standing") },
        element("span", { className: "ss-caption", "aria-hidden": "true" }, this.view.say("keep_as")),
        ...standings.map((one) => act(one.name, `standing:${one.id}`, KEY_OF[one.id], () => this.settle(one.id), { "aria-pressed": proposed ? null : String(one.id === mark.standing), title: one.rule })),
        proposed ? act(this.view.say("reject"), "reject", "X", () => this.settle("reject")) : null,
        !proposed && left ? act(this.view.say(`next_${left.what}`), "next", left.what === "proposal" ? "A" : "", () => this.goOn(mark), { className: "ss-button ss-primary" }) : null),
    ].filter(Boolean);
  }

  /** What is left to do in this key after `mark`: a proposal to look at, or else an item without a reason. */
  workLeft(mark) {
    const rows = this.view.list.rows();
    const from = rows.findIndex((row) => row.id === mark?.id) + 1;
    const others = [...rows.slice(from), ...rows.slice(0, Math.max(0, from - 1))];
    const proposal = others.find(isProposal);
    const bare = proposal ? null : others.find(lacksReason);
    return proposal ? { what: "proposal", row: proposal } : bare ? { what: "reason", row: bare } : null;
  }

  /** The item that an answer is for: the one at the cursor, or else the current one. */
  here() {
    const id = (this.view.article.hasFocus() && this.view.rowAtCaret()) || this.view.current;
    return this.view.session.marks.find((mark) => mark.id === id);
  }

  /**
   * The answer to the current item of a key: a standing, or "reject". From a proposal it goes on to the next, with the
   * focus where it is; a contested one stays, because somebody has to say what is contested.
   */
  settle(answer) {
    const here = this.here();
    if (!here) return this.goOn(null);
    const from = this.whereFrom();
    const contested = answer === "key/contested";
    this.view.current = here.id;
    if (!isProposal(here)) {
      if (answer === "reject") return this.goOn(here);
      this.view.announce(`${this.view.say("stands", { standing: this.standingTitle(answer) })} ${this.view.edit({ standing: answer })}`);
      if (contested) this.toReason();
      return;
    }
    const left = this.workLeft(here)?.row;
    const said = answer === "reject" ? this.view.say("rejected", { label: this.view.label(here.label).name })
      : this.view.say("accepted", { label: this.view.label(here.label).name, standing: this.standingTitle(answer) });
    if (answer === "reject") this.view.session.remove(here.id);
    else this.view.edit({ standing: answer });
    this.view.catchUp();
    if (contested) {
      this.view.announce(`${said} ${this.view.say("why_contested")}`);
      return this.toReason();
    }
    this.lead(left, said, from);
  }

  /** As `settle`; but where A has nothing to accept it goes on, so that a row of A's leads through a key. */
  settleByKey(answer) {
    // Whoever believes that a field has the focus, and types, would decide a proposal with every A, S, D and X.
    const before = this.settledAt;
    this.settledAt = performance.now();
    if (this.settledAt - before < TOO_FAST) return this.view.announce(this.view.say("too_fast"));
    // A row of keys that runs on behind the last proposal: one of them tells that it is the end, and decides nothing.
    const ranOn = this.ended && !this.view.session.marks.some(isProposal);
    this.ended = false;
    if (ranOn) return this.view.announce(this.view.say("no_proposal"));
    const here = this.here();
    const proposed = isProposal(here ?? {});
    if (answer === "key/required" && !proposed) return this.goOn(here ?? null);
    this.settle(answer === "key/required" ? this.keptAs(here) : answer);
    this.ended = proposed && !this.view.session.marks.some(isProposal);
  }

  /** On to what is left to do after `mark`. */
  goOn(mark) {
    const left = this.workLeft(mark);
    this.lead(left?.row, "", this.whereFrom());
    if (left?.what === "reason") this.toReason();
  }

  /** Where the focus is before a change takes its row or its button away: in the list, or on which field of the panel. */
  whereFrom() {
    const focused = this.view.activeElement();
    return { focus: this.view.list.el.contains(focused) ? "list" : "", field: this.view.panel.el.contains(focused) ? focused.dataset.field : "" };
  }

  /** To the row of the next work, if there is any, telling what was done before. */
  lead(next, said, { focus, field }) {
    if (next) {
      this.view.choose(next.id, focus);
      const { start, end } = this.view.reader.units(next);
      if (this.view.article.hasFocus()) this.view.article.reveal(start, end);
      else if (!this.view.asSentences) this.view.article.revealAside(start);
    } else if (focus || this.view.activeElement() === document.body) this.view.textOrSentences().focus();
    // The button that was pressed belonged to the mark before: its twin, or where the marks are.
    if (field) ([...this.view.panel.el.querySelectorAll("[data-field]")].find((node) => node.dataset.field === field) ?? this.view.panel.el.querySelector('[data-field^="standing:"]') ?? this.view.list.el.querySelector('[tabindex="0"]') ?? this.view.textOrSentences()).focus();
    const then = next ? this.view.say("next_is", { label: this.view.label(next.label).name, quote: shorten(this.view.reader.quote(next), 60) }) : this.progressWords();
    this.view.announce([said, then].filter(Boolean).join(" ") || this.view.say("no_proposal"));
  }

  toReason() {
    this.view.catchUp();
    this.view.panel.el.querySelector("textarea")?.focus();
  }

  standingTitle(id) {
    return this.view.model.get("standings").find((one) => one.id === id)?.name.toLowerCase() ?? "";
  }
}
