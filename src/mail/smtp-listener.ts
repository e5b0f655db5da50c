// A small SMTP server on this machine: mail clients can hand requests in, and 250 means that one is committed.
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { codeOf, type Log } from '../log.ts';
import { type Arrival, type ArrivalStore, MAX_MAIL_BYTES } from './arrival.ts';

/** Judgement: a local listener serves a few clients, and each may hold a whole mail in memory; more are told 421. */
const MAX_CLIENTS = 20;
/** Judgement: on stop, a mail in transfer gets this long; its sender tries again when cut off. */
const CLOSE_MS = 5_000;

const FIXED: SMTPServerOptions = {
  name: 'foi-clerk',
  banner: 'mail sent here is registered',
  rejectOversized: true, // 552, whatever onData says
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true, // no DNS for a local client
  maxClients: MAX_CLIENTS,
  closeTimeout: CLOSE_MS,
  logger: false, // its log lines hold addresses
};

export interface SmtpListenerOptions {
  readonly log: Log;
  readonly host?: string;
  /** 0 takes a free port. */
  readonly port?: number;
  readonly now?: () => Date;
  readonly maxBytes?: number;
}

export interface SmtpListener {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Takes every sender and every recipient, without log-in and without TLS: it is meant for 127.0.0.1, where who may
 * connect is who may log in to the machine. Recipients are not checked because nothing is relayed: whatever comes in is
 * registered here. The mail's bytes are stored as sent, without a Received line of our own.
 * @throws when the port is taken.
 */
export async function listenSmtp(store: ArrivalStore, options: SmtpListenerOptions): Promise<SmtpListener> {
  const { log, host = '127.0.0.1', port = 2525, now = () => new Date(), maxBytes = MAX_MAIL_BYTES } = options;
  const server = new SMTPServer({
    ...FIXED,
    size: maxBytes,
    onData: (stream, session, callback) => {
      take(store, stream, session, now)
        .then(() => callback(null, 'registered'))
        .catch((error: unknown) => {
          log.warn({ code: codeOf(error) }, 'the register did not take a mail from the SMTP listener');
          // 451: the sender keeps the mail and tries again (RFC 5321 section 4.5.4.1)
          callback(Object.assign(new Error('not registered, please try again later'), { responseCode: 451 }));
        });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      // A client that breaks off is the client's matter; without a listener it would end the process.
      server.on('error', (error) => log.warn({ code: codeOf(error) }, 'an SMTP client broke off'));
      resolve();
    });
  });
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Resolves when the mail is committed, or was over the limit: the server then answers 552 by itself. */
async function take(
  store: ArrivalStore,
  stream: SMTPServerDataStream,
  { envelope: { mailFrom, rcptTo } }: SMTPServerSession,
  now: () => Date,
): Promise<void> {
  const bytes = await read(stream);
  if (bytes === null) return;
  const arrival: Arrival = {
    source: 'smtp',
    bytes,
    receivedAt: now(),
    place: null,
    envelopeFrom: mailFrom === false ? null : mailFrom.address,
    envelopeTo: rcptTo.map(({ address }) => address),
    junk: false,
  };
  await store.store([arrival]);
}

/** The whole mail, or null when it went over the limit: then nothing is kept, and the rest is let through unread. */
async function read(stream: SMTPServerDataStream): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    if (stream.sizeExceeded) chunks.length = 0;
    else chunks.push(chunk);
  }
  return stream.sizeExceeded ? null : Buffer.concat(chunks);
}
