// `clerk due --json -`: one due date as JSON for each line of standard input, in order; a bad line costs no other line.
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { Division } from '../clock/bank-holidays.ts';
import { type Due, due } from '../clock/due.ts';
import { CLOCK_REGIMES } from '../clock/regime-clock.ts';
import { PermanentError } from '../errors.ts';
import type { CommandIo } from './command-io.ts';

/** What holds for every line. */
interface LineOptions {
  readonly division: Division;
  readonly extended: boolean | undefined;
  readonly review: boolean | undefined;
}

/** A due date as `clerk due --json` prints it; `provisional` is there only when it is true. */
export function dueJson({ receivedOn, regime, on, because, days, provisional }: Due): string {
  return JSON.stringify({ received: receivedOn, regime, on, because, days, ...(provisional ? { provisional } : {}) });
}

function dueOfLine(line: string, options: LineOptions): Due {
  const [name, receivedOn, ...rest] = line.split(/\s+/);
  const regime = CLOCK_REGIMES.find((candidate) => candidate === name);
  if (regime === undefined || receivedOn === undefined || rest.length > 0) {
    throw new PermanentError(`'${line}': write one of ${CLOCK_REGIMES.join(', ')} and a date, as foia 2022-06-29`);
  }
  return due({ regime, receivedOn, ...options });
}

/**
 * Prints an object for each line that is not blank; `{"error": "line 3: …"}` for one that makes no sense. Throws PermanentError
 * after the last line when there was any of those.
 */
export async function dueLines(options: LineOptions, io: CommandIo): Promise<void> {
  const wrong: number[] = [];
  let number = 0;
  const input = Readable.from(io.readStdin());
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    const text = line.replace(/^\uFEFF/, '').trim(); // the mark that some Windows editors put before the first line
    if (text === '') continue;
    try {
      io.out(dueJson(dueOfLine(text, options)));
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      wrong.push(number);
      io.out(JSON.stringify({ error: `line ${number}: ${error.message}` }));
    }
  }
  if (wrong.length === 0) return;
  throw new PermanentError(`no due date for ${wrong.length} of ${number} lines, the first is line ${wrong[0]}`);
}
