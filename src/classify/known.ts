// The closed lists of ids that a rule may suggest. Ids of exemptions are provisions; each belongs to one regime.

export const KINDS = [
  'request',
  'clarification',
  'internal_review',
  'chaser',
  'withdrawal',
  'regulator',
  'third_party',
  'transfer',
  'complaint',
  'general',
  'safeguarding',
  'automatic',
  'bounce',
  'spam',
] as const;
export type Kind = (typeof KINDS)[number];

/** FOIA 2000; EIR 2004; subject access (UK GDPR Article 15, DPA 2018 Part 3); FOI(S)A 2002; EI(S)R 2004; RPSI 2015. */
export const REGIMES = ['foia', 'eir', 'sar', 'foisa', 'eisr', 'rpsi'] as const;
export type Regime = (typeof REGIMES)[number];

const ids = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Provisions that may be engaged, by regime; from the Acts and Regulations themselves. */
export const EXEMPTIONS: Readonly<Partial<Record<Regime, readonly string[]>>> = {
  foia: ids(`
    s.12(1) s.12(2) s.14(1) s.14(2) s.21 s.22 s.22A s.23(1) s.23(5) s.24(1) s.24(2) s.26 s.27(1) s.27(2) s.28 s.29
    s.30(1) s.30(2) s.30(3) s.31(1)(a) s.31(1)(b) s.31(1)(c) s.31(1)(d) s.31(1)(e) s.31(1)(f) s.31(1)(g) s.31(3)
    s.32 s.33 s.34 s.35(1)(a) s.35(1)(b) s.35(1)(c) s.35(1)(d) s.36(2)(a) s.36(2)(b) s.36(2)(c)
    s.37(1)(a) s.37(1)(ac) s.37(1)(b) s.38(1)(a) s.38(1)(b) s.39 s.40(1) s.40(2) s.40(5A) s.40(5B) s.41 s.42
    s.43(1) s.43(2) s.44`),
  eir: ids(`
    reg.5(3) reg.6(1)(b) reg.12(3) reg.12(4)(a) reg.12(4)(b) reg.12(4)(c) reg.12(4)(d) reg.12(4)(e) reg.12(5)(a) reg.12(5)(b)
    reg.12(5)(c) reg.12(5)(d) reg.12(5)(e) reg.12(5)(f) reg.12(5)(g) reg.13`),
  foisa: ids(`
    s.12 s.14(1) s.14(2) s.17 s.18 s.25 s.26 s.27 s.28 s.29 s.30 s.31 s.32 s.33 s.34 s.35 s.36(1) s.36(2) s.37 s.38
    s.39(1) s.39(2) s.40 s.41`),
  eisr: ids(`
    reg.6(1)(b) reg.10(3) reg.10(4)(a) reg.10(4)(b) reg.10(4)(c) reg.10(4)(d) reg.10(4)(e) reg.10(5)(a) reg.10(5)(b) reg.10(5)(c)
    reg.10(5)(d) reg.10(5)(e) reg.10(5)(f) reg.10(5)(g) reg.11`),
};

/** What a valid request needs: FOIA s.8(1), FOI(S)A s.8(1); a description precise enough, FOIA s.1(3), EIR reg.9. */
export const VALIDITY = ids(`
  s.8(1) s.8(1)(a) s.8(1)(b) s.8(1)(c) s.8(2) s.1(3) reg.9 reg.12(4)(c)`);

const topics = (prefix: string, names: string): readonly string[] => ids(names).map((name) => `${prefix}.${name}`);

/** Judgement: the subjects by which authorities route requests, from published disclosure logs and general knowledge. */
export const TOPICS: readonly string[] = [
  ...topics(
    'police',
    `crime-stats violence-weapons sexual-offences domestic-abuse missing-vulnerable drugs fraud-cyber custody stop-search
     firearms-licensing armed-policing roads anpr-cctv counter-terrorism investigations incidents-calls asb-neighbourhood
     protest-events psd-complaints workforce training finance procurement ict fleet-estates animals-rural foi-dp
     pcc-governance partnership-multiagency criminal-justice property-seized legal legacy-historic media paranormal-misc`,
  ),
  ...topics(
    'council',
    `council-tax business-rates empty-property housing planning building-control highways parking waste environment
     licensing trading-standards childrens-social-care adult-social-care sen schools electoral democratic finance
     procurement ict hr legal property-estates leisure-culture regeneration benefits-welfare bereavement transport asylum`,
  ),
  ...topics(
    'nhs-trust',
    `workforce agency-spend finance procurement it-digital estates-facilities ae-emergency waiting-lists
     clinical-activity maternity mental-health cancer medicines patient-safety complaints-pals deaths-bereavement
     violence-security overseas-visitors infection research hr-pay structure-contacts equality sustainability
     deceased-records`,
  ),
  ...topics(
    'central-department',
    `policy ministers special-advisers legislation-bills stats-data spend-contracts staff-hr travel-hospitality
     correspondence-lobbying casework-immigration immigration-statistics benefits-statistics defence foreign-affairs
     royal it-security estates environment-policy health-policy justice-prisons tax security-intel archives-records
     foi-performance`,
  ),
];

export const SECTORS = ['police', 'council', 'nhs', 'central'] as const;
export type Sector = (typeof SECTORS)[number];
/** Whose topics a sector uses. */
export const TOPIC_PREFIX: Readonly<Record<Sector, string>> = {
  police: 'police.',
  council: 'council.',
  nhs: 'nhs-trust.',
  central: 'central-department.',
};

/** Topics that an authority names itself, in rules of its own; they belong to whatever sector it is of. */
export const OWN_TOPIC = /^local\.[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** Whether an authority of this sector uses a topic. */
export const isTopicOf = (sector: Sector, topic: string): boolean =>
  topic.startsWith(TOPIC_PREFIX[sector]) || OWN_TOPIC.test(topic);

/** Whether a text is one of a closed list of ids. */
export const isOneOf = <Id extends string>(list: readonly Id[], text: string): text is Id =>
  list.some((id) => id === text);
