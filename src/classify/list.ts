// Builds the lists of a mail out of its lines: which items belong together, and which list lies inside an item of another.
import { type Line, leadsIn } from './line.ts';
import { follows, type Marker, markers, opens } from './list-marker.ts';

export interface Item {
  readonly marker: Marker;
  readonly line: number;
  readonly lists: List[];
}
export interface List {
  readonly items: Item[];
  /** The lines before the list, nearest first. */
  readonly intro: readonly string[];
}

/** Judgement: two lines say what a list is for, a heading and a sentence. */
const INTRO_LINES = 2;

function introOf(lines: readonly Line[], index: number, after: number): string[] {
  const found: string[] = [];
  for (let at = index - 1; at > after && found.length < INTRO_LINES; at -= 1) {
    const line = lines[at];
    if (line?.kind === 'text' || line?.kind === 'heading') found.push(line.text);
  }
  return found;
}

/** The lists of a mail as far as its lines are read: the outermost ones, and those that the next item may continue. */
interface Lists {
  readonly top: List[];
  readonly open: List[];
}

/** Puts an item into the open list that it continues. */
function goesOn(found: readonly Marker[], line: number, { open }: Lists, interrupted: boolean): boolean {
  for (const marker of found) {
    for (let depth = open.length - 1; depth >= 0; depth -= 1) {
      const last = open[depth]?.items.at(-1);
      const newBullets = marker.family === 'bullet' && interrupted;
      if (last === undefined || newBullets || !follows(last.marker, marker)) continue;
      open.splice(depth + 1);
      open[depth]?.items.push({ marker, line, lists: [] });
      return true;
    }
  }
  return false;
}

/** Judgement: more lists than these between two numbers of one list, and nobody sees that it goes on. */
const MAX_LISTS_BETWEEN = 8;

/** Takes up a numbered list that bullets under a line of their own had interrupted; they lie within its last item. */
function resumes(found: readonly Marker[], line: number, { top, open }: Lists): boolean {
  const marker = found.find(({ family }) => family === 'arabic' || family === 'worded');
  if (marker === undefined) return false;
  for (let at = top.length - 1; at >= 0 && at >= top.length - MAX_LISTS_BETWEEN; at -= 1) {
    const list = top[at];
    const last = list?.items.at(-1);
    if (list === undefined || last === undefined || last.marker.family === 'bullet') continue;
    if (!follows(last.marker, marker)) return false;
    last.lists.push(...top.splice(at + 1));
    list.items.push({ marker, line, lists: [] });
    open.splice(0, open.length, list);
    return true;
  }
  return false;
}

/** Puts an item at the head of a new list, if it can be the first of one. */
function begins(
  found: readonly Marker[],
  line: number,
  lists: Lists,
  interrupted: boolean,
  intro: () => string[],
): boolean {
  const { top, open } = lists;
  const marker = found.find((each) => opens(each, open.at(-1)?.items.at(-1)?.marker));
  if (marker === undefined) return false;
  // Numbering that starts again is a new list beside the old one; another kind of marker right after an item lies within it.
  const same = open.findIndex((list) => list.items[0]?.marker.family === marker.family);
  open.splice(same >= 0 ? same : interrupted ? 0 : open.length);
  const list: List = { items: [{ marker, line, lists: [] }], intro: intro() };
  (open.at(-1)?.items.at(-1)?.lists ?? top).push(list);
  open.push(list);
  return true;
}

/** "Q8. a. Does it charge?": the first sub-item stands in the line of its item. */
function beginsWithin(line: Line, index: number, { open }: Lists): void {
  const item = open.at(-1)?.items.at(-1);
  if (item === undefined || item.line !== index || item.marker.family === 'letter' || item.marker.family === 'bullet')
    return;
  const { textAt } = item.marker;
  const first = markers(line.text.slice(textAt)).find(({ family, value }) => family === 'letter' && value[0] === 1);
  if (first === undefined) return;
  const marker = { ...first, textAt: textAt + first.textAt };
  const list: List = { items: [{ marker, line: index, lists: [] }], intro: [] };
  item.lists.push(list);
  open.push(list);
}

/** The outermost lists of a mail, in order; a list inside an item hangs on that item. */
export function listsOf(lines: readonly Line[]): List[] {
  const lists: Lists = { top: [], open: [] };
  let interrupted = true;
  let lastItem = -1;
  lines.forEach((line, index) => {
    if (line.kind === 'blank') return;
    const found = line.kind === 'gap' || line.kind === 'closing' ? [] : markers(line.text);
    // a number that starts after other words stands beside the bullets before them, not within the last
    const isNew = interrupted || (found[0]?.value[0] === 1 && index - lastItem > 1);
    if (
      goesOn(found, index, lists, interrupted) ||
      resumes(found, index, lists) ||
      begins(found, index, lists, isNew, () => introOf(lines, index, lastItem))
    ) {
      beginsWithin(line, index, lists);
      interrupted = false;
      lastItem = index;
    } else if (line.kind !== 'text' || leadsIn(line)) interrupted = true;
    else if (lines[index - 1]?.kind === 'blank' && /^[\s*_]*\p{Lu}/u.test(line.text)) interrupted = true;
  });
  return lists.top;
}
