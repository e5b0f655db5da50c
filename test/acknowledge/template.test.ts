// The template language of letters: what it shows, and that it can do nothing else.
import { expect, test } from 'vitest';
import { compile, fill, type Names, type Values } from '../../src/acknowledge/template.ts';

const NAMES: Names = {
  office: 'text',
  telephone: 'optional',
  urgent: 'flag',
  cases: { reference: 'text', late: 'flag' },
};
const VALUES: Values = {
  office: 'Harbour & Sons',
  telephone: '',
  urgent: true,
  cases: [
    { reference: 'A/1', late: false },
    { reference: 'A/2', late: true },
  ],
};
const filled = (text: string): string =>
  fill(compile(text, NAMES).template, VALUES, (value) => value.replace('&', '&amp;'));
const faults = (text: string) => compile(text, NAMES).problems;

test('a block is repeated for every case, and its values are escaped', () => {
  expect(filled('{{office}}:{{#cases}} {{reference}}{{#late}}!{{/late}}{{/cases}}')).toBe(
    'Harbour &amp; Sons: A/1 A/2!',
  );
});

test('a block hides when its text is empty, and its opposite shows', () => {
  expect(filled('{{#telephone}}Call {{telephone}}{{/telephone}}{{^telephone}}Write{{/telephone}}')).toBe('Write');
  expect(filled('{{^urgent}}later{{/urgent}}{{#urgent}}now{{/urgent}}')).toBe('now');
});

test('a block tag alone on its line leaves no empty line behind', () => {
  expect(filled('one\n{{#urgent}}\ntwo\n{{/urgent}}\nthree\n')).toBe('one\ntwo\nthree\n');
});

test('a name that nobody knows is reported with its line and the names that exist', () => {
  expect(faults('Dear all,\n  {{offise}}\n')).toEqual([
    {
      line: 2,
      column: 3,
      message: '{{offise}} is not a placeholder of this letter',
      cure: 'known here: {{office}} {{telephone}} {{#urgent}} {{#cases}}',
    },
  ]);
});

test('a name of a case is known inside its block only', () => {
  expect(faults('{{#cases}}{{reference}}{{/cases}}')).toEqual([]);
  expect(faults('{{reference}}')).toHaveLength(1);
});

test('a block that is never closed, closed twice or closed in the wrong order is reported where it stands', () => {
  expect(faults('a\n{{#urgent}}b')).toMatchObject([{ line: 2, message: '{{#urgent}} is never closed' }]);
  expect(faults('{{/urgent}}')).toMatchObject([{ line: 1, message: '{{/urgent}} closes nothing that is open here' }]);
  expect(faults('{{#urgent}}{{#cases}}{{/urgent}}{{/cases}}')[0]).toMatchObject({
    cure: '{{#cases}} must be closed first',
  });
});

const ATTACKS = [
  '{{constructor}}',
  '{{__proto__}}',
  '{{toString}}',
  '{{#constructor}}x{{/constructor}}',
  '{{"".constructor.constructor("return process")()}}',
  '{{office.constructor}}',
  '{{office | safe}}',
  '{% include "/etc/passwd" %}{{ x }}',
  '{{> partial}}',
  '{{{office}}}',
  '{{&office}}',
  '{{=<% %>=}}',
  '<%= process.exit() %>{{y}}',
  '{{#cases}}{{constructor}}{{/cases}}',
  '{{office\n}} }}',
];
test('a template reaches nothing but its placeholders', () => {
  for (const attack of ATTACKS) {
    expect(faults(attack), attack).not.toEqual([]);
    const shown = filled(attack);
    expect(shown, attack).not.toMatch(/function|native code|\[object/);
  }
});

test('what a value holds is never read as a template', () => {
  const { template } = compile('{{office}}', NAMES);
  expect(fill(template, { office: '{{#cases}}{{reference}}{{/cases}}' }, (value) => value)).toBe(
    '{{#cases}}{{reference}}{{/cases}}',
  );
});
