// A held receipt in the hands of a person: let go over the limits, or withheld for good.
import { expect, test } from 'vitest';
import { waitingAcknowledgements, waitingForLater } from '../../src/register/outstanding.ts';
import { release } from '../../src/register/release.ts';
import { type Sending, sendings } from '../acknowledge/sending.ts';
import { mailOf } from '../intake/scene.ts';

const BY = 'j.alder';
const openOne = sendings();
let sending: Sending;
const open = async (...how: Parameters<typeof openOne>): Promise<void> => {
  sending = await openOne(...how);
};
/** The fourth receipt of a loop: held until a person lets it go. */
async function heldByLoop() {
  await open();
  let id = '';
  for (let i = 0; i < 4; i += 1) [id = ''] = await sending.letters(mailOf({ from: 'desk@sedge.example' }));
  const rows = await sending.scene.db.selectFrom('acknowledgement').selectAll().orderBy('id').execute();
  for (const row of rows) await sending.send(row.id);
  // All waited before the first left; what comes now is the loop.
  for (let i = 0; i < 3; i += 1) {
    [id = ''] = await sending.letters(mailOf({ from: 'desk@sedge.example' }));
    await sending.send(id);
  }
  const row = await sending.row(id);
  expect(row).toMatchObject({ state: 'held', retry_at: null });
  return row;
}
const ended = (messageId: string, withhold = false) =>
  release(sending.scene.db, messageId, { by: BY, withhold, now: new Date() });
const eventsOf = async (messageId: string) =>
  (
    await sending.scene.db
      .selectFrom('event')
      .select(['kind', 'data'])
      .where('message_id', '=', messageId)
      .orderBy('id')
      .execute()
  ).filter(({ kind }) => kind.startsWith('receipt-'));

test('a receipt that a loop breaker held leaves once a person lets it go, and only that one', async () => {
  const row = await heldByLoop();
  expect(await ended(row.message_id)).toEqual({
    outcome: 'released',
    acknowledgementId: row.id,
    to: 'desk@sedge.example',
  });
  expect(await waitingAcknowledgements(sending.scene.db, new Date())).toContain(row.id);
  expect(await sending.send(row.id)).toMatchObject({ state: 'sent' });
  expect(await eventsOf(row.message_id)).toContainEqual({ kind: 'receipt-released', data: { by: BY } });
  const [next] = await sending.letters(mailOf({ from: 'desk@sedge.example' }));
  expect(await sending.send(next)).toMatchObject({ state: 'held' });
});

test('a receipt that is withheld is never sent, waits for nobody, and says why', async () => {
  const row = await heldByLoop();
  expect(await ended(row.message_id, true)).toMatchObject({ outcome: 'withheld' });
  expect(await sending.send(row.id)).toMatchObject({
    state: 'withheld',
    because: 'staff decided that none is sent',
  });
  expect((await waitingForLater(sending.scene.db)).map(({ id }) => id)).not.toContain(row.id);
  expect((await eventsOf(row.message_id)).at(-1)).toEqual({ kind: 'receipt-withheld', data: { by: BY } });
  expect(await ended(row.message_id)).toEqual({ outcome: 'not-held', state: 'withheld' });
});

test('a receipt over the limit of an address leaves at once when a person lets it go', async () => {
  await open({ perAddressPerDay: 1 });
  const from = 'jo@alder.example';
  expect(await sending.answered(mailOf({ from }), mailOf({ from }))).toEqual(['sent', 'held']);
  const held = await sending.scene.db
    .selectFrom('acknowledgement')
    .selectAll()
    .where('state', '=', 'held')
    .executeTakeFirstOrThrow();
  await ended(held.message_id);
  expect(await sending.send(held.id)).toMatchObject({ state: 'sent' });
});

test('the switch holds also what a person let go', async () => {
  await open();
  const [id = ''] = await sending.letters(mailOf());
  await sending.close();
  await open({ enabled: false }, sending.url);
  const { message_id } = await sending.send(id);
  expect(await ended(message_id)).toMatchObject({ outcome: 'released' });
  expect(await sending.send(id)).toMatchObject({ state: 'held', because: 'acknowledgements are switched off' });
});

test('what is not held is left as it is', async () => {
  await open();
  const [id = ''] = await sending.letters(mailOf());
  const { message_id } = await sending.send(id);
  expect(await ended(message_id)).toEqual({ outcome: 'not-held', state: 'sent' });
  const [quiet = ''] = await sending.scene.register(mailOf({ body: 'I have not heard from you.\r\n' }));
  expect(await ended(quiet, true)).toEqual({ outcome: 'not-held', state: null });
  expect(await sending.row(id)).toMatchObject({ state: 'sent', released_at: null });
});
