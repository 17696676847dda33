import { StreamableFile } from '@nestjs/common';
import { answer } from './answer.js';
import { MOST_WORKBOOK_ROWS } from './figures-limits.js';

const figures = (count: number): { data: object[] } => ({ data: Array.from({ length: count }, (_, n) => ({ n })) });

describe('figures', () => {
  it('are answered as they are when nothing else is asked', async () => {
    const some = figures(2);
    expect(await answer(some, undefined, 'some')).toBe(some);
    expect(await answer(some, 'json', 'some')).toBe(some);
  });

  it('come as a workbook of so many rows, and as CSV of more', async () => {
    expect(await answer(figures(MOST_WORKBOOK_ROWS), 'xlsx', 'some')).toBeInstanceOf(StreamableFile);
    await expect(answer(figures(MOST_WORKBOOK_ROWS + 1), 'xlsx', 'some')).rejects.toThrow('VALIDATION_FAILED');
    expect(await answer(figures(MOST_WORKBOOK_ROWS + 1), 'csv', 'some')).toBeInstanceOf(StreamableFile);
  });
});
