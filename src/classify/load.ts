// Reads the rule files from disk, and keeps what has been checked under its hash so that a start need not check it again.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { type Compiled, type CompileOptions, compileRules, compileSet } from './compile.ts';
import type { Kept } from './compiled.ts';
import provenHashes from './proven.json' with { type: 'json' };
import { dataOf, type FileData, fileOf, memoKey } from './rule-file.ts';
import { isRuleFile, type RuleFiles, type RuleSet } from './rule-set.ts';

/** What a rule set is made of; authority.yaml is not part of it. */
export const PART_OF_SET = /^(?:(?:uk|local)\/.*\.ya?ml|(?:local\/)?letters\/.*|weights\.yaml)$/;

/** Reads a rules folder into a snapshot whose version is the hash of its sorted paths and contents. */
export async function readRuleFiles(dir: string): Promise<RuleFiles> {
  const paths = (await namesIn(dir)).filter((name) => PART_OF_SET.test(name));
  const files = await Promise.all(
    paths.map(async (name) => ({ path: name, content: await readFile(path.join(dir, name), 'utf8') })),
  );
  return { version: versionOf(files), files };
}

/**
 * Files that lie among the rule files and are never read: a name that does not end in .yaml (Windows adds .txt), or a rule
 * file outside uk/ and local/. Paths relative to `dir`.
 */
export async function unreadFiles(dir: string): Promise<string[]> {
  const known = /(?:^|\/)README\.md$|\.example$|^schema\.json$|^authority[^/]*\.yaml$/;
  return (await namesIn(dir)).filter((name) => !PART_OF_SET.test(name) && !known.test(name));
}

async function namesIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

/** `sha256:…` over (path, content) pairs in order; lengths keep two pairs from being read as another two. */
export function versionOf(files: RuleFiles['files']): string {
  const hash = createHash('sha256');
  for (const file of files)
    hash.update(`${Buffer.byteLength(file.path)} ${Buffer.byteLength(file.content)}\n${file.path}${file.content}`);
  return `sha256:${hash.digest('hex')}`;
}

const PACKAGES = path.join(import.meta.dirname, '../../package-lock.json');

/** What is remembered of a set that has passed. */
interface Cached {
  readonly set: RuleSet;
  readonly kept: Kept;
  readonly warnings: Compiled['warnings'];
}

/**
 * Compiles a snapshot, from `cacheDir` when these files have passed with this very engine before. A cache that cannot be
 * read or written only costs time.
 */
export async function loadRules(
  files: RuleFiles,
  cacheDir: string,
  options?: Pick<CompileOptions, 'known'>,
): Promise<Compiled> {
  const known = await loadKnown(files, cacheDir);
  if (known !== null) return known;
  const memo = options?.known ?? { files: new Map(), proven: new Set<string>() };
  const compiled = await compileFrom(files, cacheDir, { known: memo });
  if (compiled.ok && compiled.kept !== undefined) {
    const { set, kept, warnings } = compiled;
    await keep(await cacheFile(files, cacheDir), { set, kept: kept(), warnings } satisfies Cached);
    await forgetOld(cacheDir);
  }
  return compiled;
}

/** The set, when these files have passed with this very engine before: several times quicker than reading them. */
export async function loadKnown(files: RuleFiles, cacheDir: string): Promise<Extract<Compiled, { ok: true }> | null> {
  const kept = await remembered<Cached>(await cacheFile(files, cacheDir));
  if (kept === null || kept.set.version !== files.version) return null;
  return { ok: true, rules: compileSet(kept.set, kept.kept), set: kept.set, warnings: kept.warnings };
}

/** Compiles with what is remembered of each file: those that changed are parsed, and remembered in their turn. */
export async function compileFrom(
  files: RuleFiles,
  cacheDir: string,
  { known, ...options }: CompileOptions & Required<Pick<CompileOptions, 'known'>>,
): Promise<Compiled> {
  const hash = versionOf(await engine());
  const nameOf = (key: string): string =>
    path.join(cacheDir, `file-${createHash('sha256').update(hash).update(key).digest('hex')}.set`);
  const keys = files.files
    .filter((file) => isRuleFile(file.path))
    .map((file) => ({ ...file, key: memoKey(file.path, file.content) }))
    .filter(({ key }) => !known.files.has(key));
  await Promise.all(
    keys.map(async ({ key, path: name, content }) => {
      const data = await remembered<FileData>(nameOf(key));
      if (data !== null) known.files.set(key, fileOf(name, content, data));
    }),
  );
  const fresh = keys.filter(({ key }) => !known.files.has(key));
  const compiled = compileRules(files, { proven: provenFiles(files), ...options, known });
  for (const { key } of fresh) {
    const parsed = known.files.get(key);
    const data = parsed === undefined ? null : dataOf(parsed);
    if (data !== null) await keep(nameOf(key), data);
  }
  return compiled;
}

/** Shipped files as they came: 1,300 rules need not be proven again on every new machine. */
const provenFiles = (files: RuleFiles): Set<string> => {
  const hashes = new Map(Object.entries(provenHashes));
  return new Set(
    files.files.flatMap(({ path: name, content }) => (hashes.get(name) === hashOf(content) ? [name] : [])),
  );
};

const HASH_BYTES = 32;
const digest = (content: string | Buffer): Buffer => createHash('sha256').update(content).digest();
/** The hash by which a shipped file is known to be as it came. */
export const hashOf = (content: string): string => digest(content).toString('hex');

const cacheFile = async (files: RuleFiles, cacheDir: string): Promise<string> =>
  path.join(cacheDir, `${versionOf([...files.files, ...(await engine())]).slice(7)}.set`);

/** What `keep` wrote; null when there is no such file, or it was cut short or written over: then it is worked out anew. */
async function remembered<Value>(file: string): Promise<Value | null> {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  const content = bytes.subarray(HASH_BYTES);
  return bytes.length > HASH_BYTES && digest(content).equals(bytes.subarray(0, HASH_BYTES))
    ? deserialize(content)
    : null;
}

/**
 * Part of the key: the engine's own source and the packages it stands on (another stemmer would not know the stems that are
 * kept), for another may judge the same examples otherwise; and what writes the cache.
 */
async function engine(): Promise<RuleFiles['files']> {
  const dir = import.meta.dirname;
  const names = (await readdir(dir)).filter((name) => name.endsWith('.ts')).sort();
  const source = names.map(async (name) => ({ path: name, content: await readFile(path.join(dir, name), 'utf8') }));
  const packages = { path: 'packages', content: await readFile(PACKAGES, 'utf8') };
  return [...(await Promise.all(source)), packages, { path: 'v8', content: process.versions.v8 }];
}

/**
 * Behind the hash of its bytes, so that its shape need not be checked again: written by us alone. Written to a name of its own
 * and renamed, so that no reader sees half of it; a read-only folder is no failure.
 */
async function keep(file: string, value: Cached | FileData): Promise<void> {
  const content = serialize(value);
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const unfinished = `${file}.${process.pid}`;
    await writeFile(unfinished, Buffer.concat([digest(content), content]));
    await rename(unfinished, file);
  } catch {
    return;
  }
}

/** Judgement: who goes back to rules of a month ago can wait for their check. */
const REMEMBERED_MS = 30 * 24 * 60 * 60 * 1000;

/** Every save leaves a megabyte behind. A file that somebody else removes meanwhile is no failure. */
async function forgetOld(cacheDir: string): Promise<void> {
  const names = await readdir(cacheDir).catch(() => []);
  for (const name of names.filter((each) => /\.(?:json|set)$/.test(each))) {
    const file = path.join(cacheDir, name);
    const found = await stat(file).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > REMEMBERED_MS) await rm(file, { force: true }).catch(() => null);
  }
}
