// Runs in the page before JupyterLab's own scripts: notes when things happen and ends every figure in the task after
// the frame that shows it. Times are performance.now(); `bench.epoch()` is when they began, on the machine's clock.
(() => {
  const settings = window.benchSettings ?? {};
  const bench = (window.bench = { timeline: [], first: null });
  const note = (what) => bench.timeline.push([what, performance.now()]);

  /** Calls `act` with the time of the task after the next frame. */
  const afterFrame = (act) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => act(performance.now());
      channel.port2.postMessage(0);
    });

  /** When performance.now() was 0 on the machine's clock; the browser's timeOrigin may have drifted from that. */
  bench.epoch = () => {
    let latest = 0;
    for (let i = 0; i < 50; i += 1) {
      const date = Date.now();
      while (Date.now() === date);
      latest = Math.max(latest, Date.now() - performance.now()); // any delay between the two makes it earlier
    }
    return latest;
  };

  // -- what goes over the kernel's websocket ------------------------------------------------------------------------

  const kind = (data) => {
    const head = typeof data === "string" ? data.slice(0, 900) : new TextDecoder().decode(new Uint8Array(data, 0, Math.min(900, data.byteLength)));
    return /"msg_type":\s*"(\w+)"/.exec(head)?.[1] ?? "?";
  };
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...options) {
      super(...options);
      if (!String(options[0]).includes("/channels")) return;
      this.noted = true;
      this.addEventListener("open", () => note("socket open"));
      this.addEventListener("message", (event) => bench.first ?? note(`got ${kind(event.data)}`));
    }

    send(data) {
      if (this.noted && !bench.first) note(`sent ${kind(data)}`);
      super.send(data);
    }
  };

  // -- from opening the page to the first usable widget -------------------------------------------------------------

  const steps = [["notebook shown", ".jp-Notebook .jp-Cell"], ["start button", ".ss-bar-start"]];

  /** Presses Start as soon as it is there; the first widget counts once this page has asked for a run. */
  const look = () => {
    while (steps.length && document.querySelector(steps[0][1])) {
      const [what, selector] = steps.shift();
      note(what);
      if (selector === ".ss-bar-start" && settings.start) document.querySelector(selector).click();
    }
    if (bench.first || !settings.first || !document.querySelector(settings.first)) return;
    if (!bench.timeline.some(([what]) => what === "sent execute_request")) return;
    note("first widget in the page");
    observer.disconnect();
    afterFrame((time) => { bench.first = time; });
  };
  const observer = new MutationObserver(look);
  if (settings.first) observer.observe(document, { childList: true, subtree: true });

  // -- one act: from the end of the gesture to what is drawn --------------------------------------------------------

  document.addEventListener("mouseup", () => { if (bench.act) bench.act.up ??= performance.now(); }, true);

  /** Resolves with { up, painted, fed }: when the mouse went up, and the frames that show `painted` and `fed`. */
  const begin = (root, painted, fed) => {
    const act = (bench.act = {});
    bench.done = new Promise((resolve) => {
      const watcher = new MutationObserver(() => {
        if (act.up === undefined) return;
        for (const [name, test] of [["painted", painted], ["fed", fed]]) {
          if (act[name] !== undefined || !test() || (name === "fed" && act.painted === undefined)) continue;
          act[name] = null;
          afterFrame((time) => { act[name] = time; if (act.fed && act.painted) finish(); });
        }
      });
      const finish = () => { watcher.disconnect(); clearTimeout(timer); resolve(act); };
      const timer = setTimeout(finish, 6000);
      watcher.observe(root, { childList: true, subtree: true, attributes: true, characterData: true });
    });
  };

  const marks = () => new Set([...document.querySelectorAll(".ss-text .ss-mark")].map((mark) => mark.dataset.row));

  /** Watch for one mark more in the text, and for the line that says it is saved. */
  bench.expectMark = () => {
    const before = marks().size;
    const root = document.querySelector(".ss-root");
    const line = root.querySelector(".ss-saved");
    let waited = false;
    const saved = () => { waited ||= line.dataset.state === "waiting"; return waited && line.dataset.state === "saved"; };
    begin(root, () => marks().size > before, saved);
  };

  /** Watch for the echo: the box changes when the mouse goes up, and again when the kernel has answered. */
  bench.expectEcho = () => {
    const box = document.querySelector(".bench-echo");
    begin(box, () => box.dataset.state === "sent", () => box.dataset.state === "heard");
  };

  // -- where to drag ------------------------------------------------------------------------------------------------

  /** The box of an unmarked word of five letters or more, about `share` (0 to 1) through the article; scrolls there. */
  bench.word = async (share) => {
    const text = document.querySelector(".ss-text");
    const paragraphs = [...text.querySelectorAll(".ss-p")];
    for (let i = Math.floor(share * paragraphs.length); i < paragraphs.length; i += 1) {
      paragraphs[i].scrollIntoView({ block: "center" });
      await new Promise((resolve) => afterFrame(() => afterFrame(resolve)));
      const found = freeWord(paragraphs[i]);
      if (found) return found;
    }
    return null;
  };

  const freeWord = (paragraph) => {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest(".ss-mark")) continue;
      for (const { index, 0: word } of node.data.matchAll(/(?<=\s)\p{L}{5,}(?=\s)/gu)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const [box, more] = range.getClientRects();
        const middle = box && [box.left + 1, box.top + box.height / 2];
        if (box && !more && paragraph.contains(document.elementFromPoint(...middle))) return [...middle, box.right - 1];
      }
    }
    return null;
  };
})();
