// Places in an article's text: what Python counts in code points and JavaScript in UTF-16 units, its words and sentences.
// Pure; the cases that hold it are the ones that pytest reads.

/** The one place that knows an emoji is two code units. Python counts code points, JavaScript UTF-16 units. */
export function unitMap(text) {
  const astral = []; // code-point index of every character that takes two units
  let points = 0;
  for (let unit = 0; unit < text.length; unit += 1, points += 1) {
    const code = text.charCodeAt(unit);
    if (code >= 0xd800 && code < 0xdc00 && unit + 1 < text.length) {
      const low = text.charCodeAt(unit + 1);
      if (low >= 0xdc00 && low < 0xe000) {
        astral.push(points);
        unit += 1;
      }
    }
  }
  const before = (limit, at) => {
    // how many astral characters lie before: at(i) tells where the i-th one stands in the unit of `limit`
    let low = 0;
    let high = astral.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(middle) < limit) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    points,
    toUnits: (point) => point + before(point, (i) => astral[i]),
    // A unit in the middle of a pair belongs to the character it cuts.
    toPoints: (unit) => unit - before(unit, (i) => astral[i] + i),
  };
}

/** What a reader who marks word by word takes along behind the last one, and never means. */
const BEHIND_WORDS = /[\s,;:，、；：،]/u;

/** [start, end) widened to whole words and grapheme clusters, without white space around and commas or colons behind; null if nothing is left. UTF-16. */
export function snapToWords(text, start, end, language = "en") {
  const trim = () => {
    while (start < end && /\s/u.test(text[start])) start += 1;
    while (end > start && BEHIND_WORDS.test(text[end - 1])) end -= 1;
  };
  trim();
  if (start >= end) return null;
  const widen = (at, side) => {
    // A window is enough: no word is longer, and a long article must not be segmented for every mark.
    const from = text.lastIndexOf("\n", Math.max(0, Math.min(at - 1, at - 200))) + 1;
    const base = Math.max(from, at - 200);
    for (const piece of segmenter(language).segment(text.slice(base, at + 200))) {
      const a = base + piece.index;
      const b = a + piece.segment.length;
      if (a < at && at < b && piece.segment.trim()) return side < 0 ? a : b;
      if (a >= at) break;
    }
    return at;
  };
  start = widen(start, -1);
  end = widen(end, 1);
  trim();
  return start < end ? [start, end] : null;
}

/** A language tag the browser accepts: a record may say "en_US", or something that is no language at all. */
function knownLanguage(language) {
  try {
    return Intl.getCanonicalLocales(language.replace(/_/g, "-"))[0];
  } catch {
    return undefined;
  }
}

const segmenters = new Map();
function segmenter(language) {
  if (!segmenters.has(language)) segmenters.set(language, new Intl.Segmenter(knownLanguage(language), { granularity: "word" }));
  return segmenters.get(language);
}

/** The words of [start, end): where a reader may begin or end a mark. UTF-16 pairs. */
export function wordsIn(text, start, end) {
  return [...text.slice(start, end).matchAll(/\S+/gu)].map((m) => [start + m.index, start + m.index + m[0].length]);
}

/** The index of the range in `ranges` ([start, end) pairs in order) that holds `at`, or the last that starts before. */
export function indexAt(ranges, at) {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle][0] <= at) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** At most `limit` letters of these words, cut between two of them where there is a space. */
export const shorten = (words, limit = 90) => (words.length > limit ? `${words.slice(0, limit).replace(/\s+\S*$/u, "").slice(0, limit - 1)}…` : words);

const OPENING = /^["'“‘«„]/u;
const many = (words, mark) => words.split(mark).length;

/** Words with quotation marks round them, unless they bring their own; a mark that shortening has cut off is put back. */
export const quoted = (words) => (!OPENING.test(words) ? `“${words}”` : many(words, "“") > many(words, "”") ? `${words}”` : words);

export const flat = (words) => words.replace(/\s+/g, " ").trim();

/** What a view knows about its article, in UTF-16 units, converted once. */
export class Reader {
  constructor(model) {
    const article = model.get("article");
    this.text = article.text;
    this.language = article.language || "en";
    this.map = unitMap(this.text);
    const units = ([start, end]) => [this.map.toUnits(start), this.map.toUnits(end)];
    this.sentences = article.sentences.map(units);
    this.paragraphs = article.paragraphs.map(units);
    this.furniture = article.paragraphs.map((paragraph) => paragraph[2] ?? "");
    // A paragraph element also holds the blank lines after it, so that the elements' text is the article's text and
    // a position in one is a position in the other.
    const starts = this.paragraphs.map(([start], i) => (i ? start : 0));
    this.blocks = starts.map((start, i) => [start, starts[i + 1] ?? this.text.length]);
  }

  /** The words of a mark on one line. */
  quote(mark) {
    return flat(this.text.slice(this.map.toUnits(mark.start), this.map.toUnits(mark.end)));
  }

  units(mark) {
    return { ...mark, start: this.map.toUnits(mark.start), end: this.map.toUnits(mark.end) };
  }

  sentenceAt(unit) {
    return this.sentences[indexAt(this.sentences, unit)];
  }
}
