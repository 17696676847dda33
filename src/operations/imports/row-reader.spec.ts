import { importField } from '../../kernel/imports/index.js';
import type { ImportDefinition } from '../../kernel/imports/index.js';
import { checkMapping } from './mapping.js';
import type { MappingDocument } from './mapping.js';
import { RowReader } from './row-reader.js';
import type { RowReading } from './row-reader.js';

const PRODUCTS: ImportDefinition = {
  resource: 'products',
  title: 'Products',
  description: '',
  permissions: [],
  entity_type: 'product',
  fields: {
    sku: importField.code({ description: '', required: true }),
    name: importField.text({ description: '', required: true }),
    type: importField.choice(['part', 'wip', 'finished_good'], { description: '', required: true }),
    safety_stock: importField.quantity({ description: '', min: 0, default: '0' }),
    standard_cost: importField.unitCost({ description: '', default: '0' }),
    is_sold: importField.boolean({ description: '' }),
    valid_from: importField.date({ description: '' }),
    category: importField.reference(
      { table: 'erp.product_categories', code: 'code', entity_type: 'product_category' },
      { description: '' },
    ),
    attributes: importField.attributes({ description: '' }),
  },
  target: { table: 'erp.products', key: ['sku'], versioned: true },
};

type RowResult = Exclude<RowReading, { skipped: number }>;

function reader(header: string, mapping: Partial<MappingDocument> | null = null): RowReader {
  return new RowReader(
    PRODUCTS,
    mapping && ({ resource: 'products', fields: {}, ...mapping } as MappingDocument),
    header.split(','),
  );
}

function read(header: string, row: string, mapping: Partial<MappingDocument> | null = null): unknown {
  const made = reader(header, mapping);
  expect(made.faults).toEqual([]);
  return made.read(row.split(','));
}

describe('rows by the names of the fields', () => {
  it('reads each cell as its type, and an empty one as the default or nothing', () => {
    expect(
      read('sku,name,safety_stock,standard_cost,is_sold,attributes.colour,category', ' A1 , Bolt ,12.00,,yes,,C9'),
    ).toEqual({
      data: {
        sku: 'A1',
        name: 'Bolt',
        safety_stock: '12',
        standard_cost: '0',
        is_sold: 'true',
        attributes: { colour: null },
        category: 'C9',
      },
      faults: [],
    });
  });

  it('finds all faults of a row, each with its column and value', () => {
    expect(
      read('sku,name,safety_stock,standard_cost,is_sold,valid_from', ',Bolt,12.50,1.2345678,maybe,2026-02-30'),
    ).toMatchObject({
      faults: [
        { column: 'sku', field: 'sku', code: 'REQUIRED', value: null },
        { column: 'safety_stock', code: 'NOT_WHOLE', value: '12.50' },
        { column: 'standard_cost', code: 'TOO_MANY_PLACES', value: '1.2345678' },
        { column: 'is_sold', code: 'INVALID_BOOLEAN', value: 'maybe' },
        { column: 'valid_from', code: 'INVALID_DATE', value: '2026-02-30' },
      ],
      data: { name: 'Bolt', safety_stock: null },
    });
  });

  it.each([
    ['12', '12'],
    ['012.000', '12'],
    ['-1', 'TOO_SMALL'],
    ['9007199254740991', '9007199254740991'],
    ['9007199254740992', 'TOO_LARGE'],
    ['1e3', 'INVALID_NUMBER'],
    ['1,000', 'INVALID_NUMBER'],
    ['', '0'],
    ['0.001', 'NOT_WHOLE'],
  ])('a quantity written %s is %s', (text, expected) => {
    const { data, faults } = reader('sku,safety_stock').read(['A', text]) as RowResult;
    expect(faults[0]?.code ?? data['safety_stock']).toBe(expected);
  });

  it.each([
    ['0.4320', '0.432'],
    ['.5', '0.5'],
    ['50.2635', '50.2635'],
    ['1.', '1'],
    ['0', '0'],
    ['.', 'INVALID_DECIMAL'],
    ['1.0000000', '1'],
    ['NaN', 'INVALID_DECIMAL'],
    ['Infinity', 'INVALID_DECIMAL'],
    ['12345678901234', 'TOO_LARGE'],
    ['-0.01', 'TOO_SMALL'],
  ])('a price written %s is %s', (text, expected) => {
    const { data, faults } = reader('sku,standard_cost').read(['A', text]) as RowResult;
    expect(faults[0]?.code ?? data['standard_cost']).toBe(expected);
  });

  it('refuses a row with more or fewer cells than the header', () => {
    expect(reader('sku,name').read(['A'])).toMatchObject({ faults: [{ code: 'WRONG_CELL_COUNT' }] });
    expect(reader('sku,name').read(['A', 'B', 'C'])).toMatchObject({ faults: [{ code: 'WRONG_CELL_COUNT' }] });
  });

  it('finds every fault of a header', () => {
    expect(reader('name,colour,name,attributes').faults.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/columns/name', 'DUPLICATE_COLUMN'],
      ['/columns/colour', 'UNKNOWN_COLUMN'],
      ['/columns/attributes', 'UNKNOWN_COLUMN'],
      ['/columns/sku', 'MISSING_COLUMN'],
    ]);
  });

  it('does not look at a header of more columns than anybody has', () => {
    const header = Array.from({ length: 200_000 }, (_, i) => `c${i}`).join(',');
    expect(reader(header).faults).toMatchObject([{ pointer: '/columns', code: 'TOO_MANY' }]);
  });

  it('does without the key where rows are named by another system', () => {
    expect(reader('external_system,external_id,standard_cost').faults).toEqual([]);
  });
});

describe('rows by a mapping', () => {
  const mapping: Partial<MappingDocument> = {
    system: 'legacy',
    fields: {
      external_id: 'ID',
      sku: { column: 'No', case: 'upper', prefix: 'P-' },
      name: { columns: ['Name', 'Size'], join: ' ' },
      type: { columns: ['Make', 'Sold'], join: '/', values: { '1/1': 'finished_good', '*': 'part' } },
      standard_cost: { column: 'Cents', divide: '100' },
      valid_from: { column: 'From', date: 'DD/MM/YYYY*' },
      category: { column: 'Group', by: 'external_id', prefix: 'group/' },
      safety_stock: { value: '5' },
    },
  };
  const header = 'ID,No,Name,Size,Make,Sold,Cents,From,Group,Unused';

  it('takes columns, joins, constants, value maps, exact factors, dates and prefixes', () => {
    expect(read(header, '7,a1,Bolt,M4,1,1,1999,3/9/2011 00:00:00,4,x', mapping)).toEqual({
      data: {
        external_id: '7',
        external_system: 'legacy',
        sku: 'P-A1',
        name: 'Bolt M4',
        type: 'finished_good',
        standard_cost: '19.99',
        valid_from: '2011-09-03',
        category: 'group/4',
        safety_stock: '5',
      },
      faults: [],
    });
  });

  it('puts no prefix before nothing, joins only filled cells, and maps every other value', () => {
    expect(read(header, '7,a1,Bolt,,0,1,,,,x', mapping)).toMatchObject({
      data: { name: 'Bolt', type: 'part', standard_cost: '0', valid_from: null, category: null },
    });
  });

  it('names the columns of the file in its faults', () => {
    expect(read(header, '7,a1,,,0,1,abc,2011-09-03,,x', mapping)).toMatchObject({
      faults: [
        { column: 'Name, Size', field: 'name', code: 'REQUIRED' },
        { column: 'Cents', field: 'standard_cost', code: 'INVALID_DECIMAL', value: 'abc' },
        { column: 'From', field: 'valid_from', code: 'INVALID_DATE' },
      ],
    });
  });

  it('refuses a factor whose result no decimal can hold, instead of rounding', () => {
    expect(
      read('No,Pack', 'a,1', { fields: { sku: 'No', standard_cost: { column: 'Pack', divide: '3' } } }),
    ).toMatchObject({
      faults: [{ column: 'Pack', code: 'INEXACT_NUMBER', value: '1' }],
    });
  });

  it('reads numbers as the file writes them', () => {
    const european: Partial<MappingDocument> = {
      decimal_separator: ',',
      group_separator: '.',
      fields: { sku: 'No', safety_stock: 'Qty', standard_cost: 'Cost' },
    };
    const cells = (qty: string, cost: string): unknown => reader('No,Qty,Cost', european).read(['a', qty, cost]);
    expect(cells('1.250,00', '1.234,5678')).toMatchObject({
      data: { safety_stock: '1250', standard_cost: '1234.5678' },
      faults: [],
    });
    expect(cells('1.25', '1.5')).toMatchObject({ faults: [{ code: 'INVALID_NUMBER' }, { code: 'INVALID_DECIMAL' }] });
  });

  it('leaves rows out by rule and says by which', () => {
    const rules: Partial<MappingDocument> = {
      fields: { sku: 'No' },
      skip_rows: [
        { column: 'Parent', when: 'empty', reason: 'marker' },
        { column: 'State', when: 'equals', value: 'deleted', reason: 'deleted' },
      ],
    };
    const made = reader('No,Parent,State', rules);
    expect(made.read(['a', ' ', ''])).toEqual({ skipped: 0 });
    expect(made.read(['a', '1', 'deleted'])).toEqual({ skipped: 1 });
    expect(made.read(['a', '1', ''])).toMatchObject({ data: { sku: 'a' } });
  });

  it('finds the columns that the file does not have', () => {
    expect(
      reader('ID,Name', { ...mapping, skip_rows: [{ column: 'Z', when: 'empty', reason: 'r' }] }).faults.map(
        ({ message }) => message,
      ),
    ).toEqual(
      expect.arrayContaining(['the file has no column No', 'the file has no column Size', 'the file has no column Z']),
    );
  });
});

describe('a mapping file', () => {
  it('is taken when all of it fits', () => {
    expect(
      checkMapping(
        { resource: 'products', system: 'x', fields: { sku: 'No', category: { column: 'G', by: 'external_id' } } },
        PRODUCTS,
      ),
    ).toEqual([]);
  });

  it('gives all of its faults at once, each with its pointer', () => {
    const faults = checkMapping(
      {
        resource: 'suppliers',
        delimiter: '#',
        surprise: 1,
        skip_rows: [{ column: 'A', when: 'equals' }],
        fields: {
          sku: { column: 'No', value: 'x' },
          colour: 'Colour',
          attributes: 'A',
          name: { column: 'N', date: 'DD/MM/YYYY', by: 'external_id', turn: 1 },
          category: { column: 'G', by: 'external_id' },
          standard_cost: { column: 'C', divide: '0' },
          valid_from: { column: 'D', date: 'DD/MM' },
        },
      },
      PRODUCTS,
    );
    expect(faults.map(({ pointer, code }) => `${pointer} ${code}`).sort()).toEqual([
      '/delimiter INVALID_VALUE',
      '/fields/attributes INVALID_FORMAT',
      '/fields/category/system REQUIRED',
      '/fields/colour UNKNOWN_FIELD',
      '/fields/name/by NOT_ALLOWED',
      '/fields/name/date NOT_ALLOWED',
      '/fields/name/system REQUIRED',
      '/fields/name/turn UNKNOWN_FIELD',
      '/fields/sku INVALID_VALUE',
      '/fields/standard_cost/divide INVALID_VALUE',
      '/fields/valid_from/date INVALID_VALUE',
      '/resource NOT_ALLOWED',
      '/skip_rows/0/reason REQUIRED',
      '/skip_rows/0/value REQUIRED',
      '/surprise UNKNOWN_FIELD',
    ]);
  });

  it('is not fooled by names that every object has', () => {
    const faults = checkMapping(
      {
        resource: 'products',
        constructor: 1,
        fields: { toString: 'A', sku: { valueOf: 'x', column: 'A' }, 'attributes.__proto__': 'A' },
      },
      PRODUCTS,
    );
    expect(faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/constructor UNKNOWN_FIELD',
      '/fields/toString UNKNOWN_FIELD',
      '/fields/sku/valueOf UNKNOWN_FIELD',
      '/fields/attributes.__proto__ UNKNOWN_FIELD',
    ]);
  });

  it.each([[null], [[]], ['text'], [7]])('is not %j', (document) => {
    expect(checkMapping(document, PRODUCTS)).toMatchObject([{ code: 'INVALID_TYPE' }]);
  });
});
