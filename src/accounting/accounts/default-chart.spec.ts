import { ACCOUNT_ROLE_NAMES, roleFault } from './account-roles.js';
import { normalBalance } from './account-types.js';
import { CONTRA_ACCOUNTS, DEFAULT_CHART } from './default-chart.js';

describe('the default chart', () => {
  it('has one account for every role, of a type that the role allows', () => {
    const roles = DEFAULT_CHART.flatMap(({ role }) => (role === null ? [] : [role]));
    expect([...roles].sort()).toEqual([...ACCOUNT_ROLE_NAMES].sort());
    expect(
      DEFAULT_CHART.filter((account) => account.role !== null && roleFault(account.role, account) !== null),
    ).toEqual([]);
  });

  it('has numbers that are there once, below headings of their type', () => {
    const numbers = DEFAULT_CHART.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    const headings = new Map(DEFAULT_CHART.filter((a) => a.is_header).map(({ number, type }) => [number, type]));
    expect(DEFAULT_CHART.filter((a) => !a.is_header && headings.get(a.parent ?? '') !== a.type)).toEqual([]);
    expect([...CONTRA_ACCOUNTS].filter((number) => !numbers.includes(number))).toEqual([]);
  });
});

it('accounts grow on the side of their type', () => {
  expect((['asset', 'expense', 'liability', 'equity', 'income'] as const).map(normalBalance)).toEqual([
    'debit',
    'debit',
    'credit',
    'credit',
    'credit',
  ]);
});

it.each([
  ['payables', { type: 'liability', is_header: false, control: 'payable' }, null],
  [
    'payables',
    { type: 'liability', is_header: false, control: null },
    'Has to be a control account of what is payable',
  ],
  ['grni', { type: 'liability', is_header: false, control: 'payable' }, 'Is a control account'],
  ['grni', { type: 'asset', is_header: false, control: null }, 'Has to be of type liability'],
  ['revenue', { type: 'income', is_header: true, control: null }, 'Is a heading'],
] as const)('%s takes %j: %s', (role, account, fault) => expect(roleFault(role, account)).toBe(fault));
