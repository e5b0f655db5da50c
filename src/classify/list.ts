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

/** Puts an item where it belongs: into the open list that it continues, or at the head of a new one. */
function place(
  found: readonly Marker[],
  line: number,
  open: List[],
  top: List[],
  interrupted: boolean,
  intro: () => string[],
): boolean {
  const item = (marker: Marker): Item => ({ marker, line, lists: [] });
  for (const marker of found) {
    for (let depth = open.length - 1; depth >= 0; depth -= 1) {
      const last = open[depth]?.items.at(-1);
      const newBullets = marker.family === 'bullet' && interrupted;
      if (last === undefined || newBullets || !follows(last.marker, marker)) continue;
      open.splice(depth + 1);
      open[depth]?.items.push(item(marker));
      return true;
    }
  }
  const first = found.find((marker) => opens(marker, open.at(-1)?.items.at(-1)?.marker));
  if (first === undefined) return false;
  // Numbering that starts again is a new list beside the old one; another kind of marker right after an item lies within it.
  const same = open.findIndex((list) => list.items[0]?.marker.family === first.family);
  open.splice(same >= 0 ? same : interrupted ? 0 : open.length);
  const list: List = { items: [item(first)], intro: intro() };
  (open.at(-1)?.items.at(-1)?.lists ?? top).push(list);
  open.push(list);
  return true;
}

/** The outermost lists of a mail, in order; a list inside an item hangs on that item. */
export function listsOf(lines: readonly Line[]): List[] {
  const top: List[] = [];
  const open: List[] = [];
  let interrupted = true;
  let lastItem = -1;
  lines.forEach((line, index) => {
    if (line.kind === 'blank') return;
    const found = line.kind === 'gap' || line.kind === 'closing' ? [] : markers(line.text);
    if (place(found, index, open, top, interrupted, () => introOf(lines, index, lastItem))) {
      interrupted = false;
      lastItem = index;
    } else if (line.kind !== 'text' || leadsIn(line)) interrupted = true;
    else if (lines[index - 1]?.kind === 'blank' && /^[\s*_]*\p{Lu}/u.test(line.text)) interrupted = true;
  });
  return top;
}
