import { decided, holding } from './disposition.js';
import type { Outcome } from './disposition.js';

const PIECES = {
  id: 'i',
  number: 'QI-000001',
  company_id: 'c',
  product_id: 'p',
  lot_id: null,
  location_id: 'shelf',
  held_location_id: null as string | null,
};
const PLACES = { quarantine: 'cage', adjustment: 'out' };

const legs = (outcome: Partial<Outcome>, held: string | null = null): string[] =>
  decided(
    { ...PIECES, held_location_id: held },
    { accepted: 0, rejected: 0, disposition: null, reason: 'why', ...outcome },
    PLACES,
  ).flatMap(({ type, lines }) => lines.map((l) => `${type} ${l.quantity} ${l.from_location_id} > ${l.to_location_id}`));

it('what waits goes into quarantine', () =>
  expect(holding({ ...PIECES, quantity: 5 }, 'cage')).toMatchObject([
    { type: 'transfer', source_type: 'inspection', source_id: 'i', lines: [{ quantity: 5, to_location_id: 'cage' }] },
  ]));

it.each<[string, Partial<Outcome>, string | null, string[]]>([
  ['accepted where it lies', { accepted: 9 }, null, []],
  ['accepted out of quarantine', { accepted: 9 }, 'cage', ['transfer 9 cage > shelf']],
  ['left', { rejected: 9, disposition: 'leave' }, null, []],
  ['rejected into quarantine', { rejected: 9, disposition: 'quarantine' }, null, ['transfer 9 shelf > cage']],
  ['rejected where it waits', { rejected: 9, disposition: 'quarantine' }, 'cage', []],
  ['scrapped', { rejected: 9, disposition: 'scrap' }, null, ['adjustment 9 shelf > out']],
  [
    'part of it scrapped out of quarantine',
    { accepted: 7, rejected: 2, disposition: 'scrap' },
    'cage',
    ['transfer 7 cage > shelf', 'adjustment 2 cage > out'],
  ],
])('%s', (_what, outcome, held, expected) => expect(legs(outcome, held)).toEqual(expected));
