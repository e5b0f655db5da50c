// Puts a set of rule files in the place of another: only what differs is written, each file whole or not at all.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PART_OF_SET } from '../classify/load.ts';
import type { RuleFiles } from '../classify/rule-set.ts';

type Files = RuleFiles['files'];

/**
 * @param disk what lies in `dir` now; the caller has kept it in the register, so what is deleted here is not lost.
 * @throws when a file cannot be written; those before it are.
 */
export async function putInPlace(dir: string, disk: Files, wanted: Files): Promise<void> {
  const there = new Map(disk.map(({ path, content }) => [path, content]));
  for (const { path, content } of wanted)
    if (PART_OF_SET.test(path) && there.get(path) !== content) await writeWhole(join(dir, path), content);
  const stays = new Set(wanted.map(({ path }) => path));
  for (const path of there.keys()) if (!stays.has(path)) await rm(join(dir, path), { force: true });
}

/** The name begins with a dot: neither read as a rule file nor heard of by whoever watches. */
async function writeWhole(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = join(dirname(file), `.${process.pid}.unfinished`);
  await writeFile(unfinished, content);
  await rename(unfinished, file);
}
