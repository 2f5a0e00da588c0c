// What is seen of a lesson above its notebook: a few buttons and one sentence on how the lesson stands.

/** Every sentence the bar can say. To translate the bar, translate these. */
export const WORDS = {
  bar: "Lesson",
  start: "Start the lesson",
  again: "Restart (marks stay)",
  showCode: "Show the code",
  hideCode: "Hide the code",
  fresh: "Press the button to begin.",
  waking: "Starting",
  progress: (done, total) => `Starting: ${done} of ${total}`,
  slow: "This takes longer than usual. Wait a little more, or press “Restart (marks stay)”.",
  ready: "Ready.",
  toActivity: "Go to the first activity",
  failed: (error) => `A cell stopped with an error: ${error}`,
  toFailure: "Go to that cell",
  stopped: "The lesson's engine stopped. Your saved answers are safe. Press “Restart (marks stay)”.",
  category: "Second Source",
  commandStart: "Second Source: start the lesson",
  commandCode: "Second Source: show or hide the code",
};

/** A screen reader reads out every change of the sentence, so the count changes at most this often (ms). */
const COUNT_EVERY = 1_000;

function button(name, text, onclick) {
  const node = document.createElement("button");
  const className = `ss-bar-button ss-bar-${name}`;
  Object.assign(node, { type: "button", className, textContent: text, onclick });
  return node;
}

/** Brings a part of the page under the eye and under the keys. */
export function goTo(node) {
  node.scrollIntoView({ block: "start" });
  if (node.tabIndex < 0) node.tabIndex = -1;
  node.focus({ preventScroll: true });
}

export class LessonBar {
  constructor(panel, Widget, { onStart, onCode }) {
    this.start = button("start", WORDS.start, onStart);
    this.status = document.createElement("span");
    this.status.className = "ss-bar-status";
    this.status.setAttribute("role", "status");
    this.go = button("go", "", () => goTo(this.target));
    this.code = button("code", "", onCode);
    const row = document.createElement("div");
    row.className = "ss-bar-row";
    row.append(this.start, this.status, this.go, this.code);

    this.widget = new Widget();
    this.widget.addClass("ss-bar");
    this.widget.node.setAttribute("role", "region");
    this.widget.node.setAttribute("aria-label", WORDS.bar);
    this.widget.node.append(row);
    panel.contentHeader.addWidget(this.widget);
    this.keepHeight(row);
  }

  /** The header's layout goes by the minimal height alone, and a narrow window needs more rows of buttons. */
  keepHeight(row) {
    const observer = new ResizeObserver(() => {
      this.widget.node.style.minHeight = `${row.offsetHeight}px`;
      this.widget.parent?.fit();
    });
    observer.observe(row);
    this.widget.disposed.connect(() => observer.disconnect());
  }

  /** `target` is the part of the page the sentence speaks of; the button named `goName` leads there. */
  show(state, sentence, target = null, goName = "") {
    clearTimeout(this.laterCount);
    this.countedAt = 0;
    this.target = target;
    this.widget.node.dataset.state = state;
    this.status.textContent = sentence;
    if (state !== "starting") this.start.textContent = state === "fresh" ? WORDS.start : WORDS.again;
    this.start.setAttribute("aria-disabled", String(state === "starting"));
    this.go.textContent = goName;
    this.go.hidden = !target;
  }

  showCount(done, total) {
    this.widget.node.style.setProperty("--ss-done", `${(100 * done) / total}%`);
    clearTimeout(this.laterCount);
    const tell = () => {
      this.countedAt = Date.now();
      this.status.textContent = WORDS.progress(done, total);
    };
    this.laterCount = setTimeout(tell, Math.max(0, this.countedAt + COUNT_EVERY - Date.now()));
  }

  nameCode(hidden) {
    this.code.textContent = hidden ? WORDS.showCode : WORDS.hideCode;
  }
}
