import { sumAmounts } from '../../kernel/numbers/index.js';
import { invoiceEntry } from './invoice-entry.js';

const invoice = {
  ...{ supplier_id: 's', customer_id: null, external_number: 'F-1', currency_code: 'USD', rate: '2' },
  ...{ total_amount: '121.00', base_total: '242.00' },
};
const lines = [
  {
    account_id: 'grni',
    description: 'Plush',
    net_amount: '120.00',
    base_net: '240.00',
    tax_account_id: 't',
    tax_amount: '12.00',
    base_tax: '24.00',
    department_id: null,
  },
  {
    account_id: 'freight',
    description: null,
    net_amount: '-10.00',
    base_net: '-20.00',
    tax_account_id: 't',
    tax_amount: '-1.00',
    base_tax: '-2.00',
    department_id: 'd',
  },
];

it.each([
  ['payable', 'invoice', ['grni 240.00', 'freight -20.00', 't 22.00', 'control -242.00']],
  ['payable', 'credit_note', ['grni -240.00', 'freight 20.00', 't -22.00', 'control 242.00']],
  ['receivable', 'invoice', ['grni -240.00', 'freight 20.00', 't -22.00', 'control 242.00']],
  ['receivable', 'credit_note', ['grni 240.00', 'freight -20.00', 't 22.00', 'control -242.00']],
] as const)('a %s %s writes its lines, its tax once, and the whole the other way', (side, kind, expected) => {
  const written = invoiceEntry({ ...invoice, side, kind }, lines, 'control');
  expect(written.map(({ account_id, amount }) => `${account_id} ${amount}`)).toEqual(expected);
  expect(sumAmounts(written.map(({ amount }) => amount))).toBe('0.00');
  expect(written.at(-1)).toMatchObject({ supplier_id: 's', currency_amount: '121.00', memo: 'F-1' });
});
