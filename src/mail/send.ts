// Hands one finished mail to the outgoing server, or to a folder, and says what is known of its fate.
import { createHash } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { OutgoingConfig } from '../authority.ts';
import { type Fate, fateOf } from './send-fate.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** One mail to one recipient. Every field has been cleaned and validated by whoever composed it. */
export interface OutgoingMail {
  /** Where bounces go: a bare address, or '' for `<>`. */
  readonly envelopeFrom: string;
  readonly to: string;
  readonly from: string;
  readonly fromName: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly inReplyTo: string | null;
  readonly headers: Record<string, string>;
  readonly date: Date;
}

/** `retry`: the server certainly has not taken it; `failed`: it refused for good; `unknown`: it may or may not have taken it. */
export type Sent = { readonly outcome: 'sent'; readonly reply: string } | Fate;

export interface Transport {
  /** One attempt; never tries again by itself. Rejects only when the mail cannot be written at all (disk, fault of ours). */
  send(mail: OutgoingMail): Promise<Sent>;
  /** Waits for mails in hand, then ends every connection. */
  close(): Promise<void>;
}

/** How patient to be, and how many connections at once. */
export interface Patience {
  readonly maxConnections: number;
  readonly connectionTimeoutMs: number;
  readonly greetingTimeoutMs: number;
  readonly socketTimeoutMs: number;
  readonly wholeTimeoutMs: number;
}

/** Greeting: 5 minutes, the reply to the final dot: 10 minutes (RFC 5321, section 4.5.3.2). Judgement: 3 connections, what Exchange Online allows a sender; a whole attempt, which a server could stretch by trickling its replies, ends after 15 minutes. */
export const PATIENCE: Patience = {
  maxConnections: 3,
  connectionTimeoutMs: MINUTE,
  greetingTimeoutMs: 5 * MINUTE,
  socketTimeoutMs: 10 * MINUTE,
  wholeTimeoutMs: 15 * MINUTE,
};

/**
 * The exact bytes of a mail: the same mail gives the same bytes (its MIME boundary follows from the Message-ID),
 * so that the copy in the Sent folder is what was sent.
 */
export function render(mail: OutgoingMail): Promise<Buffer> {
  const boundary = createHash('sha256').update(mail.messageId).digest('hex').slice(0, 16);
  const thread = mail.inReplyTo === null ? {} : { inReplyTo: mail.inReplyTo, references: [mail.inReplyTo] };
  const composer = new MailComposer({
    from: { name: mail.fromName, address: mail.from },
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    ...thread,
    date: mail.date,
    headers: mail.headers,
    baseBoundary: boundary,
    newline: '\r\n',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** A pool of connections that takes note, in `dotted`, of each message that it has read to its end. */
function openPool(config: OutgoingConfig, patience: Patience, dotted: WeakSet<Buffer>) {
  const pool = createTransport({
    pool: true,
    host: config.host,
    port: config.port,
    secure: config.secure,
    requireTLS: config.startTls,
    ignoreTLS: !config.secure && !config.startTls,
    ...(config.user === null ? {} : { auth: { user: config.user, pass: config.password ?? '' } }),
    maxConnections: patience.maxConnections,
    // The pool would hand a mail to another connection after a cut: whether to try again is decided by the register.
    maxRequeues: 0,
    connectionTimeout: patience.connectionTimeoutMs,
    greetingTimeout: patience.greetingTimeoutMs,
    socketTimeout: patience.socketTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  pool.use('stream', (mail, done) => {
    const { raw } = mail.data;
    mail.message.processFunc((message) => {
      message.once('end', () => Buffer.isBuffer(raw) && dotted.add(raw));
      return message;
    });
    done();
  });
  return pool;
}

/**
 * Sends over SMTP on a pool of connections. The server's reply decides the outcome; without one, it depends on
 * whether the final dot may have left. nodemailer's errors do not say so (they read "Connection closed unexpectedly,
 * CONN" before and after it), so the moment when its message stream has been read to the end is noted here: the dot is
 * written right after it, never before. A cut in the middle of a receipt is `unknown` too: a few kB leave in one
 * piece, so the dot was with the operating system by then.
 */
export function smtpTransport(config: OutgoingConfig, patience: Patience = PATIENCE): Transport {
  const dotted = new WeakSet<Buffer>();
  const pool = openPool(config, patience, dotted);
  const inHand = new Set<Promise<unknown>>();
  const attempt = async (mail: OutgoingMail): Promise<Sent> => {
    const raw = await render(mail);
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), patience.wholeTimeoutMs);
    try {
      const envelope = { from: mail.envelopeFrom, to: [mail.to] };
      const info = await pool.sendMail({ envelope, raw, messageId: mail.messageId, signal: limit.signal });
      return { outcome: 'sent', reply: info.response };
    } catch (error) {
      return fateOf(error, dotted.has(raw));
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    send(mail) {
      const sending = attempt(mail).finally(() => inHand.delete(sending));
      inHand.add(sending);
      return sending;
    },
    async close() {
      await Promise.allSettled(inHand);
      pool.close();
    },
  };
}

/** `<a@b>` → `a@b.eml`, safe as a file name. */
export const outboxName = (messageId: string): string =>
  `${messageId.replace(/[^A-Za-z0-9@.-]/g, '').replace(/^\.+/, '')}.eml`;

/**
 * Writes each mail to `dir` as `MESSAGE-ID.eml` instead of sending it: to a temporary name, then renamed, so that a
 * reader never sees half a mail. The same mail written twice is one file.
 */
export function folderTransport(dir: string): Transport {
  return {
    async send(mail) {
      const name = outboxName(mail.messageId);
      await mkdir(dir, { recursive: true });
      const temporary = join(dir, `.${name}.part`);
      const file = await open(temporary, 'w', 0o600);
      try {
        await file.writeFile(await render(mail));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, join(dir, name));
      return { outcome: 'sent', reply: `written to ${name}` };
    },
    async close() {},
  };
}
