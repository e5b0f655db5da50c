// Which address a mail may be answered at: hostile From headers must never lead to somebody who did not write.
import { expect, test } from 'vitest';
import { bareAddress } from '../../src/bare-address.ts';
import { addresses } from '../../src/mail/address.ts';

const read = (value: string): string[] => addresses(value).list.map(({ address }) => address);

test.each([
  ['ann@northmere.example', 'ann@northmere.example'],
  ['<ann@northmere.example>', 'ann@northmere.example'],
  ['Ann Other <Ann.Other@Northmere.EXAMPLE>', 'Ann.Other@northmere.example'],
  ['"Other, Ann" <ann@northmere.example>', 'ann@northmere.example'],
  ['ann@northmere.example (Ann Other)', 'ann@northmere.example'],
  ['"ann@northmere.example" <ann@northmere.example>', 'ann@northmere.example'],
  ['ann@northmere.example <ann@northmere.example>', 'ann@northmere.example'],
  ["o'neill+foi@northmere.example", "o'neill+foi@northmere.example"],
  ['=?utf-8?q?Si=C3=A2n?= <sian@xn--northmre-f1a.example>', 'sian@xn--northmre-f1a.example'],
  ['Siân <sian@llanfair-ŷd.example>', 'sian@xn--llanfair-d-5hc.example'],
  ['request-874591-0a1b2c3d@platform.example', 'request-874591-0a1b2c3d@platform.example'],
])('the plain sender %s is read as %s', (value, address) => {
  expect(addresses(value)).toMatchObject({ list: [{ address }], bad: 0 });
});

const AMBIGUOUS: readonly (readonly [string, string])[] = [
  ['text behind a comment', 'a@victim.example (x) .evil.example'],
  ['a comment inside the domain', 'a@victim(x).example'],
  ['a comment before the at sign', 'a(x)@victim.example'],
  ['a nested comment', 'a@victim.example (x (y)) .evil.example'],
  ['an unclosed comment', 'a@victim.example (x'],
  ['a quoted local part', '"a@victim.example"@evil.example'],
  ['a quoted local part in brackets', '<"a@victim.example> "@evil.example>'],
  ['a quoted word behind the bracket', '<a@evil.example> "b" <a@victim.example>'],
  ['two brackets', '<a@victim.example> <b@evil.example>'],
  ['a bracket in a bracket', '<a@evil.example<b@victim.example>>'],
  ['text behind the bracket', 'Ann <a@victim.example> b@evil.example'],
  ['an address as an unquoted name', 'a@victim.example <b@evil.example>'],
  ['an unclosed bracket', 'Ann <a@victim.example'],
  ['a closing bracket alone', 'a@victim.example>'],
  ['an unclosed quote', '"Ann <a@victim.example>'],
  ['a source route', '<@relay.example:a@victim.example>'],
  ['a source route of two', '<@relay.example,@evil.example:a@victim.example>'],
  ['a group', 'Team: a@victim.example, b@victim.example;'],
  ['an empty group', 'undisclosed-recipients:;'],
  ['two at signs', 'a@evil.example@victim.example'],
  ['a space in the local part', 'a b@victim.example'],
  ['a space in the domain', 'a@victim .example'],
  ['an encoded word as the address', '=?utf-8?q?a=40victim=2Eexample?='],
  ['an encoded word in the brackets', '<=?utf-8?q?a=40victim.example?=>'],
  ['an encoded word as the local part', '=?utf-8?q?a=40victim.example=2C?=@evil.example'],
  ['a bare IP literal', 'a@[192.0.2.7]'],
  ['an IP address as the domain', 'a@192.0.2.7'],
  ['a domain of one label', 'a@localhost'],
  ['a trailing dot', 'a@victim.example.'],
  ['a double dot', 'a..b@victim.example'],
  ['a leading dot', '.a@victim.example'],
  ['no local part', '@victim.example'],
  ['no domain', 'a@'],
  ['a percent-encoded domain', 'a@%76ictim.example'],
  ['an underscore in the domain', 'a@vic_tim.example'],
  ['a wide look-alike of an ASCII domain', 'a@ｖictim.example'],
  ['an ideographic full stop', 'a@victim。example'],
  ['a zero-width space in the domain', 'a@vic\u200btim.example'],
  ['a right-to-left override', 'a@\u202eelpmaxe.mitciv'],
  ['a NUL in the local part', 'a\0@victim.example'],
  ['a line end in the local part', 'a\r\nBcc: b@evil.example@victim.example'],
  ['a backslash', 'a\\@victim.example'],
  ['a local part of 65 characters', `${'a'.repeat(65)}@victim.example`],
  ['255 characters', `a@${'b.'.repeat(123)}example`],
  ['a label of 64 characters', `a@${'b'.repeat(64)}.example`],
  ['nothing', ''],
  ['a name only', 'Ann Other'],
  ['empty brackets', 'Ann <>'],
];

test.each(AMBIGUOUS)('a sender with %s is no address', (_, value) => {
  const { list, bad } = addresses(value);
  expect(list).toEqual([]);
  expect(bad).toBeGreaterThan(0);
});

test('a sender whose domain only looks like another one keeps its own, in letters that show it', () => {
  expect(read('a@vіctim.example')).toEqual(['a@xn--vctim-n2e.example']);
});

test('one bad entry does not hide the good ones, and is counted', () => {
  const { list, bad } = addresses('Ann <ann@northmere.example>, broken@, bob@northmere.example');
  expect(list.map(({ address }) => address)).toEqual(['ann@northmere.example', 'bob@northmere.example']);
  expect(bad).toBe(1);
});

test('a name keeps one line and nothing hidden, whatever its encoded words bring', () => {
  const name = Buffer.from('Ann\r\nBcc: evil@evil.example\0\u202e').toString('base64');
  expect(addresses(`=?utf-8?b?${name}?= <ann@northmere.example>`).list).toEqual([
    { name: 'Ann Bcc: evil@evil.example', address: 'ann@northmere.example' },
  ]);
});

test('an address to answer at is exactly one bare address', () => {
  expect(bareAddress('ann@northmere.example')).toBe('ann@northmere.example');
  expect(bareAddress(' ann@northmere.example')).toBeNull();
  expect(bareAddress('ann@northmere.example\n')).toBeNull();
  expect(bareAddress('<ann@northmere.example>')).toBeNull();
});

test('a header of 100,000 brackets is refused at once', () => {
  expect(addresses('<'.repeat(100_000))).toEqual({ list: [], bad: 1 });
});
