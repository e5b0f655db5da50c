// Reads the text of one rule file: YAML without anchors, aliases or tags, and for each value the line and column where it stands.
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { Problem } from './problem.ts';

/** Larger is no rule file. DESIGN section 4. */
const MAX_RULE_FILE_BYTES = 256 * 1024;

/** Judgement: no condition that a person can read nests deeper; maps count twice, once for the pair. */
const MAX_DEPTH = 60;
const TOO_DEEP = { message: 'nested too deep', cure: 'split it into several rules' };

export type Path = readonly PropertyKey[];

/** A parsed file. `value` is plain data, `problemAt` makes a problem at the value (or the key) that a path leads to. */
export interface RuleSource {
  readonly file: string;
  readonly value: unknown;
  readonly problems: readonly Problem[];
  problemAt(path: Path, message: string, cure: string, key?: string): Problem;
}

/** Parses a file; its problems are those of YAML itself. Never throws. */
export function readSource(file: string, content: string): RuleSource {
  const counter = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = counter.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (Buffer.byteLength(content) > MAX_RULE_FILE_BYTES) {
    const message = `the file is larger than ${MAX_RULE_FILE_BYTES / 1024} kB`;
    const problem = { file, line: 1, column: 1, message, cure: 'split it into several files' };
    return { file, value: null, problems: [problem], problemAt: () => problem };
  }
  const options = {
    lineCounter: counter,
    prettyErrors: false,
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
  } as const;
  const document = parseDocument(content, options);
  // After the first fault the parser has lost its way: what it says then is mostly about that.
  const faults = (of: typeof document.errors | typeof document.warnings): Problem[] =>
    of.slice(0, 1).map(({ pos, message, code }) => ({ ...at(pos[0]), ...yamlFault(code, message) }));
  const deep = document.errors.find((error) => /call stack|stack overflow/i.test(error.message));
  const errors = deep === undefined ? faults(document.errors) : [{ ...at(deep.pos[0]), ...TOO_DEEP }];
  const banned = errors.length > 0 ? errors : forbidden(document, (node) => at(node.range?.[0] ?? 0));
  const problems = banned.length > 0 ? banned : faults(document.warnings);
  return {
    file,
    value: problems.length > 0 ? null : document.toJS({ maxAliasCount: 0 }),
    problems,
    problemAt: (path, message, cure, key) => ({ ...at(offsetOf(document, path, key)), message, cure }),
  };
}

/** Anchors, aliases and tags: a small file could unfold into gigabytes, and none is needed. */
function forbidden(document: Document, at: (node: Node) => { file: string; line: number; column: number }): Problem[] {
  const problems: Problem[] = [];
  visit(document, (_, node, ancestors) => {
    if (!isNode(node)) return;
    if (ancestors.length > MAX_DEPTH) {
      problems.push({ ...at(node), ...TOO_DEEP });
      return visit.BREAK;
    }
    if (isAlias(node))
      problems.push({ ...at(node), message: `alias *${node.source} is not allowed`, cure: 'write the text out' });
    else if (node.anchor !== undefined)
      problems.push({ ...at(node), message: `anchor &${node.anchor} is not allowed`, cure: 'remove it' });
    else if (node.tag !== undefined)
      problems.push({
        ...at(node),
        message: `tag ${node.tag} is not allowed`,
        cure: 'remove it, or put the text in quotes',
      });
  });
  return problems;
}

/** What YAML finds wrong, in the words of somebody who writes rules. */
function yamlFault(code: string, message: string): { message: string; cure: string } {
  switch (code) {
    case 'DUPLICATE_KEY':
      return { message: 'the same key stands twice', cure: 'keep one of the two' };
    case 'TAB_AS_INDENT':
      return { message: 'a tab stands at the beginning of the line', cure: 'indent with spaces, not with tabs' };
    case 'BAD_ALIAS':
      return { message: `not valid YAML: ${message}`, cure: 'put text that begins with * in single quotes' };
    case 'MISSING_CHAR':
      if (!message.includes('quote')) break;
      return { message: 'a quotation mark is opened and never closed', cure: 'close it, or take it away' };
    case 'BLOCK_AS_IMPLICIT_KEY':
      return {
        message: 'a colon stands where text goes on, or a hyphen without a space after it',
        cure: "put text that holds a colon in single quotes, 'so: here'; write a space after the hyphen of a list",
      };
    case 'MULTIPLE_DOCS':
      return { message: 'the line --- begins a second document', cure: 'remove that line' };
  }
  const cure = 'check indentation and quotes; put text that holds : or # or begins with " in single quotes';
  return { message: `not valid YAML: ${message}`, cure };
}

/** Where a path leads, or as near as the file goes; with `key`, where that key of the map stands. */
function offsetOf(document: Document, path: Path, key?: string): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of key === undefined ? path : [...path, key]) {
    const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === step) : undefined;
    const next = isSeq(node) && typeof step === 'number' ? node.items[step] : pair?.value;
    const found = pair === undefined ? startOf(next) : startOf(pair.key);
    if (found === undefined) break;
    offset = found;
    node = next;
  }
  return key === undefined ? (startOf(node) ?? offset) : offset;
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
