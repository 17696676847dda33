import { planFaults } from './plan-faults.js';
import type { InspectionPlanInput } from './plans.dto.js';

const plan = (more: Partial<InspectionPlanInput>): InspectionPlanInput => ({
  product_id: 'p',
  kind: 'incoming',
  revision: 'A',
  sampling: 'all',
  ...more,
});
const faults = (more: Partial<InspectionPlanInput>): string[] =>
  planFaults(plan(more)).map(({ pointer, code }) => `${pointer} ${code}`);
const row = (lot_from: number, lot_to: number, sample_size = 5, acceptance_number = 0, rejection_number = 1) => ({
  lot_from,
  lot_to,
  sample_size,
  acceptance_number,
  rejection_number,
});
const measured = (more: object = {}) => ({
  characteristic_no: 1,
  name: 'Width',
  type: 'measured' as const,
  unit: 'mm',
  decimals: 2,
  lower_limit: '1',
  severity: 'major',
  ...more,
});

describe('A plan', () => {
  it('is right', () => {
    expect(faults({})).toEqual([]);
    expect(
      faults({
        product_id: null,
        category_id: 'c',
        kind: 'in_process',
        operation: 'SEWING',
        sampling: 'table',
        samples: [row(1, 10), row(11, 20)],
        is_gate: true,
        while_open: 'quarantine',
        characteristics: [
          measured({ lower_limit: '1.5', nominal: '1.5', upper_limit: '1.50' }),
          { characteristic_no: 2, name: 'Colour', type: 'attribute', severity: 'minor' },
        ],
      }),
    ).toEqual([]);
    expect(faults({ sampling: 'fixed', sample_quantity: 3, while_open: 'leave' })).toEqual([]);
    expect(faults({ sampling: 'percent', sample_percent: '0.0001' })).toEqual([]);
  });

  it.each<[string, Partial<InspectionPlanInput>, string[]]>([
    ['of nothing', { product_id: null }, ['/product_id REQUIRED']],
    ['of two things', { category_id: 'c' }, ['/product_id EXCLUSIVE']],
    ['in process of no operation', { kind: 'in_process' }, ['/operation REQUIRED']],
    ['incoming with an operation', { operation: 'SEWING' }, ['/operation EXCLUSIVE']],
    ['fixed without a number', { sampling: 'fixed' }, ['/sample_quantity REQUIRED']],
    ['all with a number', { sample_quantity: 3 }, ['/sample_quantity EXCLUSIVE']],
    ['percent without one', { sampling: 'percent' }, ['/sample_percent REQUIRED']],
    ['percent of nothing', { sampling: 'percent', sample_percent: '0.0' }, ['/sample_percent INVALID_QUANTITY']],
    [
      'fixed with a percentage',
      { sampling: 'fixed', sample_quantity: 1, sample_percent: '5' },
      ['/sample_percent EXCLUSIVE'],
    ],
    ['that holds and is no gate', { while_open: 'hold' }, ['/while_open EXCLUSIVE']],
    ['by an empty table', { sampling: 'table' }, ['/samples REQUIRED']],
    ['with a table for all', { samples: [row(1, 2)] }, ['/samples EXCLUSIVE']],
    [
      'with rows that cannot be',
      { sampling: 'table', samples: [row(5, 10), row(12, 11), row(20, 30, 2, 2, 2)] },
      [
        '/samples/1/lot_to INVALID_VALUE',
        '/samples/2/acceptance_number INVALID_VALUE',
        '/samples/2/rejection_number INVALID_VALUE',
      ],
    ],
    [
      'with rows that overlap',
      { sampling: 'table', samples: [row(5, 10), row(1, 5)] },
      ['/samples/1/lot_from OVERLAP'],
    ],
    [
      'that measures nothing',
      { characteristics: [measured({ unit: null, decimals: null, lower_limit: null })] },
      [
        '/characteristics/0/unit REQUIRED',
        '/characteristics/0/decimals REQUIRED',
        '/characteristics/0/lower_limit REQUIRED',
      ],
    ],
    [
      'whose limits cross',
      { characteristics: [measured({ lower_limit: '2', upper_limit: '1.999999' })] },
      ['/characteristics/0/upper_limit INVALID_VALUE'],
    ],
    [
      'whose nominal is below, or above',
      {
        characteristics: [
          measured({ nominal: '0.9' }),
          measured({ characteristic_no: 2, upper_limit: '3', nominal: '3.01' }),
        ],
      },
      ['/characteristics/0/nominal INVALID_VALUE', '/characteristics/1/nominal INVALID_VALUE'],
    ],
    [
      'that names a number twice and gives an attribute limits',
      { characteristics: [measured(), measured({ type: 'attribute' as const })] },
      [
        '/characteristics/1/characteristic_no DUPLICATE',
        '/characteristics/1/unit EXCLUSIVE',
        '/characteristics/1/lower_limit EXCLUSIVE',
        '/characteristics/1/decimals EXCLUSIVE',
      ],
    ],
  ])('%s is refused', (_what, more, expected) => expect(faults(more)).toEqual(expected));
});
