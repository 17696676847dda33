import { join } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Cell } from 'write-excel-file/node';
import { PROJECT_ROOT } from '../config/index.js';

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Digits that a number of a spreadsheet, a double, keeps whatever they are. */
const EXACT_DIGITS = 15;
/** A decimal text with places, as amounts, quantities and rates are; codes that are digits alone stay texts. */
const DECIMAL = /^-?(0|[1-9]\d*)\.(\d+)$/;
/** What XML cannot hold, half of a surrogate pair included. */
const UNWRITABLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Rows that are made ready at a time: what comes in between has to wait for no more. */
const CHUNK = 200;

/**
 * Writing a workbook takes a fifth of a millisecond for each row and lets nothing else run, so that a thread of its own does it. A type of a cell is a
 * constructor, which no message carries: its name goes.
 */
const WRITER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const writeXlsx = require('node:module').createRequire(workerData.from)('write-excel-file/node');
  const types = { String, Number, Boolean };
  const rows = [];
  parentPort.on('message', (chunk) => {
    if (chunk) for (const row of chunk) rows.push(row.map((cell) => cell && { ...cell, type: types[cell.type] }));
    else writeXlsx(rows, workerData.options).toBuffer().then((file) => parentPort.postMessage(file));
  });`;

/**
 * Rows of the same members as a workbook of one sheet, headed by their names. A decimal text becomes a number with its places where a spreadsheet
 * keeps every digit of it, and stays a text where it would not; every other text is written as one, so that none is run as a formula.
 * @param columns names of the members to show, in order; all of the first row when not given
 */
export async function xlsxFile(
  rows: readonly object[],
  name: string,
  columns: readonly string[] = Object.keys(rows[0] ?? {}),
): Promise<Buffer> {
  const options = { sheet: name.slice(0, 31), stickyRowsCount: 1 };
  const writer = new Worker(WRITER, {
    eval: true,
    workerData: { from: join(PROJECT_ROOT, 'package.json'), options },
  });
  try {
    const written = new Promise<Uint8Array>((resolve, reject) => {
      writer.once('message', resolve).once('error', reject);
    });
    // Whoever waits for it below hears of a failure; until then nobody does.
    written.catch(() => undefined);
    writer.postMessage([columns.map((column) => ({ value: column, type: 'String', fontWeight: 'bold' }))]);
    for (let n = 0; n < rows.length; n += CHUNK) {
      const chunk = rows.slice(n, n + CHUNK);
      writer.postMessage(chunk.map((row) => columns.map((column) => sent((row as Record<string, unknown>)[column]))));
      await otherWork();
    }
    writer.postMessage(null);
    return Buffer.from(await written);
  } finally {
    await writer.terminate();
  }
}

function sent(value: unknown): object | null {
  const cell = xlsxCell(value);
  return cell ? { ...cell, type: (cell as { type: { name: string } }).type.name } : null;
}

/** One value as a cell; null where there is none. */
export function xlsxCell(value: unknown): Cell {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return { value, type: Boolean };
  if (typeof value === 'number' && Number.isFinite(value)) return { value, type: Number };
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const [, , places = ''] = DECIMAL.exec(text) ?? [];
  if (places !== '' && isExact(text))
    return { value: Number(text), type: Number, format: `#,##0.${'0'.repeat(places.length)}` };
  return { value: text.replace(UNWRITABLE, '\ufffd'), type: String };
}

function isExact(decimal: string): boolean {
  return decimal.replace(/^-?0*\.?0*|\./g, '').length <= EXACT_DIGITS;
}
