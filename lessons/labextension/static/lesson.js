// How a lesson stands: fresh, starting, ready, failed (a cell raised an error) or stopped (kernel gone).

const ACTIVITY = ".jp-OutputArea .ss-root";
/** How long an activity may take to draw itself after its cell has run (ms). */
const DRAWN_WITHIN = 60_000;
/** How long the widgets of an engine that still runs may take to come back after a reload (ms). */
const BACK_WITHIN = 4_000;
/** How long a start may go on without a sign of life before the reader is offered another one (ms). */
const SILENT_FOR = 30_000;
const GONE = new Set(["restarting", "autorestarting", "terminating", "dead"]);
/** What a reader does who no longer waits at the button. */
const MOVES = ["pointerdown", "keydown", "wheel", "touchmove"];

/** Resolves with the first activity, or with null when none has been drawn in time. */
function firstActivity(root) {
  return new Promise((resolve) => {
    const finish = (found) => {
      observer.disconnect();
      clearTimeout(timer);
      resolve(found);
    };
    const look = () => {
      const found = root.querySelector(ACTIVITY);
      if (found) finish(found);
    };
    const observer = new MutationObserver(look);
    const timer = setTimeout(finish, DRAWN_WITHIN, null);
    observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
    look();
  });
}

/** Watches from now on; the answer tells whether the reader has gone on to something else since. */
function watchReader() {
  let moved = false;
  const notice = (event) => {
    // The key that pressed the button may still repeat, and a modifier on its own goes nowhere.
    moved ||= !event.repeat && !["Shift", "Control", "Alt", "Meta"].includes(event.key);
  };
  for (const move of MOVES) document.addEventListener(move, notice, { capture: true, passive: true });
  return () => {
    for (const move of MOVES) document.removeEventListener(move, notice, { capture: true });
    return moved;
  };
}

export class Lesson {
  /** `lab` holds what the running JupyterLab lends: NotebookActions, Widget, its files and the kernel dialogs. */
  constructor(panel, lab, { LessonBar, Curtain, keepWhole, followLinks, WORDS, goTo, isSandbox, isOwnCode, holdsCode, siteEdition, keptFiles, bringBack }) {
    Object.assign(this, { panel, lab, words: WORDS, goTo, state: "fresh", run: 0, done: new Set() });
    Object.assign(this, { holdsCode, keptFiles, bringBack, isSite: Boolean(siteEdition()) });
    this.startsItself = isSandbox() && this.codeCells().every((cell) => isOwnCode(cell.model.sharedModel.source));
    this.curtain = new Curtain(panel);
    keepWhole(panel, () => this.curtain.closed);
    if (this.isSite) followLinks(panel);
    this.bar = new LessonBar(panel, lab.Widget, {
      onStart: () => this.start(),
      onCode: () => this.toggleCode(),
    });
    this.bar.nameCode(this.curtain.closed);
    this.enter("fresh", WORDS.fresh);
    this.listen();
    this.welcomeBack();
  }

  /** After a reload the widgets come back by themselves while their kernel runs: the lesson is under way. */
  async welcomeBack() {
    const backAlready = firstActivity(this.panel.content.node);
    if (this.startsItself) {
      // A static site's engine ends with its page. Elsewhere it may still run, and its widgets come back in a moment.
      const none = new Promise((resolve) => setTimeout(resolve, this.isSite ? 0 : BACK_WITHIN, null));
      const alone = this.standsAlone();
      const came = await Promise.race([backAlready, none]);
      if (!came && (await alone) && this.state === "fresh") await this.start({ lead: false });
    }
    if ((await backAlready) && this.state === "fresh") this.ready();
  }

  /** Whether nothing beside the notebook can pass for the kit. A site's folder holds what its builder put there. */
  async standsAlone() {
    if (this.isSite) return true;
    try {
      const { path } = this.panel.context;
      const { content } = await this.lab.contents.get(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
      return !this.holdsCode(content);
    } catch {
      return false; // whoever presses the button decides
    }
  }

  codeCells() {
    return this.panel.content.widgets.filter((one) => one.model.type === "code");
  }

  listen() {
    const { sessionContext, context } = this.panel;
    context.model.stateChanged.connect(() => this.save());
    const executed = (_, what) => this.executed(what);
    this.lab.NotebookActions.executed.connect(executed);
    this.panel.disposed.connect(() => this.lab.NotebookActions.executed.disconnect(executed));
    sessionContext.statusChanged.connect((_, status) => GONE.has(status) && this.kernelGone());
    sessionContext.kernelChanged.connect((_, change) => change.oldValue && this.kernelGone());
  }

  enter(state, ...sentence) {
    clearTimeout(this.patience);
    this.state = state;
    this.isSlow = false;
    this.panel.toggleClass("ss-fresh", state === "fresh");
    this.bar.show(state, ...sentence);
  }

  starting() {
    this.enter("starting", this.words.waking);
    this.awaitNextCell();
  }

  /** An engine that never answers would hold the reader for good; a site's is fetched first, however long that takes. */
  awaitNextCell() {
    clearTimeout(this.patience);
    if (this.isSite) return;
    this.patience = setTimeout(() => {
      this.isSlow = true;
      this.bar.show("slow", this.words.slow);
    }, SILENT_FOR);
  }

  toggleCode() {
    this.curtain.toggle();
    this.bar.nameCode(this.curtain.closed);
    this.panel.fit(); // the toolbar comes and goes with the code where the window is short
  }

  /** `lead`: take the reader to the first activity, as whoever pressed the button expects. */
  async start({ lead = true } = {}) {
    if (this.state === "starting" && !this.isSlow) return;
    const again = this.isSlow;
    const run = ++this.run;
    const hasMoved = watchReader();
    this.done.clear();
    this.sent = false;
    this.starting();
    const finished = await this.runCells(again).catch(() => false);
    // A failed cell or a dead kernel has been told already, and another run may have begun since.
    if (run === this.run && this.state === "starting") {
      if (finished) this.ready();
      else this.stopped();
    }
    const activity = lead && this.state === "ready" && (await this.activity);
    if (!hasMoved() && activity && run === this.run) this.goTo(activity);
  }

  /** `again`: what runs has not answered, so it makes way for a new one. */
  async runCells(again) {
    const { content, sessionContext } = this.panel;
    const { NotebookActions, dialogs } = this.lab;
    if (again && sessionContext.session?.kernel) await sessionContext.restartKernel();
    // Before the kernel is there, JupyterLab skips every cell and calls that a success.
    await sessionContext.ready;
    while (sessionContext.isTerminating) await new Promise((resolve) => setTimeout(resolve, 100));
    if (sessionContext.session?.kernel?.status === "dead") await sessionContext.restartKernel();
    const noneChosen = !sessionContext.session?.kernel && (await sessionContext.startKernel());
    if (noneChosen) await dialogs?.selectKernel(sessionContext);
    if (!sessionContext.session?.kernel) return false;
    this.sent = true;
    if (this.isSite) await this.bringFilesBack(sessionContext.session.kernel);
    return NotebookActions.runCells(content, content.widgets, sessionContext, dialogs ?? undefined);
  }

  /** Where the site's files vanish with the page, the browser holds copies: they are put back before the first cell. */
  async bringFilesBack(kernel) {
    let backup = null;
    try {
      backup = this.keptFiles(localStorage);
    } catch {
      // Storage may be forbidden: then there is nothing to bring.
    }
    if (backup) await kernel.requestExecute({ code: this.bringBack(backup), silent: true }).done;
  }

  /** Hears of every cell that has run in any notebook, whoever ran it: the button, the menu or the keys. */
  executed({ notebook, cell, success, error }) {
    if (notebook !== this.panel.content || cell.model.type !== "code") return;
    this.panel.removeClass("ss-fresh");
    // After an error the kernel refuses the cells behind it; these carry no error of their own.
    if (!success) return error?.errorName && this.failed(cell, error);
    this.done.add(cell);
    const cells = this.codeCells();
    const count = cells.filter((one) => this.done.has(one)).length;
    if (this.state === "starting") {
      if (this.isSlow) this.starting();
      else this.awaitNextCell();
      this.bar.showCount(count, cells.length);
    } else if (count === cells.length && this.state !== "ready") this.ready();
  }

  /** On a site the browser would ask whoever goes on whether to leave with changes unsaved, until JupyterLite has saved by itself. */
  save() {
    const { context } = this.panel;
    if (!this.isSite || this.state !== "ready" || !context.model.dirty || !context.contentsModel?.writable) return;
    context.save().catch(() => {}); // it tries again by itself
  }

  ready() {
    this.enter("ready", this.words.ready);
    this.save();
    const run = this.run;
    this.activity = firstActivity(this.panel.content.node).then((found) => {
      if (found && run === this.run && this.state === "ready") {
        this.enter("ready", this.words.ready, found, this.words.toActivity);
      }
      return found;
    });
  }

  failed(cell, { errorName, errorValue }) {
    const brief = `${errorName}: ${errorValue}`.slice(0, 200);
    this.enter("failed", this.words.failed(brief), cell.node, this.words.toFailure);
  }

  kernelGone() {
    // While a start still waits for its kernel, this is late news of the kernel before it.
    if (this.state !== "starting" || this.sent) this.stopped();
  }

  stopped() {
    this.done.clear();
    this.enter("stopped", this.words.stopped);
  }
}
