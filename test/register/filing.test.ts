// The table of kinds, row by row: what each kind of mail becomes in the register.
import { describe, expect, test } from 'vitest';
import type { Classification } from '../../src/classify/classify.ts';
import type { Kind } from '../../src/classify/known.ts';
import { type Filing, filing, unclassified } from '../../src/register/filing.ts';
import type { Thread } from '../../src/register/thread.ts';

const found = (kind: Kind, change: Partial<Classification> = {}): Classification => ({
  kind,
  alsoKinds: [],
  kindBecause: 'its words',
  kinds: [],
  regime: null,
  alsoRegimes: [],
  regimes: [],
  opens: 'no',
  references: [],
  parts: [],
  topics: [],
  exemptions: [],
  validity: [],
  flags: [],
  silent: [],
  rules: { version: 'sha256:test' },
  ...change,
});
const SURE: Thread = {
  requestIds: ['7'],
  acknowledgementId: null,
  sure: true,
  because: 'it answers our acknowledgement',
};
const LIKELY: Thread = { ...SURE, sure: false, because: 'it names our reference, but its requester did not send it' };
const opened = ({ opens }: Filing): string[] =>
  opens.map(({ kind, regime, alsoRegimes }) => [kind, regime, ...alsoRegimes].join(' '));

describe('a request', () => {
  const asks = { opens: 'yes', regime: 'foia' } as const;
  test('opens one row and waits for nobody', () => {
    const filed = filing(found('request', asks), null, null);
    expect(opened(filed)).toEqual(['request foia']);
    expect(filed).toMatchObject({ parked: null, joins: [], alert: false });
  });
  test('under FOIA and EIR has one clock', () => {
    expect(opened(filing(found('request', { ...asks, alsoRegimes: ['eir'] }), null, null))).toEqual([
      'request foia eir',
    ]);
  });
  test('under FOIA and subject access has two, each its own', () => {
    const law = { regime: 'sar', alsoRegimes: ['foia', 'eir'] } as const;
    expect(opened(filing(found('request', { ...asks, ...law }), null, null))).toEqual([
      'request foia eir',
      'request sar',
    ]);
  });
  test('for one’s own data only has one', () => {
    expect(opened(filing(found('request', { ...asks, regime: 'sar' }), null, null))).toEqual(['request sar']);
  });
  test('that is only possible is parked and opens nothing', () => {
    const filed = filing(found('general', { opens: 'possible' }), null, null);
    expect(opened(filed)).toEqual([]);
    expect(filed.parked).toContain('a possible request');
  });
});

describe.each(['clarification', 'chaser', 'withdrawal', 'third_party'] as const)('a %s', (kind) => {
  test('joins its request, opens none and moves nothing', () => {
    expect(filing(found(kind), SURE, null)).toMatchObject({ opens: [], joins: ['7'], parked: null });
  });
  test('of an unknown request waits for a person', () => {
    expect(filing(found(kind), null, null)).toMatchObject({
      opens: [],
      joins: [],
      parked: 'it follows a request that could not be found',
    });
  });
  test('from somebody else than the requester waits, with the likely request named', () => {
    expect(filing(found(kind), LIKELY, null)).toMatchObject({
      joins: [],
      parked: LIKELY.because,
      likelyRequestId: '7',
    });
  });
  test('with a request in it opens that one too', () => {
    const both = found(kind, { alsoKinds: ['request'], opens: 'yes', regime: 'foia' });
    expect(opened(filing(both, SURE, null))).toEqual(['request foia']);
    expect(filing(both, SURE, null)).toMatchObject({ joins: ['7'], links: ['7'], relation: 'follows', parked: null });
    expect(filing(both, null, null).parked).toContain('what it asks anew was registered');
  });
});

describe('an internal review', () => {
  test('has its own row, linked to the request it reviews', () => {
    const filed = filing(found('internal_review'), SURE, null);
    expect(opened(filed)).toEqual(['internal_review foia']);
    expect(filed).toMatchObject({ links: ['7'], relation: 'review of', parked: null });
  });
  test('of an unknown request has its row and waits for a person, also when a request is in it', () => {
    expect(filing(found('internal_review'), null, null).parked).toContain('could not be found');
    const both = found('request', { alsoKinds: ['internal_review'], opens: 'yes', regime: 'sar' });
    expect(filing(both, null, null).parked).toContain('could not be found');
  });
  test('of a subject access request that is named by its law only is held under that law', () => {
    expect(opened(filing(found('internal_review', { regime: 'sar' }), null, null))).toEqual(['internal_review sar']);
  });
});

test('a transfer opens a row at our receipt, and staff write to the requester', () => {
  const filed = filing(found('transfer', { opens: 'yes', regime: 'foia', alsoRegimes: ['sar'] }), null, null);
  expect(opened(filed)).toEqual(['transfer foia', 'transfer sar']);
  expect(filed.parked).toContain('staff send the acknowledgement');
});

test('a regulator’s letter has its own row, linked to the request it names, and waits for a person', () => {
  const filed = filing(found('regulator'), LIKELY, null);
  expect(opened(filed)).toEqual(['regulator foia']);
  expect(filed).toMatchObject({ joins: [], links: ['7'], relation: 'regulator case about', likelyRequestId: '7' });
  expect(filed.parked).toContain('its own deadline');
});

test.each(['complaint', 'general'] as const)('a %s waits in the queue and starts no clock', (kind) => {
  const filed = filing(found(kind), null, null);
  expect(filed.opens).toEqual([]);
  expect(filed.parked).not.toBeNull();
});

test('thanks for an answer join the request and wait for nobody', () => {
  expect(filing(found('general'), SURE, null)).toMatchObject({ joins: ['7'], parked: null });
});

test('a mail that tells of danger alerts and waits, and a request in it is registered all the same', () => {
  const filed = filing(found('safeguarding', { alsoKinds: ['request'], opens: 'yes', regime: 'foia' }), null, null);
  expect(opened(filed)).toEqual(['request foia']);
  expect(filed).toMatchObject({ alert: true, parked: 'it may tell of danger to a person: read it now' });
});

test.each(['automatic', 'bounce', 'spam'] as const)('a %s mail is only filed', (kind) => {
  expect(filing(found(kind), null, null)).toMatchObject({ opens: [], joins: [], parked: null, alert: false });
});

test('an out-of-office note that quotes our reference from another address is filed, not parked', () => {
  expect(filing(found('automatic'), LIKELY, null).parked).toBeNull();
});

test('what looks automatic by its wording only is put before a person', () => {
  expect(filing(found('automatic'), null, 'the words of an absence').parked).toContain('by its wording only');
});

test('an alert of ours that comes back, or is answered, is put before a person', () => {
  const alert: Thread = {
    requestIds: [],
    acknowledgementId: '3',
    sure: true,
    because: 'it answers our acknowledgement',
  };
  for (const kind of ['bounce', 'automatic', 'general', 'clarification'] as const)
    expect(filing(found(kind), alert, null).parked).toContain('an alert of ours');
});

test('a mail that the rules came to no end with joins what it answers and waits for a person', () => {
  expect(unclassified(SURE, 'it took over 20 seconds')).toMatchObject({
    opens: [],
    joins: ['7'],
    likelyRequestId: null,
  });
  expect(unclassified(LIKELY, 'it took over 20 seconds')).toMatchObject({ joins: [], likelyRequestId: '7' });
  expect(unclassified(null, 'it took over 20 seconds').parked).toContain('it took over 20 seconds');
});
