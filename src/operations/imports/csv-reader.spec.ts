import { Readable } from 'node:stream';
import { readCsv } from './csv-reader.js';
import type { CsvRecord } from './csv-reader.js';

async function read(...chunks: (string | Buffer)[]): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  const source = Readable.from(
    chunks.map((chunk) => Buffer.from(chunk as string)),
    { objectMode: false },
  );
  for await (const record of readCsv(source, { delimiter: ',', max_bytes: 1000 })) records.push(record);
  return records;
}

describe('reading CSV', () => {
  it('gives each record the line on which it begins, past quoted line breaks and empty lines', async () => {
    expect(await read('\ufeffsku,name\r\n1,"two\nlines"\r\n\r\n\n4,"a ""quoted"" word"\n5,last')).toEqual([
      { line: 1, cells: ['sku', 'name'] },
      { line: 2, cells: ['1', 'two\nlines'] },
      { line: 6, cells: ['4', 'a "quoted" word'] },
      { line: 7, cells: ['5', 'last'] },
    ]);
  });

  it('puts a character together that arrives in two pieces', async () => {
    const bytes = Buffer.from('sku\nKañón\n');
    expect(await read(bytes.subarray(0, 7), bytes.subarray(7))).toEqual([
      { line: 1, cells: ['sku'] },
      { line: 2, cells: ['Kañón'] },
    ]);
  });

  it('takes a file of the header alone and an empty file', async () => {
    expect(await read('sku')).toEqual([{ line: 1, cells: ['sku'] }]);
    expect(await read('')).toEqual([]);
  });

  it.each([
    ['bytes of Latin-1', [Buffer.from([0x73, 0x6b, 0x75, 0x0a, 0xe9, 0x0a])], 'FILE_NOT_UTF8'],
    ['a character cut off at the end', [Buffer.from([0x73, 0xc3])], 'FILE_NOT_UTF8'],
    ['NUL', ['a\n\0'], 'FILE_NOT_UTF8'],
    ['a quote that never closes', ['a,b\n1,2\n3,"4\n5,6\n'], 'FILE_NOT_CSV'],
    ['text after a closing quote', ['a,b\n1,"2"x\n'], 'FILE_NOT_CSV'],
    ['more bytes than allowed', ['a\n', 'x'.repeat(999)], 'BODY_TOO_LARGE'],
  ] as [string, (string | Buffer)[], string][])('refuses %s', async (_what, chunks, code) => {
    await expect(read(...chunks)).rejects.toMatchObject({ entry: { code } });
  });

  it('says on which line the broken row begins', async () => {
    await expect(read('a,b\n1,2\n3,"4\n5,6\n')).rejects.toMatchObject({ extra: { line: 3 } });
  });
});
