// The reader for the rule set in force: opened for the first that is published, changed within a second for each newer one.
import type { Authority } from '../authority.ts';
import { every } from '../every.ts';
import { codeOf, type Log } from '../log.ts';
import type { Register } from '../register/database.ts';
import { newest, newestVersion } from '../register/rule-set.ts';
import { openReader, type Reader } from './reader.ts';

const LOOK_EVERY_MS = 1000;

export interface CurrentReader {
  /** Waits for the first rule set, on the very first start. */
  get(): Promise<Reader>;
  stop(): Promise<void>;
}

export function currentReader(db: Register, authority: Authority, threads: number, log: Log): CurrentReader {
  const first = Promise.withResolvers<Reader>();
  let reader: Reader | null = null;
  const about = {
    sector: authority.sector,
    scottish: authority.division === 'scotland',
    referenceFormat: authority.reference.format,
  };
  const looking = every(
    LOOK_EVERY_MS,
    async () => {
      if ((await newestVersion(db)) === (reader?.version ?? null)) return;
      const rules = await newest(db);
      if (!rules) return;
      const old = reader;
      reader = openReader(rules, about, threads);
      first.resolve(reader);
      log.info({ rules: rules.version }, 'mail is classified by this rule set');
      await old?.close();
    },
    (error) => log.warn({ code: codeOf(error) }, 'the newest rule set could not be read'),
  );
  return {
    get: async () => reader ?? first.promise,
    async stop() {
      await looking.stop();
      await reader?.close();
    },
  };
}
