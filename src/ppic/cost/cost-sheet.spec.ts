import { materialLines, operationLine, plannedOutputValue, variancesOf } from './cost-sheet.js';
import type { SheetComponent, SheetOperation } from './cost-sheet.js';

const PLUSH: SheetComponent = {
  product_id: 'plush',
  numerator: '2',
  denominator: '1',
  required_quantity: 200,
  issued_quantity: 190,
  planned_unit_cost: '10.000000',
  processed_quantity: 90,
};
const named = (product_id: string, actual_value: string) => ({
  product_id,
  sku: product_id,
  name: product_id,
  actual_value,
});

describe('Material on a cost sheet', () => {
  it('is what was taken beyond the bill at the price of the release, and what the price has risen', () => {
    // 90 pieces need 180, 190 were taken, at 10.50 on average: 10 * 10.00 and 190 * 0.50.
    expect(materialLines([named('plush', '1995.00')], [PLUSH])).toEqual([
      {
        product_id: 'plush',
        sku: 'plush',
        name: 'plush',
        planned_quantity: 200,
        standard_quantity: 180,
        actual_quantity: 190,
        planned_value: '2000.00',
        standard_value: '1800.00',
        actual_value: '1995.00',
        usage_variance: '100.00',
        price_variance: '95.00',
      },
    ]);
  });

  it('adds up the lines of a product, each with the pieces of its own operation', () => {
    const trim = { ...PLUSH, numerator: '1', issued_quantity: 40, required_quantity: 50, processed_quantity: 40 };
    const [line] = materialLines([named('plush', '2300.00')], [PLUSH, trim]);
    expect(line).toMatchObject({
      standard_quantity: 220,
      actual_quantity: 230,
      usage_variance: '100.00',
      price_variance: '0.00',
    });
  });

  it('counts what was issued beside the bill as usage, all of it', () => {
    const tape = {
      ...PLUSH,
      product_id: 'tape',
      numerator: '0',
      required_quantity: 0,
      issued_quantity: 3,
      planned_unit_cost: null,
    };
    expect(materialLines([named('tape', '4.50')], [tape])[0]).toMatchObject({
      planned_value: '0.00',
      usage_variance: '4.50',
      price_variance: '0.00',
    });
  });
});

/** One place, one person; 30 minutes of set-up and 2 a piece; 6.00 and 3.00 an hour and 10 %. */
const SEWING: SheetOperation = {
  kind: 'internal',
  setup_minutes: 30,
  run_minutes: 2,
  run_quantity: 1,
  places: null,
  capacity: 1,
  people_per_place: 1,
  efficiency_percent: '100',
  labour_rate: '6.000000',
  machine_rate: '3.000000',
  overhead_percent: '10',
  price_per_piece: null,
  planned_quantity: 100,
  processed_quantity: 90,
  good_quantity: 88,
  labour_cost: '24.00',
  machine_cost: '12.00',
  overhead_cost: '3.60',
  subcontract_cost: '0.00',
};

describe('An operation on a cost sheet', () => {
  it('is beside what the plan allows for the pieces that went through it', () => {
    // 30 + 180 = 210 minutes: 21.00 + 10.50 and 3.15; 39.60 was spent.
    expect(operationLine(SEWING)).toEqual({
      standard_machine_minutes: 210,
      standard_labour_minutes: 210,
      standard_cost: '34.65',
      actual_cost: '39.60',
      time_variance: '4.95',
    });
  });

  it('was allowed nothing where nothing went through it', () => {
    const idle = { ...SEWING, processed_quantity: 0, good_quantity: 0 };
    expect(operationLine(idle)).toMatchObject({ standard_cost: '0.00', time_variance: '39.60' });
  });

  it('of a supplier is his price of good pieces', () => {
    const outside = {
      ...SEWING,
      kind: 'subcontract',
      price_per_piece: '1.50',
      labour_cost: '0.00',
      machine_cost: '0.00',
      overhead_cost: '0.00',
      subcontract_cost: '132.00',
    };
    expect(operationLine(outside)).toMatchObject({ standard_cost: '132.00', time_variance: '0.00' });
  });
});

describe('Variances of an order', () => {
  it('add up to what it cost beyond the plan of what came out, to the cent', () => {
    const material = materialLines([named('plush', '1995.00')], [PLUSH]);
    const operations = [operationLine(SEWING)];
    // 88 good pieces planned at 20.379000 = 1,793.35; actual 1,995.00 + 39.60 = 2,034.60.
    const out = plannedOutputValue({ quantity: 88, planned_unit_cost: '20.379000' });
    expect(out).toBe('1793.35');
    expect(variancesOf(material, operations, [out])).toEqual({
      material_usage: '100.00',
      material_price: '95.00',
      time: '4.95',
      // allowed for 90 pieces 1,800.00 + 34.65, less 1,793.35
      yield: '41.30',
      total: '241.25',
    });
  });
});
