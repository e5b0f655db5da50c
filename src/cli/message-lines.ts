// One stored mail as `clerk register message` prints it: who, when, what was made of it, then its words.
import type { Attachment, Mail } from '../mail/parse.ts';
import type { StoredMail } from '../register/stored-mail.ts';
import { printable } from '../table.ts';
import { receiptWords } from './receipt-words.ts';

const words = (kind: string): string => kind.replaceAll('_', ' ');
const field = (label: string, text: string): string => `  ${label.padEnd(11)}${text}`;

/** @param mail as it is read from its bytes now; null when they cannot be read or are kept no longer. */
export function messageLines(stored: StoredMail, mail: Mail | null, timeZone: string): string[] {
  return [
    ...head(stored, mail, timeZone),
    ...outcome(stored),
    ...(mail?.attachments ?? []).map((file) => field('Attached', fileWords(file))),
    ...body(stored),
  ].map(printable);
}

const fileWords = ({ filename, contentType, bytes }: Attachment): string =>
  `${filename} (${contentType}, ${bytes.toLocaleString('en-GB')} bytes)`;

function head(stored: StoredMail, mail: Mail | null, timeZone: string): string[] {
  const [first] = stored.deliveries;
  const receivedAt = stored.received_at ?? first?.received_at ?? null;
  const to = mail?.to.map(({ address }) => address) ?? [];
  const cc = mail?.cc.map(({ address }) => address) ?? [];
  return [
    `Message ${stored.id}  ${stateWords(stored)}`,
    field('From', senderOf(stored)),
    field('To', (to.length > 0 ? to : (first?.envelope_to ?? [])).join(', ') || '–'),
    ...(cc.length > 0 ? [field('Cc', cc.join(', '))] : []),
    field('Received', receivedAt === null ? '–' : `${localTime(receivedAt, timeZone)} (${timeZone})`),
    field('Subject', stored.subject ?? '–'),
    ...stored.deliveries.map((one) => field('Came by', placeOf(one))),
  ];
}

function senderOf({ from_name, from_address }: StoredMail): string {
  if (from_address === null) return '–';
  return from_name ? `${from_name} <${from_address}>` : from_address;
}

/** `2022-06-29 10:00:00`: how Swedish writes it. */
const localTime = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at);

const placeOf = ({ source, mailbox, folder, uid, junk }: StoredMail['deliveries'][number]): string =>
  `${mailbox === null ? source : `mailbox ${mailbox}, folder ${folder ?? '–'}, UID ${uid ?? '–'}`}${junk ? ', in Junk' : ''}`;

function stateWords({ state, parked_because, retry_at }: StoredMail): string {
  if (state === 'unparsable') return 'could not be read';
  if (parked_because !== null) return 'waits for a person';
  if (state === 'registered') return 'registered';
  return retry_at === null ? 'waits for intake' : `waits for its next try at ${retry_at.toISOString()}`;
}

function outcome(stored: StoredMail): string[] {
  const kinds = [stored.kind ?? 'not read yet', ...(stored.also_kinds ?? [])].map(words).join(', also ');
  return [
    field('Kind', stored.kind_because ? `${kinds}: ${stored.kind_because}` : kinds),
    ...(stored.parked_because === null ? [] : [field('Waits', `for a person: ${stored.parked_because}`)]),
    ...requestLines(stored),
    ...(stored.again_of === null ? [] : [field('Repeats', `message ${stored.again_of}`)]),
    ...receiptLines(stored),
  ];
}

function requestLines({ requests, likely_reference }: StoredMail): string[] {
  const lines = requests.map(({ role, reference, kind, regime, due_on, status }) =>
    field(
      'Request',
      `${role} ${reference} (${words(kind)} under ${regime}, ${status}, ${due_on === null ? 'no due date' : `due ${due_on}`})`,
    ),
  );
  const likely = likely_reference === null ? [] : [field('Request', `likely ${likely_reference}: a person decides`)];
  return lines.length + likely.length > 0 ? [...lines, ...likely] : [field('Request', 'none')];
}

/** A mail has at most one receipt and one alert. */
function receiptLines({ acknowledgements, receipt_because, state }: StoredMail): string[] {
  const lines = acknowledgements.map((row) => {
    const when = row.sent_at === null ? '' : `, ${row.sent_at.toISOString()}`;
    const reply = row.server_reply === null ? '' : ` (the server said: ${row.server_reply})`;
    return field(
      row.kind === 'receipt' ? 'Receipt' : 'Alert',
      `to ${row.to_address}${when}: ${receiptWords(row.state, row.because)}${reply}`,
    );
  });
  const none = state !== 'stored' && !acknowledgements.some(({ kind }) => kind === 'receipt');
  return [...lines, ...(none ? [field('Receipt', receiptWords(null, receipt_because))] : [])];
}

/** What the sender wrote stands as it is; what is quoted, also a letter of ours, has a mark before each line. */
function body({ body: text, segments, state }: StoredMail): string[] {
  if (text === null) return state === 'unparsable' ? ['', NO_WORDS] : [];
  const lines = segments.flatMap(({ kind, start, end }) =>
    text
      .slice(start, end)
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => (kind === 'quote' ? `  | ${line}` : `  ${line}`)),
  );
  const quoted = segments.some(({ kind }) => kind === 'quote');
  return ['', quoted ? 'What it says (| before what is quoted)' : 'What it says', ...lines];
}

const NO_WORDS = 'No words could be read of it: --raw writes its bytes as they came, into a file.';
