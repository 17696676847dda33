import { endOfOrder, holding, homeward, outward } from './dispatch-movements.js';

const order = { id: 'order', company_id: 'company', warehouse_id: 'warehouse' };
const line = { product_id: 'thread', quantity: 5 };

it('what goes out is picked in the warehouse or taken from its place, the extra out of free stock', () => {
  const lines = [
    { ...line, is_extra: false },
    { ...line, is_extra: true, location_id: 'bin', lot_id: 'lot' },
  ];
  const { type, source_type, source_id, lines: legs } = outward(order, 'place', lines, { reason: 'Lorry' });
  expect([type, source_type, source_id]).toEqual(['transfer', 'manufacturing_order', 'order']);
  expect(legs).toEqual([
    { ...line, lot_id: null, pick_within: 'warehouse', to_location_id: 'place', reserved_for: 'order' },
    { ...line, lot_id: 'lot', from_location_id: 'bin', to_location_id: 'place', reserved_for: null },
  ]);
});

it('what comes home is any of what lies there, or the lot that is named', () => {
  const lines = [
    { ...line, location_id: 'bin' },
    { ...line, location_id: 'bin', lot_id: 'lot' },
  ];
  expect(homeward(order, 'place', lines, {}).lines).toEqual([
    { ...line, lot_id: null, pick_within: 'place', to_location_id: 'bin', reserved_for: 'order' },
    { ...line, lot_id: 'lot', from_location_id: 'place', to_location_id: 'bin', reserved_for: 'order' },
  ]);
});

it('the end of an order brings home what it does not consume there itself', () => {
  const lying = [
    { location_id: 'place', product_id: 'thread', quantity: 9, origin_id: 'bin' },
    { location_id: 'place', product_id: 'felt', quantity: 2, origin_id: 'bin' },
  ];
  const consumed = [
    { id: '1', product_id: 'thread', quantity: 4, pick_within: 'place' },
    { id: '2', product_id: 'thread', quantity: 3 },
    { id: '3', product_id: 'felt', quantity: 2, pick_within: 'place' },
  ];
  const [movement, ...others] = endOfOrder(order, lying, consumed, { reason: 'Done' });
  expect(others).toEqual([]);
  expect(movement!.lines).toMatchObject([{ product_id: 'thread', quantity: 5, to_location_id: 'bin' }]);
  expect(endOfOrder(order, lying.slice(1), consumed, {})).toEqual([]);
});

it('what arrived is held by product, lot and place', () => {
  const posted = (lot_id: string | null, quantity: number) => ({
    id: '',
    line_no: 1,
    product_id: 'thread',
    lot_id,
    quantity,
    from_location_id: 'bin',
    to_location_id: 'place',
    value: '0.00',
  });
  const held = holding(order, [posted(null, 2), posted(null, 3), posted('lot', 4)]);
  expect(held.map(({ lot_id, quantity, within_location_id }) => [lot_id, quantity, within_location_id])).toEqual([
    [null, 5, 'place'],
    ['lot', 4, 'place'],
  ]);
});
