/** Takes the code of the lesson's own cells out of the page and gives it back, leaving the file as it is. */
export class Curtain {
  constructor(panel) {
    this.panel = panel;
    this.closed = true;
    panel.addClass("ss-lesson");
    panel.content.model.cells.changed.connect(() => this.draw());
    this.draw();
  }

  /** What the reader looks at stays where it is, however much code comes or goes above it. */
  toggle() {
    const scroller = this.panel.content.outerNode ?? this.panel.content.node;
    const edge = scroller.getBoundingClientRect().top;
    const outputs = [...scroller.querySelectorAll(".jp-MarkdownOutput, .jp-OutputArea-output")];
    const seen = outputs.find((output) => output.getBoundingClientRect().bottom > edge);
    const before = seen?.getBoundingClientRect().top;
    this.closed = !this.closed;
    this.draw();
    if (seen) scroller.scrollTop += seen.getBoundingClientRect().top - before;
  }

  draw() {
    this.panel.toggleClass("ss-code-hidden", this.closed);
    for (const cell of this.panel.content.widgets) {
      const own = cell.model.type === "code" && cell.model.getMetadata("jupyter")?.source_hidden === true;
      cell.toggleClass("ss-own-code", own);
      if (!own) continue;
      // Else JupyterLab would write the reader's choice into the notebook's metadata.
      cell.syncCollapse = false;
      cell.inputHidden = this.closed;
    }
  }
}
