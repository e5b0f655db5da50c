// The reader for the rule set in force: opened for the first that is published, changed within a quarter of a second for each newer one.
import { type Config, cacheOf } from '../config.ts';
import { every } from '../every.ts';
import { codeOf, type Log } from '../log.ts';
import type { Register } from '../register/database.ts';
import { newest, newestVersion } from '../register/rule-set.ts';
import { openReader, type Reader } from './reader.ts';

/** A saved rule file is in force within 2 s, of which most is spent on its check. */
const LOOK_EVERY_MS = 250;
/** A bot that is being stopped waits for the batch in hand, so a batch waits no longer than this for rules. Judgement. */
const FIRST_WITHIN_MS = 15_000;

export interface CurrentReader {
  /**
   * Each mail is read by the newest rule set, also within one batch.
   * @throws on the very first start, when no rule set is published within 15 s: the mails wait for the next ring.
   */
  get(): Promise<Reader>;
  stop(): Promise<void>;
}

/** A reader with the mails that it has in hand: it is closed once it has none. */
interface Open {
  readonly reader: Reader;
  readonly inHand: Set<Promise<unknown>>;
}

/** A set is taken from where `varDir` remembers it as checked, when it does. */
export function currentReader(
  db: Register,
  config: Pick<Config, 'authority' | 'varDir'>,
  threads: number,
  log: Log,
): CurrentReader {
  const { authority } = config;
  const first = Promise.withResolvers<Open>();
  let open: Open | null = null;
  const about = {
    sector: authority.sector,
    scottish: authority.division === 'scotland',
    referenceFormat: authority.reference.format,
    cacheDir: cacheOf(config),
  };
  const onSuspended = (rule: string): void =>
    log.error({ problems: [`the rule ${rule} took too long`] }, 'a rule is suspended until the rules change');
  const looking = every(
    LOOK_EVERY_MS,
    async () => {
      if ((await newestVersion(db)) === (open?.reader.version ?? null)) return;
      const rules = await newest(db);
      if (!rules) return;
      const old = open;
      open = { reader: openReader(rules, about, threads, { onSuspended }), inHand: new Set() };
      first.resolve(open);
      log.info({ rules: rules.version }, 'mail is classified by this rule set');
      if (old) await close(old);
    },
    (error) => log.warn({ code: codeOf(error) }, 'the newest rule set could not be read'),
  );
  return {
    async get() {
      const begun = open ?? (await within(FIRST_WITHIN_MS, first.promise));
      return newestOf(() => open ?? begun);
    },
    async stop() {
      await looking.stop();
      if (open) await close(open);
    },
  };
}

async function close({ reader, inHand }: Open): Promise<void> {
  await Promise.allSettled(inHand);
  await reader.close();
}

/** One reader that goes to whichever is the newest when it is asked. */
function newestOf(current: () => Open): Reader {
  const ask = <Answer>(question: (reader: Reader) => Promise<Answer>): Promise<Answer> => {
    const { reader, inHand } = current();
    const asked = question(reader).finally(() => inHand.delete(asked));
    inHand.add(asked);
    return asked;
  };
  return {
    get version() {
      return current().reader.version;
    },
    look: (bytes) => ask((reader) => reader.look(bytes)),
    classify: (text) => ask((reader) => reader.classify(text)),
    close: async () => undefined,
  };
}

async function within<Value>(ms: number, value: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no rule set was published yet')), ms);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
