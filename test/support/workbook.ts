import { unzipSync } from 'fflate';
import type { TestActor, TestApp } from './app.js';

/** A cell as a spreadsheet would show it: numbers as numbers, texts as texts, nothing as null. */
export type Cell = string | number | null;

/** The one sheet of a workbook that a route answers, row by row; fails where it has a formula. */
export async function workbookFrom(app: TestApp, who: TestActor, path: string): Promise<Cell[][]> {
  const response = await app.nest.inject({
    ...{ method: 'GET' as const, url: `/api/v1${path}` },
    headers: { authorization: `Bearer ${who.token}` },
  });
  expect([response.statusCode, response.headers['content-type']]).toEqual([
    200,
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ]);
  const parts = unzipSync(new Uint8Array(response.rawPayload));
  const part = (name: string): string => Buffer.from(parts[name]!).toString('utf8');
  const texts = [...part('xl/sharedStrings.xml').matchAll(/<si><t[^>]*>([^<]*)<\/t><\/si>/g)].map(([, text]) =>
    plain(text!),
  );
  const sheet = part('xl/worksheets/sheet1.xml');
  expect(sheet).not.toContain('<f>');
  return [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) => {
    const cells: Cell[] = [];
    for (const [, column, attributes, value] of row!.matchAll(
      /<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|><v>([^<]*)<\/v><\/c>)/g,
    )) {
      const at = [...column!].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1;
      while (cells.length < at) cells.push(null);
      cells.push(value === undefined ? null : /t="s"/.test(attributes!) ? texts[Number(value)]! : Number(value));
    }
    return cells;
  });
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
