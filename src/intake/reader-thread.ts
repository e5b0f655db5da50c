// What runs inside a reader thread: parse one mail, or classify one text. The rules are made ready once a thread.
import { flushCompileCache } from 'node:module';
import { workerData } from 'piscina';
import { type Classification, classify as classifyText } from '../classify/classify.ts';
import { type Compiled, compileRules } from '../classify/compile.ts';
import { type CompiledRules, watchedRules, withoutRules } from '../classify/compiled.ts';
import { loadKnown, loadRules, readRuleFiles } from '../classify/load.ts';
import { platformOf, type Reference, references } from '../classify/references.ts';
import type { RuleFiles } from '../classify/rule-set.ts';
import type { Text } from '../classify/text.ts';
import { type Machine, machine } from '../mail/automatic.ts';
import { type Mail, parse } from '../mail/parse.ts';
import { problemLine } from '../problem.ts';

/** Rule files as they lie in a folder: checked unless `cacheDir` knows them. */
export interface RulesOnDisk {
  readonly dir: string;
  readonly cacheDir: string;
}
export interface ReaderData {
  /** A published set, which was checked before; or a folder. */
  readonly rules: RuleFiles | RulesOnDisk;
  readonly sector: 'police' | 'council' | 'nhs' | 'central';
  readonly scottish: boolean;
  readonly referenceFormat: string;
  /** Where whoever checked a published set remembers it: read from there, it is ready in a fifth of the time and memory. */
  readonly cacheDir?: string;
}

/** What one look at the bytes tells, before the register is asked whose request it belongs to. */
export type Look =
  | { readonly state: 'unparsable'; readonly because: string }
  | {
      readonly state: 'parsed';
      readonly mail: Mail;
      readonly machine: Machine | null;
      readonly references: readonly Reference[];
      readonly platform: string | null;
    };

/** Whether the rules can be used; if not, every problem as a line for people. */
export type Prepared = { readonly ok: true } | { readonly ok: false; readonly problems: readonly string[] };

/** Mails to look at; `watch` is where the place of the one in hand is written. */
export interface LookAllTask {
  readonly mails: readonly Uint8Array[];
  readonly watch: SharedArrayBuffer;
}

/** One text to classify without the suspended rules (ids); `watch` is where the number of the rule in hand is written. */
export interface ClassifyTask {
  readonly text: Text;
  readonly suspended: readonly string[];
  readonly watch: SharedArrayBuffer;
}

type Rules = { readonly ok: true; readonly rules: CompiledRules } | Extract<Prepared, { ok: false }>;

// Checked where it is made: openReader gives nothing else.
const data = workerData as ReaderData;
let loading: Promise<Rules> | null = null;

export async function look(bytes: Uint8Array): Promise<Look> {
  const parsed = await parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (parsed.state === 'unparsable') return parsed;
  const { mail } = parsed;
  const from = mail.from[0] ?? null;
  return {
    state: 'parsed',
    mail,
    machine: machine(mail),
    references: references({ subject: mail.subject, body: mail.body, from }, data.referenceFormat),
    platform: platformOf(from),
  };
}

export async function lookAll({ mails, watch }: LookAllTask): Promise<Look[]> {
  const inHand = new Int32Array(watch);
  const looks: Look[] = [];
  for (const [i, bytes] of mails.entries()) {
    Atomics.store(inHand, 0, i);
    looks.push(await look(bytes));
  }
  return looks;
}

export async function classifyAll(tasks: readonly ClassifyTask[]): Promise<Classification[]> {
  const found: Classification[] = [];
  for (const task of tasks) found.push(await classify(task));
  return found;
}

export async function prepare(): Promise<Prepared> {
  const loaded = await ready();
  // A thread is ended without a farewell, at which Node would have kept what it compiled.
  flushCompileCache();
  return loaded.ok ? { ok: true } : loaded;
}

export async function classify({ text, suspended, watch }: ClassifyTask): Promise<Classification> {
  const rules = watchedRules(withoutRules(await compiled(), suspended), new Int32Array(watch));
  return classifyText(text, rules, data.sector, data.scottish, data.referenceFormat);
}

/** The id of the rule whose number stood in a watch. */
export async function ruleAt(index: number): Promise<string | null> {
  return (await compiled()).rules[index]?.rule.id ?? null;
}

async function compiled(): Promise<CompiledRules> {
  const loaded = await ready();
  if (!loaded.ok) throw new Error(`the rules cannot be used: ${loaded.problems[0] ?? ''}`);
  return loaded.rules;
}

const ready = (): Promise<Rules> => {
  loading ??= load();
  return loading;
};

async function published(rules: RuleFiles): Promise<Compiled> {
  const known = data.cacheDir === undefined ? null : await loadKnown(rules, data.cacheDir);
  return known ?? compileRules(rules, { validated: true });
}

/** Only the compiled rules stay: neither the text of the files nor its YAML. */
async function load(): Promise<Rules> {
  const loaded =
    'dir' in data.rules
      ? await loadRules(await readRuleFiles(data.rules.dir), data.rules.cacheDir)
      : await published(data.rules);
  return loaded.ok ? { ok: true, rules: loaded.rules } : { ok: false, problems: loaded.problems.map(problemLine) };
}
