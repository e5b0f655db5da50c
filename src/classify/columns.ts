// Knows the columns of a table that somebody asks for ("Name, Job title, Email"): they are one thing, not one each.

/** Judgement: what a bare line names when it is a column or a fact about a person, wanted only with the others. */
const COLUMN =
  /^(?:(?:the|full|first|last|job|e-?mail|telephone|phone|contact|postal|business|trading|company|start|end|expiry|contract|service|premium|date of|value of|name of)\s+)*(?:names?|titles?|e-?mails?|phone|telephone|address(?:es)?|numbers?|post ?codes?|positions?|grades?|departments?|dates?|details|duration|value|date of \w+|provided|completion)\b[^?]{0,40}$/i;

/** Judgement: a column has a short name. */
const MAX_CHARACTERS = 60;

/** Whether a bare line names a column. */
export const isColumn = (words: string): boolean => words.length < MAX_CHARACTERS && COLUMN.test(words);

interface Listed {
  readonly starts: readonly number[];
  readonly end: number;
  readonly list: number;
  readonly isColumn: boolean;
}

/** Numbers of the lists that are tables: more than half of their lines are columns. */
function tablesOf(asks: readonly Listed[]): Set<number> {
  const counts = new Map<number, { columns: number; all: number }>();
  for (const { list, isColumn: isOne } of asks) {
    const { columns, all } = counts.get(list) ?? { columns: 0, all: 0 };
    counts.set(list, { columns: columns + (isOne ? 1 : 0), all: all + 1 });
  }
  return new Set(
    [...counts].filter(([list, { columns, all }]) => list > 0 && all > 1 && 2 * columns > all).map(([list]) => list),
  );
}

/** The columns of a table are one thing, or none when a sentence of the mail has asked for the thing itself. */
export function withoutColumns<Each extends Listed>(asks: readonly Each[]): Each[] {
  const tables = tablesOf(asks);
  const kept: Each[] = [];
  for (const each of asks) {
    const last = kept.at(-1);
    if (!tables.has(each.list)) kept.push(each);
    else if (last?.list === each.list) kept[kept.length - 1] = { ...last, end: each.end };
    else if (kept.every((other) => other.list > 0)) kept.push({ ...each, starts: each.starts.slice(0, 1) });
  }
  return kept;
}
