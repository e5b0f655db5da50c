// Finds the numbered, lettered or bulleted questions of a mail, and leaves out lists that only explain (examples, definitions).
import { announcement, isAsking, isQuestion } from './asking.ts';
import { continues, type Line, leadsIn } from './line.ts';
import { type Item, type List, listsOf } from './list.ts';
import { markers } from './list-marker.ts';

/** One question of a mail: `body.slice(start, end) === text`. */
export interface Part {
  /** As the sender numbered it: 7, b, 4(a) for a sub-question; bullets and questions in prose are counted from 1. */
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

/** Judgement: what is as long as this is no period, place or choice. */
const SENTENCE_CHARACTERS = 60;

/** Whether the items under an item are questions of their own, not its choices, periods or examples. */
function areAsked(words: string, subs: readonly Question[], lines: readonly Line[]): boolean {
  const texts = subs.map((sub) => wordsOf(sub.item, lines));
  const questions = texts.filter(isQuestion).length;
  if (!leadsToItems(words)) return subs.length > 0 && questions === subs.length;
  if (subs.length < 2) return false;
  if (words !== '' && !isAsking(words) && texts.every((said) => said.length >= SENTENCE_CHARACTERS)) return true;
  if (subs[0]?.item.marker.family !== 'bullet')
    // sub-items that neither ask nor name a thing are choices or periods ("a) 2022 b) 2023")
    return 2 * texts.filter((said) => isAsking(said) || /^(?:the|your)\b/i.test(said)).length >= subs.length;
  // bullets are mostly details of a question, but under a title they are the questions
  return questions === subs.length || (!isAsking(words) && texts.every(isAsking));
}

/** The questions of a list: its items, or the sub-items of an item that only leads in ("please send a copy of:"). */
function questionsOf(list: List, before: number, lines: readonly Line[], prefix = ''): Question[] {
  return list.items.flatMap((item, index) => {
    const next = list.items[index + 1];
    const number = item.marker.family === 'bullet' ? String(index + 1) : item.marker.label;
    const within = next?.line ?? before;
    const isWhole = prefix === '' || item.marker.family === 'split';
    const own = { number: isWhole ? number : `${prefix}(${number})`, item, before: within, last: next === undefined };
    const ordered = item.lists.filter((sub) => sub.items[0]?.marker.family !== 'bullet');
    const under = ordered.length > 0 ? ordered : item.lists;
    const words = under[0]?.items[0]?.line === item.line ? '' : wordsOf(item, lines);
    const subs = under.flatMap((sub, at) =>
      questionsOf(sub, under[at + 1]?.items[0]?.line ?? within, lines, own.number),
    );
    if (!areAsked(words, subs, lines)) return [own];
    return leadsToItems(words) ? subs : [{ ...own, before: subs[0]?.item.line ?? within, last: false }, ...subs];
  });
}

/** The index of the next line that is not blank. */
function nextWords(lines: readonly Line[], index: number): number {
  let next = index + 1;
  while (lines[next]?.kind === 'blank') next += 1;
  return next;
}

/** Judgement: a title over the question itself is one short line without an end. */
const MAX_TITLE_CHARACTERS = 70;

function isTitle(words: string): boolean {
  return words === '' || (words.length <= MAX_TITLE_CHARACTERS && /[\p{L}:&)]$/u.test(words) && !isAsking(words));
}

/** The last line of an item: wrapped lines and unmarked paragraphs belong to it, closing words and headings do not. */
function lastLine({ item, before, last }: Question, lines: readonly Line[], width: number | null): number {
  const title = isTitle(wordsOf(item, lines));
  let end = item.line;
  for (let index = item.line + 1; index < before; index += 1) {
    const line = lines[index];
    const previous = lines[end];
    if (line === undefined || previous === undefined || line.kind === 'gap') break;
    if (line.kind === 'blank') continue;
    if (line.kind !== 'text') break;
    const isFirst = title && end === item.line;
    const belongs =
      isFirst ||
      markers(line.text).length > 0 ||
      continues(previous, line, lines[index - 1] === previous ? width : null);
    if (last && !belongs) break;
    const isOver = nextWords(lines, index) >= before;
    if (!isFirst && !last && !belongs && isOver && leadsIn(line)) break; // it leads in to the next item
    end = index;
  }
  return end;
}

function toPart(question: Question, body: string, lines: readonly Line[], width: number | null): Part | null {
  const { item, number } = question;
  const first = lines[item.line];
  if (first === undefined) return null;
  let start = first.start + item.marker.textAt;
  let end = lines[lastLine(question, lines, width)]?.end ?? first.end;
  const words = body.slice(start, end);
  start += words.length - words.trimStart().length;
  end -= words.length - words.trimEnd().length;
  const { emphasis } = item.marker;
  if (emphasis !== '' && body.slice(start, end).endsWith(emphasis)) end -= emphasis.length;
  return end > start ? { number, text: body.slice(start, end), start, end } : null;
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
  const family = list.items[0]?.marker.family;
  if (announced === 'columns') return 'background';
  if (announced === 'background') return share > 0.8 ? 'asks' : 'background';
  // A number without a mark may be anything that counts.
  if (family === 'bare') return share >= 0.5 ? 'asks' : 'background';
  // Bullets under a request are as often months or formats as questions.
  if (family === 'bullet' && share < 0.3) return 'unknown';
  return announced === 'asks' || share >= 0.5 ? 'asks' : 'unknown';
}

/**
 * The questions that the sender listed, in order; [] for a mail that asks in prose only.
 * A part's text begins after its number and ends before the next item, heading or closing words, trimmed.
 * Numbers that go on across headings are one list, numbering that starts again is another. Where some lists ask and
 * others only explain (announced as examples or definitions, or without a question in them), those that ask are taken;
 * numbered and lettered lists before bulleted ones, whose bullets are mostly details of a question.
 */
export function listedIn(body: string, lines: readonly Line[], width: number | null): Part[] {
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
