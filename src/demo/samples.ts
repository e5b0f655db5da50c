// The sample mails of `npm start` on a bare machine: fictional people write to Northmere Constabulary.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { weekdayBack } from './weekday-back.ts';

export interface Sample {
  /** The file's name without its ending: `03-technology`. The order of the names is the order of arrival. */
  readonly name: string;
  /** The mail as it came over the wire: CRLF line ends. */
  readonly bytes: Buffer;
}

const FOLDER = join(import.meta.dirname, 'mails');

/**
 * Reads the samples and dates them relative to `today`, so that some are fresh and one is overdue whenever they are shown.
 * In a file, N is a number of weekdays before today: `{{date N hh:mm}}` is a header date in London time, `{{day N}}` a
 * date as a person writes it and `{{year N}}` its year. The same day gives the same bytes.
 */
export function samples(today: Date): Sample[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.eml'))
    .sort()
    .map((file) => ({
      name: file.slice(0, -'.eml'.length),
      bytes: mail(readFileSync(join(FOLDER, file), 'utf8'), today),
    }));
}

function mail(template: string, today: Date): Buffer {
  const text = template.replace(
    /\{\{(date|day|year) (\d+)(?: (\d\d:\d\d))?\}\}/g,
    (_, what: string, back: string, time: string | undefined) => {
      const day = weekdayBack(today, Number(back));
      if (what === 'date') return day.header(time ?? '12:00');
      return what === 'day' ? day.written : day.year;
    },
  );
  if (text.includes('{{')) throw new Error(`samples: unknown placeholder ${/\{\{.{0,30}/.exec(text)?.[0]}`);
  return Buffer.from(text.replace(/\r?\n/g, '\r\n'));
}
