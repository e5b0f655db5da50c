// One log line shape for all processes, with an allow-list of fields: no subject, address, name or body can get in.
import { pino } from 'pino';
import { z } from 'zod';

/** What a log line may carry: ids, counts, codes and our own words; never text or addresses from a mail or a server. */
export interface LogFields {
  readonly worker?: string;
  readonly mailbox?: string;
  readonly folder?: string;
  readonly uid?: number;
  readonly messageId?: string;
  readonly requestId?: string;
  readonly acknowledgementId?: string;
  readonly sha256?: string;
  readonly count?: number;
  readonly ms?: number;
  readonly port?: number;
  readonly state?: string;
  readonly code?: string;
  readonly rules?: string;
  readonly problems?: readonly string[];
}

export interface Log {
  info(fields: LogFields, words: string): void;
  warn(fields: LogFields, words: string): void;
  error(fields: LogFields, words: string): void;
}

const FIELDS = [
  'worker',
  'mailbox',
  'folder',
  'uid',
  'messageId',
  'requestId',
  'acknowledgementId',
  'sha256',
  'count',
  'ms',
  'port',
  'state',
  'code',
  'rules',
  'problems',
] as const satisfies readonly (keyof LogFields)[];

/** On a terminal: time, words, fields. A line of JSON is for machines. */
const forPeople = {
  write(line: string): void {
    const {
      time,
      msg,
      level: _,
      ...fields
    } = z.looseObject({ time: z.string(), msg: z.string() }).parse(JSON.parse(line));
    const said = Object.entries(fields).map(
      ([name, value]) => `${name} ${Array.isArray(value) ? value.join('; ') : value}`,
    );
    process.stderr.write(`${time.slice(11, 19)} ${msg}${said.length > 0 ? ` (${said.join(', ')})` : ''}\n`);
  },
};

/** A logger to standard error, so that `--json` on standard output stays clean. */
export function openLog(level: string): Log {
  const destination = process.stderr.isTTY ? forPeople : pino.destination({ dest: 2, sync: false });
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  const allowed = (fields: LogFields) =>
    Object.fromEntries(FIELDS.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));
  return {
    info: (fields, words) => logger.info(allowed(fields), words),
    warn: (fields, words) => logger.warn(allowed(fields), words),
    error: (fields, words) => logger.error(allowed(fields), words),
  };
}

/** What of an error is safe to log: its class and its code; server replies quote addresses, so the message stays out. */
export function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown;
  if ('authenticationFailed' in thrown && thrown.authenticationFailed === true)
    return 'sign-in refused: check user and password';
  return 'code' in thrown && typeof thrown.code === 'string' ? `${thrown.name} ${thrown.code}` : thrown.name;
}
