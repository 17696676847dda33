import fc from 'fast-check';
import { arrivalMovements, arrivals, shipment } from './card-transport.js';
import type { InTransit } from './card-transport.js';

const card = {
  id: 'card',
  number: 'KC-000001',
  company_id: 'us',
  product_id: 'p',
  from_location_id: 'STOCK',
  to_location_id: 'FLOOR',
};
const on = (id: string, left: number, lot_id: string | null = null): InTransit => ({
  id,
  lot_id,
  transit_location_id: 'T',
  left,
});

describe('what arrives', () => {
  test.each([
    [
      'all of it',
      [on('a', 5), on('b', 3)],
      8,
      0,
      [
        ['a', 5, 0],
        ['b', 3, 0],
      ],
    ],
    [
      'the oldest first',
      [on('a', 5), on('b', 3)],
      6,
      0,
      [
        ['a', 5, 0],
        ['b', 1, 0],
      ],
    ],
    [
      'what is lost after what has arrived',
      [on('a', 5), on('b', 3)],
      4,
      2,
      [
        ['a', 4, 1],
        ['b', 0, 1],
      ],
    ],
    ['only a loss', [on('a', 5)], 0, 2, [['a', 0, 2]]],
    ['nothing of a shipment that is settled', [on('a', 0), on('b', 3)], 1, 0, [['b', 1, 0]]],
  ])('%s', (_, shipments, received, lost, expected) => {
    expect(arrivals(shipments, received, lost).map(({ id, received, lost }) => [id, received, lost])).toEqual(expected);
  });

  test('no piece is made or lost by sharing them out', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 8 }), fc.nat(400), fc.nat(400), (lefts, a, b) => {
        const total = lefts.reduce((sum, left) => sum + left, 0);
        const received = Math.min(a, total);
        const lost = Math.min(b, total - received);
        const shared = arrivals(
          lefts.map((left, n) => on(String(n), left)),
          received,
          lost,
        );
        expect(shared.reduce((sum, each) => sum + each.received, 0)).toBe(received);
        expect(shared.reduce((sum, each) => sum + each.lost, 0)).toBe(lost);
        for (const each of shared) expect(each.received + each.lost).toBeLessThanOrEqual(each.left);
      }),
    );
  });
});

test('a shipment picks within the place that supplies; arrivals go lot by lot, losses out of the books', () => {
  expect(shipment(card, 7, 'T', null)).toMatchObject({
    type: 'transfer',
    source_type: 'request_card',
    source_id: 'card',
    reference: 'KC-000001',
    lines: [{ product_id: 'p', quantity: 7, pick_within: 'STOCK', to_location_id: 'T' }],
  });
  const arrived = [
    { ...on('a', 5, 'L1'), received: 4, lost: 1 },
    { ...on('b', 3, 'L2'), received: 3, lost: 0 },
  ];
  expect(arrivalMovements(card, arrived, 'ADJ', 'One torn').map(({ type, lines }) => [type, lines])).toEqual([
    [
      'transfer',
      [
        { product_id: 'p', lot_id: 'L1', quantity: 4, from_location_id: 'T', to_location_id: 'FLOOR' },
        { product_id: 'p', lot_id: 'L2', quantity: 3, from_location_id: 'T', to_location_id: 'FLOOR' },
      ],
    ],
    ['adjustment', [{ product_id: 'p', lot_id: 'L1', quantity: 1, from_location_id: 'T', to_location_id: 'ADJ' }]],
  ]);
  expect(arrivalMovements(card, [{ ...on('a', 5), received: 0, lost: 2 }], 'ADJ', 'x').map(({ type }) => type)).toEqual(
    ['adjustment'],
  );
});
