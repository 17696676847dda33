import { ROUTE } from '../../kernel/http/index.js';
import type { RouteOptions } from '../../kernel/http/index.js';
import { TaxReportController } from '../taxes/tax-report.controller.js';
import { MOST_ROWS } from './figures-limits.js';
import type { AccountSums } from './statement-rows.js';
import { balanceSheet, cashFlow, incomeStatement } from './statements.js';
import { StatementsController } from './statements.controller.js';
import { rangeFaults, refuseTooMany } from './statements.service.js';

const account = (type: string, statement_line: string, cash_flow: string | null, ...sums: string[]): AccountSums => ({
  ...{ account_id: statement_line, account_number: statement_line, account_name: statement_line },
  ...{ type, statement_line, cash_flow, sums },
});

describe('a statement', () => {
  it('of nothing has all its lines, of nothing', () => {
    for (const [statement, codes] of [
      [balanceSheet([], false), ['assets', 'liabilities', 'equity', 'liabilities_and_equity']],
      [incomeStatement([], false), ['revenue', 'gross_profit', 'operating_result', 'result']],
      [cashFlow([], false), ['operating', 'investing', 'financing', 'unclassified', 'change', 'closing_cash']],
    ] as const) {
      expect(codes.map((code) => statement.total(code))).toEqual(codes.map(() => '0.00'));
      expect(statement.data.every((row) => row.compare_amount === null && row.change === null)).toBe(true);
    }
  });

  it('leaves accounts out that are nothing on both sides, and keeps those that are something on one', () => {
    const sums = [account('income', 'revenue', null, '0.00', '0.00'), account('income', 'other', null, '0.00', '5.00')];
    const rows = incomeStatement(sums, true).data.filter(({ kind }) => kind === 'account');
    expect(rows.map(({ account_number, change }) => [account_number, change])).toEqual([['other', '5.00']]);
  });

  it('keeps every cent of amounts beyond what a double holds', () => {
    const sums = [
      account('asset', 'current_assets', 'cash', '99999999999999999.99', '0.00'),
      account('equity', 'equity', 'financing', '-99999999999999999.98', '0.00'),
      account('expense', 'other', null, '-0.01', '0.00'),
    ];
    const sheet = balanceSheet(sums, false);
    expect([sheet.total('assets'), sheet.total('liabilities_and_equity')]).toEqual([
      ...['99999999999999999.99', '99999999999999999.99'],
    ]);
    expect(cashFlow(sums, false).total('change')).toBe('99999999999999999.99');
  });
});

describe('what is asked', () => {
  const days = { from: '2026-01-01', to: '2026-01-31', compare_from: null, compare_to: null };
  it.each([
    [{}, []],
    [{ to: '2025-12-31' }, ['/to']],
    [{ compare_from: '2025-01-01' }, ['/compare_to']],
    [{ compare_to: '2025-01-01' }, ['/compare_from']],
    [{ to: '2025-12-31', compare_from: '2025-01-02', compare_to: '2025-01-01' }, ['/to', '/compare_to']],
    [{ compare_from: '2025-01-01', compare_to: '2025-01-01' }, []],
  ])('of %j is wrong at %j', (more, faults) =>
    expect(rangeFaults({ ...days, ...more }).map(({ pointer }) => pointer)).toEqual(faults),
  );

  it('is refused where more would be answered than can be', () => {
    expect(() => refuseTooMany(Array.from({ length: MOST_ROWS }))).not.toThrow();
    expect(() => refuseTooMany(Array.from({ length: MOST_ROWS + 1 }))).toThrow('VALIDATION_FAILED');
  });

  it('counts as a report for the rate limit, whatever form it takes', () => {
    const routes = [StatementsController, TaxReportController].flatMap(({ prototype }) =>
      Object.values(Object.getOwnPropertyDescriptors(prototype)).flatMap(
        ({ value }) => (Reflect.getMetadata(ROUTE, value as object) as RouteOptions | undefined) ?? [],
      ),
    );
    expect(routes).toHaveLength(7);
    for (const { also_produces, rate_class } of routes) {
      expect(also_produces).toHaveLength(2);
      expect(rate_class).toBeUndefined();
    }
  });
});
