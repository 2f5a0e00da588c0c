// Marks as plain values: how a change is made and undone, in which order they stand, how they nest when they are drawn.
// Pure; the cases that hold it are the ones that pytest reads.

/** `marks` after a change; the twin of apply_change in annotation.py, held by the same cases. */
export function applyChange(marks, { put = [], drop = [] }) {
  const kept = new Map(marks.map((mark) => [mark.id, mark]));
  for (const mark of put) {
    for (const other of kept.values()) {
      if (other.id !== mark.id && other.label === mark.label && other.start === mark.start && other.end === mark.end) {
        kept.delete(other.id);
        break;
      }
    }
    const created = kept.get(mark.id)?.created || mark.created;
    kept.set(mark.id, { ...mark, created });
  }
  for (const id of drop) kept.delete(id);
  return [...kept.values()].sort(inReadingOrder);
}

export function inReadingOrder(a, b) {
  return a.start - b.start || b.end - a.end || compare(a.label, b.label) || compare(a.id, b.id);
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** The mark with this id among `marks`, or null. */
export const formOf = (marks, id) => marks.find((mark) => mark.id === id) ?? null;

/** What a change does away with: each mark it touches by its id, in its form in `before`; null for one that was not there. */
export function formsOf(before, { put, drop }) {
  return new Map([...put.map((mark) => mark.id), ...drop].map((id) => [id, formOf(before, id)]));
}

/** `mark` as changed now, and in any case later than `there`, its present form: that may come from a clock that runs ahead. */
export function touch(mark, there) {
  const before = Date.parse(there?.modified ?? "") + 1;
  return { ...mark, modified: new Date(Math.max(Date.now(), before || 0)).toISOString() };
}

/** The change that takes `before` to `after`. */
export function difference(before, after) {
  const had = new Map(before.map((mark) => [mark.id, mark]));
  const has = new Set(after.map((mark) => mark.id));
  return {
    put: after.filter((mark) => JSON.stringify(mark) !== JSON.stringify(had.get(mark.id))),
    drop: before.filter((mark) => !has.has(mark.id)).map((mark) => mark.id),
  };
}

/**
 * The pieces to draw in [start, end): texts and marks nested in each other. Where marks cross, the inner one is cut;
 * a cut piece says so with first/last, so that a mark has one badge and two edges however often it is cut.
 */
export function nest(start, end, marks) {
  const inside = marks
    .filter((mark) => mark.start < end && mark.end > start)
    .sort((a, b) => a.start - b.start || b.end - a.end || compare(a.id, b.id));
  const cuts = new Set([start, end]);
  for (const mark of inside) {
    cuts.add(Math.max(start, mark.start));
    cuts.add(Math.min(end, mark.end));
  }
  const edges = [...cuts].sort((a, b) => a - b);
  const root = { children: [] };
  let stack = [root];
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const [from, to] = [edges[i], edges[i + 1]];
    const ended = stack.findIndex((node) => node.mark && node.mark.end <= from);
    const reopened = ended < 0 ? [] : stack.slice(ended).filter((node) => node.mark.end > from);
    if (ended >= 0) stack = stack.slice(0, ended);
    const fresh = inside.filter((mark) => Math.max(start, mark.start) === from);
    const opening = [...reopened.map((node) => node.mark), ...fresh].sort((a, b) => b.end - a.end || compare(a.id, b.id));
    for (const mark of opening) {
      const node = { mark, first: mark.start === from, last: false, children: [] };
      stack[stack.length - 1].children.push(node);
      stack.push(node);
    }
    stack[stack.length - 1].children.push({ from, to });
    for (const node of stack) if (node.mark && node.mark.end === to) node.last = true;
  }
  return root.children;
}

/** Whether a mark is only proposed by a draft: nobody has looked at it yet. */
export const isProposal = (mark) => String(mark.standing ?? "").startsWith("draft/");

/** Whether an item of a key still lacks the reason that readers will see: nothing, or keys that were meant for the next proposal. */
export const lacksReason = (mark) => !isProposal(mark) && !/[^asdx\s]/iu.test(mark.note ?? "");

/** The marks of a key in the order of work: what the draft is sure of first, then what it is not, then all that is settled. */
export function inOrderOfWork(marks, proposals) {
  const rank = new Map(proposals.map((id, index) => [id, index]));
  const rankOf = (mark) => rank.get(mark.standing) ?? proposals.length;
  return [...marks].sort((a, b) => rankOf(a) - rankOf(b) || inReadingOrder(a, b));
}
