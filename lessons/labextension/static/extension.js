// The JupyterLab plugin: finds the notebooks that are lessons and gives each its bar.

/** A module of the running JupyterLab, chosen as webpack does: one in use first, else the newest. */
async function fromLab(shared, name) {
  const offers = shared[name] ?? {};
  const older = (a, b) => a.localeCompare(b, "en", { numeric: true }) < 0;
  const version = Object.keys(offers).reduce((a, b) => (!offers[a].loaded && older(a, b) ? b : a));
  return (await offers[version].get())();
}

function addStyle(href) {
  const link = document.createElement("link");
  Object.assign(link, { rel: "stylesheet", href });
  document.head.append(link);
}

/** The one mark by which a notebook becomes a lesson. */
const lessonName = (panel) => panel.model?.getMetadata("second_source")?.lesson;

/** JupyterLab writes the open notebook into the address; the Back button alone would change only that. */
function followBack(app, tracker, isLesson) {
  window.addEventListener("popstate", () => {
    const path = decodeURIComponent(window.location.pathname).match(/\/tree\/(.+\.ipynb)$/)?.[1];
    const panel = tracker.currentWidget;
    const elsewhere = path && isLesson(panel) && path !== panel.context.path;
    if (elsewhere) app.commands.execute("docmanager:open", { path });
  });
}

function addCommands(app, current, palette, words) {
  const commands = {
    "second-source:start": { label: words.commandStart, execute: () => current()?.start() },
    "second-source:toggle-code": { label: words.commandCode, execute: () => current()?.toggleCode() },
  };
  for (const [command, options] of Object.entries(commands)) {
    const isEnabled = () => current() !== undefined;
    const describedBy = { args: { type: "object", properties: {} } };
    app.commands.addCommand(command, { ...options, isEnabled, describedBy });
    palette?.addItem({ command, category: words.category });
  }
}

export async function makePlugin(shared, here) {
  const near = (name) => new URL(name + here.search, here).href;
  const [notebook, apputils, { Widget }, { Lesson }, { Curtain }, { keepWhole }, { followLinks }, bar, sandbox, sooner] = await Promise.all([
    ...["@jupyterlab/notebook", "@jupyterlab/apputils", "@lumino/widgets"].map((name) => fromLab(shared, name)),
    ...["lesson.js", "curtain.js", "page.js", "links.js", "bar.js", "sandbox.js", "sooner.js"].map((name) => import(near(name))),
  ]);
  const { INotebookTracker, NotebookActions } = notebook;

  function activate(app, tracker, palette, dialogs) {
    addStyle(near("style.css"));
    const path = sooner.onlyNotebook(sandbox.pageConfig(), window.location.search);
    if (path) sooner.openSooner(app, path).catch(() => {}); // JupyterLab tells of it when it tries
    const lessons = new WeakMap();
    const attach = async (panel) => {
      await panel.context.ready;
      if (panel.isDisposed || lessons.has(panel) || !lessonName(panel)) return;
      // JupyterLab prints a notebook from its file, without the widgets and with scripts from elsewhere.
      panel[apputils.Printing.symbol] = () => async () => window.print();
      lessons.set(panel, new Lesson(panel, { NotebookActions, Widget, dialogs, contents: app.serviceManager.contents }, { Curtain, keepWhole, followLinks, ...bar, ...sandbox }));
      app.commands.notifyCommandChanged();
    };
    tracker.forEach(attach);
    tracker.widgetAdded.connect((_, panel) => attach(panel));
    addCommands(app, () => lessons.get(tracker.currentWidget), palette, bar.WORDS);
    followBack(app, tracker, (panel) => lessons.has(panel));
  }

  return {
    id: "second-source:lesson",
    description: "Starts a Second Source lesson and keeps its code out of sight.",
    autoStart: true,
    requires: [INotebookTracker],
    optional: [apputils.ICommandPalette, apputils.ISessionContextDialogs],
    activate,
  };
}
