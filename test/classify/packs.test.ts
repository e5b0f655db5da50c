// The shipped packs together: what kind, law, topic and provisions they suggest for mails that were made up for this.
import { expect, test } from 'vitest';
import type { Example } from '../../src/classify/rule.ts';
import { of, rules } from './shipped-rules.ts';

test.each<[string, Example]>([
  ['request', 'Under the Freedom of Information Act 2000 please tell me how many boats you own.'],
  ['request', 'How many boats do you own, and what did each cost?'],
  ['request', 'Please provide the number of complaints about wardens that were upheld in 2025.'],
  ['request', 'Please send me copies of all internal reviews that you finished in 2025.'],
  ['request', 'How many inspections of lifts are overdue? Please provide a list of the buildings.'],
  ['request', 'How many people in custody tried to harm themselves in 2025?'],
  ['internal_review', 'I am writing to request an internal review of your handling of my FOI request about boats.'],
  ['internal_review', 'I am dissatisfied with your response, for the figures for May are missing.'],
  [
    'chaser',
    { subject: 'Re: FOI/000012/26', body: 'I have not received a response to my request. When can I expect it?' },
  ],
  ['chaser', 'My request is now overdue.'],
  ['clarification', { body: 'The north pier only, and calendar years.', threaded: true }],
  ['withdrawal', 'I no longer need the information, please close my request.'],
  [
    'regulator',
    { body: 'We have received a complaint about your handling of a request.', from: 'casework@ico.org.uk' },
  ],
  ['third_party', 'As the supplier we object to the disclosure of our day rates.'],
  ['transfer', 'The applicant has agreed to the transfer of the request below, as we do not hold the records.'],
  ['complaint', 'I want to make a formal complaint about the warden on Quay Street, who shouted at my aunt.'],
  ['general', 'My bicycle was stolen from the quay last night and I want to report the theft.'],
  ['safeguarding', 'I cannot go on and I think I will kill myself tonight. Under FOI send me my file.'],
  ['spam', 'We rank your website on page one. Book a demo now, free trial.'],
])('%s: %j', (kind, mail) => {
  expect(of(mail).kind).toBe(kind);
});

test('a chaser and a review open no new request', () => {
  expect(of('I have not received a response to my FOI request of 3 May.').opens).toBe('no');
  expect(of('Please carry out an internal review of your handling of my request.').opens).toBe('no');
});

test('land, waste and air go under the Environmental Information Regulations, also when the Act is named', () => {
  const mail = of(
    'Under the Freedom of Information Act please send the planning application for the kipper house.',
    'council',
  );
  expect([mail.regime, mail.topics[0]?.id]).toEqual(['eir', 'council.planning']);
});

test('what is held about the sender goes under subject access', () => {
  expect(of('Please send me all the data that you hold about me.').regime).toBe('sar');
  expect(of('How many subject access requests did you receive in 2025?').regime).toBe('foia');
});

test('an unbounded request shows section 12 first, with the words that made it likely', () => {
  const questions = Array.from(
    { length: 13 },
    (_, index) => `${index + 1}. Please say what it does, part ${index + 1}.`,
  );
  const body = `By gadget I mean any tool which sorts or stores data about boats, including but not limited to radios.\n\nFor each tool:\n${questions.join('\n')}\n14. Send any documents about it.`;
  const [first] = of({ body }).exemptions;
  expect([first?.id, first?.regime]).toEqual(['s.12(1)', 'foia']);
  const quotes = first?.evidence.map((each) => each.quote) ?? [];
  expect(quotes).toContain('any tool which sorts or stores data about boats, including but not limited to radios');
  expect(quotes).toContain('any documents');
  expect(quotes).toContain('For each tool');
  expect(first?.because).toContain('It puts 14 separate questions');
});

test('a long mail lists the topic that its subject names, not each one that it touches', () => {
  const mail = of({
    subject: 'FOI - facial recognition',
    body: 'How often was facial recognition used? Please include the custody suite and the response times.',
  });
  expect(mail.topics.map((topic) => topic.id)).toEqual(['police.anpr-cctv']);
});

test('what is shown of a provision are words that can be read', () => {
  const { exemptions } = of({
    body: 'Under the Freedom of Information Act send any emails, minutes, notes, letters and reports about each tool, in any form whatsoever, and so on.',
  });
  const quotes = exemptions.flatMap((each) => each.evidence.map(({ quote }) => quote));
  expect(quotes).toContain('in any form whatsoever');
  expect(quotes.filter((quote) => /^(?:any|each|all|every)$/i.test(quote))).toEqual([]);
});

test('a plain question about one figure shows no provision at all', () => {
  expect(of('How many boats did you buy in 2025?').exemptions).toEqual([]);
  expect(of('Please say what the new ferry cost.').exemptions).toEqual([]);
});

test('the routing owner comes first among topics', () => {
  const topic = (mail: Example, sector: 'police' | 'council' | 'nhs' | 'central') => of(mail, sector).topics[0]?.id;
  expect(topic('How often was facial recognition used at the ferry gate?', 'police')).toBe('police.anpr-cctv');
  expect(topic('How many potholes were filled on Gannet Lane?', 'council')).toBe('council.highways');
  expect(topic('How long is the wait for an autism assessment?', 'nhs')).toBe('nhs-trust.mental-health');
  expect(topic('How many prisoners work in the kitchens?', 'central')).toBe('central-department.justice-prisons');
});

test('an unsigned opinion is no refusal: only a person decides, and the flag says what to look at', () => {
  const mail = of('Who paints the bollards?\n\nA concerned resident');
  expect(mail.kind).toBe('request');
  expect(mail.validity.map((each) => each.id)).toEqual(['s.8(1)(b)']);
});

test('no reason says that information is held or that a request is refused', () => {
  const sentences = rules.rules.map((each) => each.rule.because);
  expect(
    sentences.filter((each) =>
      /\b(?:is|are) (?:not )?held\b|\bwe (?:do not )?hold\b|\bmust be refused\b|\bvexatious\b/i.test(each),
    ),
  ).toEqual([]);
});

test.each([
  [
    'Under the Freedom of Information Act how many stops were made? And send me the personal data you hold about me.',
    ['foia', 'sar'],
  ],
  ['Under FOI please send your custody policy, and my custody record.', ['foia', 'sar']],
  ['Under the Freedom of Information Act please send me all the information you hold about me.', ['sar']],
  ['Please send all data you hold about me. I know that the Freedom of Information Act exists.', ['sar']],
])('one’s own data and other information are two laws only when both are asked for: %s', (body, laws) => {
  const { regime, alsoRegimes } = of(body);
  expect([regime, ...alsoRegimes]).toEqual(laws);
});

test('a month is no protest, and a word by chance is no environment', () => {
  expect(of('How many officers were on leave in March 2025?').topics).toEqual([]);
  expect(of('What did policing the march through Northmere cost?').topics[0]?.id).toBe('police.protest-events');
  expect(of('How often was a Taser used on River Street? My letter on potholes was lost.').regime).toBe('foia');
});

test.each([
  'What was done about the diesel leak at the depot, and what does the groundwater show?',
  'Please send every report on soil contamination at the old station.',
  'What was the energy use and CO2 of each of your buildings in 2025?',
  'How many trees were felled at headquarters?',
  'Under the Freedom of Information Act please send the bat survey and the ecology report for the new cells.',
  'Please send the noise assessments for the firing range, and each fuel spillage since 2020.',
])('ground, trees, noise, spills and energy go under the Regulations, at a police force too: %s', (body) => {
  expect([of(body, 'police').regime, of(body, 'council').regime]).toEqual(['eir', 'eir']);
});
