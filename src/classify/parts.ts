// Finds the numbered, lettered or bulleted questions of a mail, and leaves out lists that only explain (examples, definitions).
import type { Segment } from '../mail/quoted.ts';
import { announcement, isAsking } from './asking.ts';
import { continues, type Line, leadsIn, ownLines, wrapWidth } from './line.ts';
import { type Item, type List, listsOf } from './list.ts';
import { markers } from './list-marker.ts';
import { proseSpans } from './prose.ts';

/** One question of a mail: `body.slice(start, end) === text`. */
export interface Part {
  /** As the sender numbered it: 7, b, 4(a) for a sub-question; bullets are counted from 1. */
  readonly number: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

interface Question {
  readonly number: string;
  readonly item: Item;
  /** The line that certainly lies behind this item; `last`: no item of the same list follows. */
  readonly before: number;
  readonly last: boolean;
}

const wordsOf = (item: Item, lines: readonly Line[]) => (lines[item.line]?.text ?? '').slice(item.marker.textAt).trim();

/** Whether an item only leads to the ones under it: a title, or "please send the following:". */
function leadsToItems(words: string): boolean {
  return words === '' || /(?::|\bfollowing(?: \w+)?)[\s*_.-]*$/i.test(words) || !isAsking(words);
}

/** The questions of a list: its items, or the ordered sub-items of an item that only leads in ("please send a copy of:"). */
function questionsOf(list: List, before: number, lines: readonly Line[], prefix = ''): Question[] {
  return list.items.flatMap((item, index) => {
    const next = list.items[index + 1];
    const number = item.marker.family === 'bullet' ? String(index + 1) : item.marker.label;
    const within = next?.line ?? before;
    const isWhole = prefix === '' || item.marker.family === 'split';
    const own = { number: isWhole ? number : `${prefix}(${number})`, item, before: within, last: next === undefined };
    const ordered = item.lists.filter((sub) => sub.items[0]?.marker.family !== 'bullet');
    if (ordered.length === 0 || !leadsToItems(wordsOf(item, lines))) return [own];
    const subs = ordered.flatMap((sub, at) =>
      questionsOf(sub, ordered[at + 1]?.items[0]?.line ?? within, lines, own.number),
    );
    // Sub-items that neither ask nor name a thing are choices or periods ("a) 2022 b) 2023").
    const asked = subs
      .map((sub) => wordsOf(sub.item, lines))
      .filter((said) => isAsking(said) || /^(?:the|your)\b/i.test(said));
    return subs.length > 1 && 2 * asked.length >= subs.length ? subs : [own];
  });
}

/** The index of the next line that is not blank. */
function nextWords(lines: readonly Line[], index: number): number {
  let next = index + 1;
  while (lines[next]?.kind === 'blank') next += 1;
  return next;
}

function toPart(question: Question, body: string, lines: readonly Line[], width: number | null): Part | null {
  const { item } = question;
  const first = lines[item.line];
  if (first === undefined) return null;
  let end = item.line;
  for (let index = item.line + 1; index < question.before; index += 1) {
    const line = lines[index];
    const previous = lines[end];
    if (line === undefined || previous === undefined || line.kind === 'gap') break;
    if (line.kind === 'blank') continue;
    if (line.kind !== 'text') break;
    const isBare = end === item.line && first.text.slice(item.marker.textAt).trim() === '';
    const belongs = isBare || markers(line.text).length > 0 || continues(previous, line, width);
    if (question.last && !belongs) break;
    const isOver = nextWords(lines, index) >= question.before;
    if (!isBare && !question.last && !belongs && isOver && leadsIn(line)) break; // it leads in to the next item
    end = index;
  }
  let start = first.start + item.marker.textAt;
  let stop = lines[end]?.end ?? first.end;
  const words = body.slice(start, stop);
  start += words.length - words.trimStart().length;
  stop -= words.length - words.trimEnd().length;
  const { emphasis } = item.marker;
  if (emphasis !== '' && body.slice(start, stop).endsWith(emphasis)) stop -= emphasis.length;
  return stop > start ? { number: question.number, text: body.slice(start, stop), start, end: stop } : null;
}

type Verdict = 'asks' | 'background' | 'unknown';
interface Candidate {
  readonly verdict: Verdict;
  readonly ordered: boolean;
  readonly parts: readonly Part[];
}

/** Judgement: half of the items asking makes a list of questions; one announced as examples needs nearly all. */
function verdictOf(list: List, parts: readonly Part[]): Verdict {
  const share = parts.filter((part) => isAsking(part.text)).length / parts.length;
  const announced = announcement(list.intro);
  if (announced === 'background') return share > 0.8 ? 'asks' : 'background';
  // Bullets under a request are as often months or formats as questions.
  if (list.items[0]?.marker.family === 'bullet' && share < 0.3) return 'unknown';
  return announced === 'asks' || share >= 0.5 ? 'asks' : 'unknown';
}

/**
 * The questions that the sender listed, in order; [] for a mail that asks in prose only. Only 'own' segments are read.
 * A part's text begins after its number and ends before the next item, heading or closing words, trimmed.
 * Numbers that go on across headings are one list, numbering that starts again is another. Where some lists ask and
 * others only explain (announced as examples or definitions, or without a question in them), those that ask are taken;
 * numbered and lettered lists before bulleted ones, whose bullets are mostly details of a question.
 */
export function listed(body: string, lines: readonly Line[], width: number | null): Part[] {
  const top = listsOf(lines);
  const candidates = top.flatMap((list, index): Candidate[] => {
    const before = top[index + 1]?.items[0]?.line ?? lines.length;
    const found = questionsOf(list, before, lines).flatMap((question) => toPart(question, body, lines, width) ?? []);
    const family = list.items[0]?.marker.family;
    const isStray = found.length === 1 && family !== 'arabic' && family !== 'worded';
    if (found.length === 0 || isStray) return [];
    return [{ verdict: verdictOf(list, found), ordered: family !== 'bullet', parts: found }];
  });
  const of = (verdict: Verdict, ordered: boolean) =>
    candidates.filter((list) => list.verdict === verdict && list.ordered === ordered).flatMap((list) => list.parts);
  const choices = [of('asks', true), of('asks', false), of('unknown', true)];
  return choices.find((choice) => choice.length > 0) ?? [];
}

export function parts(body: string, segments: readonly Segment[]): Part[] {
  const lines = ownLines(body, segments);
  const width = wrapWidth(lines);
  const found = listed(body, lines, width);
  if (found.length > 0) return found;
  return proseSpans(body, lines, width).map(({ start, end }, index) => ({ number: String(index + 1), text: body.slice(start, end), start, end }));
}
