import fc from 'fast-check';
import { AppError, KERNEL_ERRORS } from '../errors/index.js';
import { buildPage, cursorFault, defineList, finishPage } from './list-query.js';

const PRODUCTS = defineList({
  select: 'p.id, p.sku',
  from: 'erp.products p',
  id: 'p.id',
  sorts: { sku: 'p.sku', created_at: 'p.created_at' },
  default_sort: '-created_at',
  search: ['p.sku', 'p.name'],
  filters: { type: 'p.type = ?', between: '? between p.low and p.high or p.low = ?' },
});

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof AppError) return `${error.entry.status} ${error.field_errors[0]?.pointer}`;
    throw error;
  }
  return 'taken';
}

describe('lists', () => {
  it('must sort by default by one of their keys', () => {
    expect(() => defineList({ ...PRODUCTS, default_sort: '-price' })).toThrow('price');
  });

  it('bind every value and order by the key and the id', () => {
    const built = buildPage(PRODUCTS, { type: 'part', between: 5, q: '50%_\\', limit: 2 } as never, {
      where: 'p.company_id = any(?::uuid[])',
      params: [['c']],
    });
    expect(built.sql).toBe(
      'select p.id, p.sku, (p.created_at)::text as "__sort", (p.id)::text as "__id" from erp.products p' +
        ' where (p.company_id = any($1::uuid[])) and (p.type = $2) and ($3 between p.low and p.high or p.low = $3)' +
        ' and (p.sku ilike $4 or p.name ilike $4) order by p.created_at desc, p.id desc limit $5',
    );
    expect(built.params).toEqual([['c'], 'part', 5, '%50\\%\\_\\\\%', 3]);
    expect(built.count_sql).toContain('select count(*) as total from erp.products p where');
    expect(built.count_params).toEqual([['c'], 'part', 5, '%50\\%\\_\\\\%']);
  });

  it('have a default limit of 50 and no where without conditions', () => {
    const built = buildPage(PRODUCTS, { sort: 'sku' });
    expect(built.sql).toMatch(/from erp\.products p order by p\.sku asc, p\.id asc limit \$1$/);
    expect(built.params).toEqual([51]);
  });

  it.each(['price', '-price', '', '-', 'constructor', '-toString', '__proto__', 'sku;drop table', 'sku desc'])(
    'cannot be sorted by %j',
    (sort) => {
      expect(refusal(() => buildPage(PRODUCTS, { sort }))).toBe('400 ?sort');
    },
  );

  const rows = (count: number): { __sort: string; __id: string; id: string }[] =>
    Array.from({ length: count }, (_, i) => ({
      id: `id-${i}`,
      __sort: `2026-01-0${i + 1} 00:00:00+07`,
      __id: `id-${i}`,
    }));

  it('cut the row too many off and go on behind the last one shown', () => {
    const page = finishPage(rows(3), '-created_at', 2);
    expect(page.data).toEqual([{ id: 'id-0' }, { id: 'id-1' }]);
    const next = buildPage(PRODUCTS, { cursor: page.next_cursor!, limit: 2 });
    expect(next.sql).toContain('where (p.created_at, p.id) < ($1, $2) order by');
    expect(next.params).toEqual(['2026-01-02 00:00:00+07', 'id-1', 3]);
    expect(buildPage(PRODUCTS, { cursor: page.next_cursor! }).count_params).toEqual([]);
    expect(finishPage(rows(2), '-created_at', 2).next_cursor).toBeNull();
    expect(finishPage([], 'sku', 2)).toEqual({ data: [], next_cursor: null });
  });

  it('go forward with > when ascending', () => {
    const cursor = finishPage(rows(2), 'sku', 1).next_cursor!;
    expect(buildPage(PRODUCTS, { sort: 'sku', cursor }).sql).toContain('(p.sku, p.id) > ($1, $2)');
  });

  const forge = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  it.each([
    ['', 'nothing'],
    ['%%%', 'no base64'],
    [forge({}), 'no list'],
    [forge(['-created_at', '2026-01-01']), 'too few parts'],
    [forge(['sku', 'A', 'id-1']), 'another order'],
    [forge(['-created_at', 5, 'id-1']), 'a number'],
    [forge(['-created_at', 'a\u0000', 'id-1']), 'NUL'],
    [forge(['-created_at', 'a', "1' or 1=1"]), 'SQL in the id'],
  ])('refuse the cursor %s (%s)', (cursor) =>
    expect(refusal(() => buildPage(PRODUCTS, { cursor }))).toBe('400 ?cursor'),
  );

  it('refuse or read any text as a cursor, and never fail', () => {
    fc.assert(
      fc.property(fc.string(), (cursor) =>
        expect(['taken', '400 ?cursor']).toContain(refusal(() => buildPage(PRODUCTS, { cursor }))),
      ),
    );
  });

  it('blame the cursor for a value that the database cannot read, and nothing else', () => {
    expect(cursorFault(KERNEL_ERRORS.MALFORMED_REQUEST())).toMatchObject({ code: 'UNKNOWN_QUERY_PARAMETER' });
    expect(cursorFault(KERNEL_ERRORS.INVALID_VALUE())).toMatchObject({ code: 'UNKNOWN_QUERY_PARAMETER' });
    const away = KERNEL_ERRORS.SERVICE_UNAVAILABLE();
    expect(cursorFault(away)).toBe(away);
  });
});
