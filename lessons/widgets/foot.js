// What stands under an article: hints, the question before a commit, and the line that says what is saved.

import { button, clock, element, uniqueId } from "./elements.js";
import { indexAt, quoted, shorten } from "./spans.js";

export class Foot {
  constructor(view) {
    this.view = view;
    this.hintLevel = 0;
    this.hintButton = button(view.say("hint"), "ss-hint-button", () => this.askHint());
    this.commitButton = button(view.say("commit"), "ss-primary", () => this.askCommit());
    this.changeButton = button(view.say("change_answers"), "ss-primary", () => view.ask({ type: "reopen" }));
    this.backButton = button(view.say("back_to_key"), "", () => view.ask({ type: "show" }));
    this.confirm = element("div", { className: "ss-confirm", hidden: true, role: "group", "aria-label": view.say("commit") });
    this.hintBox = element("div", { className: "ss-hint", hidden: true });
    this.savedLine = element("span", { className: "ss-saved" });
    this.actions = element("div", { className: "ss-actions" }, this.hintButton, this.commitButton, this.changeButton, this.backButton);
    this.el = element("div", { className: "ss-foot" }, this.hintBox, this.confirm, this.actions,
      element("div", { className: "ss-lines" }, this.savedLine, view.status));
  }

  /** Which buttons there are, by what the step allows now. */
  show() {
    const { mode } = this.view;
    const actions = this.view.model.get("actions") ?? [];
    this.hintButton.hidden = mode !== "mark" || !actions.includes("hint");
    this.commitButton.hidden = mode !== "mark" || !actions.includes("commit");
    this.commitButton.textContent = this.view.say(actions.includes("show") ? "commit_again" : "commit");
    this.changeButton.hidden = mode !== "review" || !actions.includes("reopen");
    this.backButton.hidden = mode !== "mark" || !actions.includes("show");
    this.showSaved();
  }

  /** As it is at the beginning of a mode: no question open, no hint given. */
  reset() {
    this.hintLevel = 0;
    this.hintBox.hidden = true;
    this.confirm.hidden = true;
    this.commitButton.classList.add("ss-primary");
    this.hintButton.textContent = this.view.say("hint");
  }

  showSaved() {
    const saved = this.view.model.get("saved") ?? {};
    const waiting = this.view.session.pending.length;
    let text = "";
    if (waiting && (this.view.session.silent || saved.problem)) text = this.view.say("not_saved");
    else if (waiting) text = this.view.say("saving");
    else if (saved.at) text = this.view.say(saved.file ? "saved_here" : "saved", { time: clock(saved.at) });
    else if (this.view.editable) text = this.view.say("nothing_yet");
    if (this.savedLine.textContent !== text) this.savedLine.textContent = text;
    this.savedLine.dataset.state = waiting ? "waiting" : "saved";
  }

  askHint() {
    this.hintLevel = Math.min(3, this.hintLevel + 1);
    this.view.ask({ type: "hint", level: this.hintLevel });
  }

  /** What a hint said is no longer so once a mark has come, gone or moved. */
  dropHint() {
    this.hintLevel = 0;
    if (this.hintBox.hidden || this.hintFor === this.places()) return;
    this.hintBox.hidden = true;
    this.hintButton.textContent = this.view.say("hint");
  }

  places() {
    return this.view.session.marks.map((mark) => [mark.label, mark.start, mark.end].join()).join(";");
  }

  answered(message) {
    clearTimeout(this.view.asking);
    if (message.type !== "hint" || message.client !== this.view.session.client) return;
    this.hintLevel = message.level;
    this.hintFor = this.places();
    const parts = [element("p", {}, message.text)];
    if (message.span) {
      const [start, end] = message.span.map(this.view.reader.map.toUnits);
      parts.push(button(this.view.say("show_place"), "", () => {
        if (this.view.asSentences) return this.view.sentences.focus(indexAt(this.view.reader.sentences, start));
        this.view.article.el.focus();
        this.view.article.reveal(start, end);
      }));
    }
    parts.push(button(this.view.say("close"), "", () => { this.hintBox.hidden = true; this.hintButton.focus(); }));
    this.hintBox.replaceChildren(...parts);
    this.hintBox.hidden = false;
    this.hintButton.textContent = this.view.say(message.more ? "next_hint" : message.span ? "hint_again" : "hint");
    // The box above shows it already: the status line is for who cannot see that.
    this.view.announce(message.text, { shown: true });
  }

  askCommit() {
    const count = this.view.session.marks.length;
    const hide = () => { this.confirm.hidden = true; this.commitButton.classList.add("ss-primary"); };
    const close = () => { hide(); this.commitButton.focus(); };
    const commit = () => { close(); this.view.ask({ type: "commit" }); }; // the keys stay here until the comparison takes them
    const yes = button(this.view.say("commit_yes"), "ss-primary", commit);
    const asked = uniqueId("asked");
    yes.setAttribute("aria-describedby", asked);
    const open = this.view.session.marks.filter((mark) => this.view.panel.unanswered(mark));
    const question = this.view.say(count ? (count === 1 ? "commit_ask_one" : "commit_ask") : "commit_ask_none", { count });
    const left = open.length
      ? ` ${this.view.say(count === 1 ? "commit_open_only" : open.length === 1 ? "commit_open_one" : "commit_open", { count: open.length, quote: quoted(shorten(this.view.reader.quote(open[0]), 60)) })}` : "";
    this.confirm.replaceChildren(element("p", { id: asked }, question + left), yes, button(this.view.say("commit_no"), "", close));
    this.confirm.hidden = false;
    // One button leads at a time. It is not hidden: with the button hidden that had the focus, Orca falls silent.
    this.commitButton.classList.remove("ss-primary");
    yes.focus({ preventScroll: true });
    this.confirm.scrollIntoView({ block: "nearest" });
  }
}
