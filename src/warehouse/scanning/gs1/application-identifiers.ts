/** What kind of check the value of an application identifier takes beside its form. */
export type ValueKind = 'text' | 'check_digit' | 'date' | 'measure' | 'amount';

/** One piece of a value: digits (N) or the 82 characters that element strings may hold (X), of a length from `min` to `max`. */
interface Component {
  readonly type: 'N' | 'X';
  readonly min: number;
  readonly max: number;
}

/** An application identifier (AI) of the GS1 General Specifications, section 3. */
export interface ApplicationIdentifier {
  readonly ai: string;
  readonly title: string;
  readonly kind: ValueKind;
  readonly components: readonly Component[];
  readonly min: number;
  readonly max: number;
  /** For `check_digit`: how many digits the key has, its check digit being the last. */
  readonly key_length?: number;
  /** For a measure: the unit, in the code that this system knows it by. */
  readonly unit?: string;
  /** For a measure or amount: how many digits stand behind the point; the last digit of the identifier. */
  readonly decimals?: number;
}

/** Separates an element of variable length from the next: FNC1 as a reader transmits it. */
export const GS = '\u001d';

/** Elements that begin so have a length of their own and need no separator (figure 7.8.5-2): number of characters with the identifier. */
export const PREDEFINED_LENGTHS: Readonly<Record<string, number>> = {
  '00': 20,
  '01': 16,
  '02': 16,
  '03': 16,
  '04': 18,
  '11': 8,
  '12': 8,
  '13': 8,
  '14': 8,
  '15': 8,
  '16': 8,
  '17': 8,
  '18': 8,
  '19': 8,
  '20': 4,
  '31': 10,
  '32': 10,
  '33': 10,
  '34': 10,
  '35': 10,
  '36': 10,
  '41': 16,
};

type Row = readonly [ai: string, format: string, title: string];

const TEXTS: readonly Row[] = [
  ['10', 'X..20', 'BATCH/LOT'],
  ['20', 'N2', 'VARIANT'],
  ['21', 'X..20', 'SERIAL'],
  ['22', 'X..20', 'CPV'],
  ['235', 'X..28', 'TPX'],
  ['240', 'X..30', 'ADDITIONAL ID'],
  ['241', 'X..30', 'CUST. PART No.'],
  ['242', 'N..6', 'MTO VARIANT'],
  ['243', 'X..20', 'PCN'],
  ['250', 'X..30', 'SECONDARY SERIAL'],
  ['251', 'X..30', 'REF. TO SOURCE'],
  ['254', 'X..20', 'GLN EXTENSION COMPONENT'],
  ['30', 'N..8', 'VAR. COUNT'],
  ['37', 'N..8', 'COUNT'],
  ['400', 'X..30', 'ORDER NUMBER'],
  ['401', 'X..30', 'GINC'],
  ['403', 'X..30', 'ROUTE'],
  ['420', 'X..20', 'SHIP TO POST'],
  ['421', 'N3 X..9', 'SHIP TO POST'],
  ['422', 'N3', 'ORIGIN'],
  ['423', 'N3 N..12', 'COUNTRY - INITIAL PROCESS'],
  ['424', 'N3', 'COUNTRY - PROCESS'],
  ['425', 'N3 N..12', 'COUNTRY - DISASSEMBLY'],
  ['426', 'N3', 'COUNTRY - FULL PROCESS'],
  ['427', 'X..3', 'ORIGIN SUBDIVISION'],
  ['7001', 'N13', 'NSN'],
  ['7002', 'X..30', 'MEAT CUT'],
  ['7004', 'N..4', 'ACTIVE POTENCY'],
  ['7005', 'X..12', 'CATCH AREA'],
  ['7008', 'X..3', 'AQUATIC SPECIES'],
  ['7009', 'X..10', 'FISHING GEAR TYPE'],
  ['7010', 'X..2', 'PROD METHOD'],
  ['7020', 'X..20', 'REFURB LOT'],
  ['7021', 'X..20', 'FUNC STAT'],
  ['7022', 'X..20', 'REV STAT'],
  ['8001', 'N14', 'DIMENSIONS'],
  ['8002', 'X..20', 'CMT No.'],
  ['8004', 'X..30', 'GIAI'],
  ['8005', 'N6', 'PRICE PER UNIT'],
  ['8007', 'X..34', 'IBAN'],
  ['8008', 'N8 [N..4]', 'PROD TIME'],
  ['8010', 'X..30', 'CPID'],
  ['8011', 'N..12', 'CPID SERIAL'],
  ['8012', 'X..20', 'VERSION'],
  ['8013', 'X..25', 'GMN'],
  ['8019', 'N..10', 'SRIN'],
  ['8020', 'X..25', 'REF. No.'],
  ['8110', 'X..70', 'COUPON'],
  ['8200', 'X..70', 'PRODUCT URL'],
  ['90', 'X..30', 'INTERNAL'],
  ...Array.from({ length: 9 }, (_, n): Row => [`9${n + 1}`, 'X..90', 'INTERNAL']),
];

/** Keys with a check digit, which is the last of their first digits. */
const KEYS: readonly (readonly [...Row, key_length: number])[] = [
  ['00', 'N18', 'SSCC', 18],
  ['01', 'N14', 'GTIN', 14],
  ['02', 'N14', 'CONTENT', 14],
  ['253', 'N13 [X..17]', 'GDTI', 13],
  ['255', 'N13 [N..12]', 'GCN', 13],
  ['402', 'N17', 'GSIN', 17],
  ['410', 'N13', 'SHIP TO LOC', 13],
  ['411', 'N13', 'BILL TO', 13],
  ['412', 'N13', 'PURCHASE FROM', 13],
  ['413', 'N13', 'SHIP FOR LOC', 13],
  ['414', 'N13', 'LOC No.', 13],
  ['415', 'N13', 'PAY TO', 13],
  ['416', 'N13', 'PROD/SERV LOC', 13],
  ['417', 'N13', 'PARTY', 13],
  ['8003', 'N14 [X..16]', 'GRAI', 14],
  ['8006', 'N18', 'ITIP', 14],
  ['8017', 'N18', 'GSRN - PROVIDER', 18],
  ['8018', 'N18', 'GSRN - RECIPIENT', 18],
  ['8026', 'N18', 'ITIP CONTENT', 14],
];

const DATES: readonly Row[] = [
  ['11', 'N6', 'PROD DATE'],
  ['12', 'N6', 'DUE DATE'],
  ['13', 'N6', 'PACK DATE'],
  ['15', 'N6', 'BEST BEFORE or BEST BY'],
  ['16', 'N6', 'SELL BY'],
  ['17', 'N6', 'USE BY OR EXPIRY'],
  ['7003', 'N10', 'EXPIRY TIME'],
  ['7006', 'N6', 'FIRST FREEZE DATE'],
];

/** Measures: four digits, the last of which says where the point stands. Only the metric ones have a unit here. */
const MEASURES: readonly (readonly [ai: string, title: string, unit?: string])[] = [
  ['310', 'NET WEIGHT (kg)', 'KG'],
  ['311', 'LENGTH (m)', 'M'],
  ['312', 'WIDTH (m)'],
  ['313', 'HEIGHT (m)'],
  ['314', 'AREA (m2)', 'M2'],
  ['315', 'NET VOLUME (l)', 'L'],
  ['316', 'NET VOLUME (m3)', 'M3'],
  ...['320', '321', '322', '323', '324', '325', '326', '327', '328', '329'].map((ai) => [ai, 'MEASURE'] as const),
  ['330', 'GROSS WEIGHT (kg)'],
  ...['331', '332', '333', '334', '335', '336', '337'].map((ai) => [ai, 'LOGISTIC MEASURE'] as const),
  ...['340', '341', '342', '343', '344', '345', '346', '347', '348', '349'].map(
    (ai) => [ai, 'LOGISTIC MEASURE'] as const,
  ),
  ...['350', '351', '352', '353', '354', '355', '356', '357'].map((ai) => [ai, 'MEASURE'] as const),
  ...['360', '361', '362', '363', '364', '365', '366', '367', '368', '369'].map((ai) => [ai, 'MEASURE'] as const),
];

const AMOUNTS: readonly Row[] = [
  ['390', 'N..15', 'AMOUNT'],
  ['391', 'N3 N..15', 'AMOUNT'],
  ['392', 'N..15', 'PRICE'],
  ['393', 'N3 N..15', 'PRICE'],
  ['394', 'N4', 'PRCNT OFF'],
];

const DECIMALS = [0, 1, 2, 3, 4, 5] as const;

function row(ai: string, format: string, title: string, kind: ValueKind): ApplicationIdentifier {
  const components = format.split(' ').map((part): Component => {
    const [, optional, type, open, length] = /^(\[?)([NX])(\.\.)?(\d+)\]?$/.exec(part)!;
    return { type: type as 'N' | 'X', min: optional ? 0 : open ? 1 : Number(length), max: Number(length) };
  });
  const sum = (end: 'min' | 'max') => components.reduce((total, component) => total + component[end], 0);
  return { ai, title, kind, components, min: sum('min'), max: sum('max') };
}

const KNOWN: ReadonlyMap<string, ApplicationIdentifier> = new Map(
  [
    ...TEXTS.map(([ai, format, title]) => row(ai, format, title, 'text')),
    ...KEYS.map(([ai, format, title, key_length]) => ({ ...row(ai, format, title, 'check_digit'), key_length })),
    ...DATES.map(([ai, format, title]) => row(ai, format, title, 'date')),
    ...MEASURES.flatMap(([ai, title, unit]) =>
      DECIMALS.map((decimals) => ({
        ...row(`${ai}${decimals}`, 'N6', title, 'measure'),
        decimals,
        ...(unit && { unit }),
      })),
    ),
    ...AMOUNTS.flatMap(([ai, format, title]) =>
      DECIMALS.map((decimals) => ({ ...row(`${ai}${decimals}`, format, title, 'amount'), decimals })),
    ),
  ].map((known) => [known.ai, known]),
);

export function applicationIdentifier(ai: string): ApplicationIdentifier | undefined {
  return KNOWN.get(ai);
}

/** The identifier that a text begins with. No two begin alike, so the shortest that is known is it. */
export function identifierAt(text: string, position: number): ApplicationIdentifier | undefined {
  for (const length of [2, 3, 4]) {
    const known = KNOWN.get(text.slice(position, position + length));
    if (known) return known;
  }
  return undefined;
}
