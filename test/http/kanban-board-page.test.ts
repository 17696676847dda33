import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../src/kernel/config/index.js';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { aDepartment, aProduct, placesOf } from '../support/makers.js';
import { statementsOf } from '../support/statements.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const FOLDER = join(PROJECT_ROOT, 'src/kanban/board-page/page');
const fetchPage = (url: string, headers: Record<string, string> = {}) =>
  app.nest.inject({ method: 'GET', url, headers });

describe('the page', () => {
  it('and each of its files are served as they are, to everybody, and asked for again by their mark', async () => {
    const files = readdirSync(FOLDER);
    expect(files).toContain('app.js');
    for (const file of files) {
      const url = file === 'index.html' ? '/board' : `/board/${file}`;
      const answer = await fetchPage(url);
      expect([url, answer.statusCode, answer.body === readFileSync(join(FOLDER, file), 'utf8')]).toEqual([
        url,
        200,
        true,
      ]);
      expect(answer.headers['cache-control']).toBe('no-cache');
      const again = await fetchPage(url, { 'if-none-match': String(answer.headers['etag']) });
      expect([again.statusCode, again.body]).toEqual([304, '']);
    }
    expect((await fetchPage('/board?x=1')).headers['content-type']).toBe('text/html; charset=utf-8');
    expect((await fetchPage('/board/app.js')).headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect((await fetchPage('/board/mark.svg')).headers['content-type']).toBe('image/svg+xml');
    expect((await app.nest.inject({ method: 'HEAD', url: '/board' })).statusCode).toBe(200);
  });

  it('has no second address from which its files would be missed, and nothing else below it', async () => {
    const { statusCode, headers } = await fetchPage('/board/');
    expect([statusCode, headers['location']]).toEqual([301, '/board']);
    for (const url of [
      '/board/none.js',
      '/board/../package.json',
      '/board/%2e%2e/package.json',
      '/board/tsconfig.json',
    ])
      expect([url, (await fetchPage(url)).statusCode]).toEqual([url, 404]);
  });

  it('runs nothing inline and nothing from elsewhere, and no policy would let it', async () => {
    const { headers } = await fetchPage('/board');
    const policy = String(headers['content-security-policy']);
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "trusted-types 'none'",
    ])
      expect(policy.split(';')).toContain(rule);
    expect(policy).not.toContain('unsafe');
    // Other pages keep their own, and the API is never kept.
    const other = await fetchPage('/api/v1/errors');
    expect(other.headers['content-security-policy']).toContain("style-src 'self' 'unsafe-inline'");
    expect(other.headers['cache-control']).toBe('no-store');
    const text = readdirSync(FOLDER)
      .map((file) => readFileSync(join(FOLDER, file), 'utf8'))
      .join('\n')
      .replaceAll('http://www.w3.org/2000/svg', '');
    expect(text).not.toMatch(
      /https?:|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\seval\(|\son\w+="|style="|<script(?![^>]*src=)/,
    );
  });
});

describe('a board of 500 cards', () => {
  it('is read with as many statements as one of five', async () => {
    const [few, many] = [await aDepartment(app), await aDepartment(app)];
    await fill(few.id, 5);
    await fill(many.id, 500);
    const admin = app.as(app.admin);
    // What the page asks for when a department is chosen.
    const board = async (id: string): Promise<number> => {
      const cards = await admin.get(`/ppic/kanban/cards/all?department_id=${id}`);
      const over = await admin.get(`/ppic/kanban/cards?department_id=${id}&state=completed&sort=-updated_at&limit=20`);
      const limits = await admin.get(`/ppic/kanban/boards/${id}`);
      expect([cards.status, over.status, limits.status]).toEqual([200, 200, 200]);
      return cards.body.data.length;
    };
    await board(few.id);
    let shown = 0;
    const small = await statementsOf(async () => void (shown = await board(few.id)));
    expect(shown).toBe(5);
    const large = await statementsOf(async () => void (shown = await board(many.id)));
    expect(shown).toBe(500);
    expect(large).toBe(small);
    // The readings themselves, and who is asking.
    expect(large).toBeLessThanOrEqual(6);
  });
});

/** Pending cards of a department, without the way over HTTP. */
async function fill(departmentId: string, count: number): Promise<void> {
  const product = await aProduct(app);
  const { STOCK, WH } = await placesOf(app);
  await app.db.query(
    `insert into erp.request_cards (company_id, department_id, product_id, quantity, from_location_id, to_location_id)
     select $1, $2, $3, n, $4, $5 from generate_series(1, $6) n`,
    [app.company_id, departmentId, product.id, STOCK, WH, count],
  );
}
