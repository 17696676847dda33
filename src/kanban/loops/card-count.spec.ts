import { cardsByLevel, countCards, suggestCards } from './card-count.js';
import type { CountBasis } from './card-count.js';

const basis = (given: Partial<CountBasis> = {}): CountBasis => ({
  demand_source: 'stated',
  daily_demand: '120.000000',
  demand_days: null,
  used: 0,
  working_days: 0,
  lead_time_days: '2.5000',
  safety_percent: '20.0000',
  container_quantity: 50,
  min_cards: 1,
  max_cards: 500,
  ...given,
});
const actual = { demand_source: 'actual', daily_demand: null, demand_days: 7 };

test('the count is explained as a person would add it up', () => {
  // 120 a day * 2.5 days = 300; with a fifth more 360; in containers of 50 that is 7.2, so 8.
  const { cards, steps } = countCards(basis());
  expect(cards).toBe(8);
  expect(steps).toEqual([
    'Demand as stated: 120 a working day',
    'During the lead time: 120 * 2.5 working days = 300',
    'With 20 % safety: 300 * 1.2 = 360',
    'In containers of 50: 360 / 50 = 36/5, rounded up to 8',
  ]);
});

test.each([
  ['a whole number of containers is not rounded up', { daily_demand: '100', safety_percent: '0' }, 5],
  ['a millionth more is another card', { daily_demand: '100.000001', safety_percent: '0' }, 6],
  ['no demand keeps the least', { daily_demand: '0', min_cards: 2 }, 2],
  ['never more than the greatest', { max_cards: 3 }, 3],
  [
    'a demand beyond counting is held by the greatest',
    { daily_demand: '9999999999999.999999', container_quantity: 1 },
    500,
  ],
  [
    'a third is not rounded on the way',
    { ...actual, used: 100, working_days: 3, lead_time_days: '3', safety_percent: '0' },
    2,
  ],
  ['no working day, no demand', { ...actual, used: 10, working_days: 0 }, 1],
] as const)('%s', (_, given, cards) => expect(countCards(basis(given as Partial<CountBasis>)).cards).toBe(cards));

test('it says where the demand is from, and which limit held it', () => {
  expect(countCards(basis({ ...actual, used: 100, working_days: 3, min_cards: 9 })).steps).toEqual([
    'Demand of the last 7 days: 100 used / 3 working days = 100/3 a working day',
    'During the lead time: 100/3 * 2.5 working days = 250/3',
    'With 20 % safety: 250/3 * 1.2 = 100',
    'In containers of 50: 100 / 50 = 2, rounded up to 2',
    'At least 9: 9',
  ]);
  expect(countCards(basis({ ...actual })).steps[0]).toBe('Demand of the last 7 days: none of them was worked, so 0');
  expect(countCards(basis({ max_cards: 2 })).steps.at(-1)).toBe('At most 2: 2');
});

test.each([
  [5, 3, 'add', 2],
  [3, 5, 'remove', 2],
  [3, 3, 'none', 0],
])('%d wanted and %d there: %s %d', (wanted, staying, action, cards) =>
  expect(suggestCards(wanted, staying)).toEqual({ action, cards }),
);

test.each([
  ['above the trigger nothing', 21, 0, 3, 0],
  ['at the trigger one', 20, 0, 3, 1],
  ['what is to come counts', 5, 40, 3, 0],
  ['below by more than a container, more than one', 0, 0, 5, 1],
  ['as many as bring it above', 0, 0, 5, 1],
  ['no more than are full', 0, 0, 0, 0],
])('by level: %s', (_, on_hand, to_come, full, cards) =>
  expect(cardsByLevel({ on_hand, to_come, trigger_quantity: 20, container_quantity: 40, full })).toBe(cards),
);

test('several containers are needed where one does not reach above the trigger', () => {
  // 100 - 10 = 90 missing: containers of 40 bring 50, 90 (which is at the trigger still), 130.
  expect(cardsByLevel({ on_hand: 10, to_come: 0, trigger_quantity: 100, container_quantity: 40, full: 9 })).toBe(3);
  expect(cardsByLevel({ on_hand: 20, to_come: 0, trigger_quantity: 100, container_quantity: 40, full: 9 })).toBe(3);
  expect(cardsByLevel({ on_hand: 20, to_come: 0, trigger_quantity: 100, container_quantity: 40, full: 2 })).toBe(2);
});
