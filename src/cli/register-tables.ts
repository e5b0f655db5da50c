// What `clerk register list` prints: the requests, and the mails that wait for a person.
import type { listParked, listRequests } from '../register/list.ts';
import { table } from '../table.ts';
import { receiptWords } from './receipt-words.ts';

type Request = Awaited<ReturnType<typeof listRequests>>[number];
type Parked = Awaited<ReturnType<typeof listParked>>[number];

const DATE = 'YYYY-MM-DD'.length;
/** Judgement: "regulator" and "foia, eir" stand on one line each, "internal review" on two. */
const KIND = 9;
/** Judgement: longer references go on below. */
const MOST_REFERENCE = 20;

const words = (kind: string): string => kind.replaceAll('_', ' ');
const widest = (head: string, cells: readonly string[], most: number): number =>
  Math.min(most, Math.max(head.length, ...cells.map((cell) => cell.length)));

/** @param today a due date before it is overdue while the request is open. */
export function requestTable(requests: readonly Request[], today: string): string {
  const overdue = (row: Request): boolean => row.due_on !== null && row.status === 'open' && row.due_on < today;
  return table(
    ['Reference', 'Kind, law', 'Received', 'Due', 'From: subject', 'Receipt'],
    requests.map((row) => [
      row.reference,
      `${words(row.kind)} ${[row.regime, ...row.also_regimes].join(', ')}`,
      row.received_on,
      row.due_on === null ? 'no date' : `${row.due_on}${overdue(row) ? ' overdue' : ''}`,
      `${row.requester_name || row.requester_address || 'named in the text'}: ${row.subject ?? ''}`,
      receiptWords(row.receipt, row.receipt_because),
    ]),
    [
      widest(
        'Reference',
        requests.map(({ reference }) => reference),
        MOST_REFERENCE,
      ),
      KIND,
      DATE,
      DATE,
      0,
      0,
    ],
  );
}

export function parkedTable(parked: readonly Parked[]): string {
  return table(
    ['Number', 'Received', 'From', 'Subject', 'Why a person must look', 'Likely request'],
    parked.map((row) => [
      row.id,
      row.received_on ?? '–',
      row.from_address ?? '–',
      row.subject ?? '–',
      `${words(row.kind ?? 'not read')}: ${row.parked_because ?? ''}`,
      row.likely_reference ?? '–',
    ]),
    [
      widest(
        'Number',
        parked.map(({ id }) => id),
        MOST_REFERENCE,
      ),
      DATE,
      0,
      0,
      0,
      'FOI/000001/26'.length + 1,
    ],
  );
}
