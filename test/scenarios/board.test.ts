import type { Browser, Locator, Page } from 'playwright-core';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { chromiumIsHere, startChromium } from '../support/chromium.js';
import { aFloor, onTheFloor } from '../support/floor.js';
import { expectIntegrity } from '../support/integrity.js';
import { aDepartment, aProduct, aReceipt, made, placesOf } from '../support/makers.js';
import { aPerson } from '../support/people.js';
import type { Person } from '../support/people.js';

/** The board as people use it, in a real browser against a real server. */
const scenario = chromiumIsHere() ? describe : describe.skip;
if (!chromiumIsHere())
  process.stderr.write(
    '\nNO BROWSER: the scenarios of the board are left out. Set CHROMIUM_PATH to a Chromium or Chrome.\n\n',
  );

jest.setTimeout(180_000);
const WAIT = 45_000;

scenario('the board in a browser', () => {
  let app: TestApp;
  let browser: Browser;
  let url: string;
  let department: any;
  let thread: any;
  const faults: string[] = [];

  beforeAll(async () => {
    app = await startTestApp();
    await app.nest.listen(0, '127.0.0.1');
    url = (await app.nest.getUrl()).replace('[::1]', '127.0.0.1');
    browser = await startChromium();
    department = await aDepartment(app, { name: 'Sewing' });
    thread = await aProduct(app, { name: 'Sewing thread, brown' });
    await aReceipt(app, thread.id, 1000);
    await app
      .as(app.admin)
      .put(`/ppic/kanban/boards/${department.id}`, { columns: [{ state: 'approved', wip_limit: 2 }] });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    // What a page complains of: a policy broken, a script that failed.
    expect(faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await expectIntegrity(app);
    await app.close();
  });

  const cardOf = (quantity: number, more: object = {}): Promise<any> =>
    made(app, '/ppic/kanban/cards', { product_id: thread.id, department_id: department.id, quantity, ...more });
  const step = (card: any, event: string) => app.as(app.admin).post(`/ppic/kanban/cards/${card.id}/${event}`, {});
  const column = (page: Page, state: string, kind = 'card'): Locator =>
    page.locator(`.column[data-kind="${kind}"][data-state="${state}"]`);
  const cardIn = (page: Page, state: string, card: any, kind = 'card'): Locator =>
    column(page, state, kind).locator('.item', { hasText: card.number });
  const live = (page: Page) => page.locator('#live[data-state="live"]').waitFor({ timeout: WAIT });

  /** Somebody's browser with the board of the department open. */
  async function opened(person: Person, code: string = department.code): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      // Refusals and a server that is away are told by the browser itself.
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text());
    });
    await page.goto(`${url}/board#${code}`);
    await page.getByLabel('User name').fill(person.username);
    await page.getByLabel('Password').fill(person.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await live(page);
    return page;
  }

  async function drag(page: Page, item: Locator, onto: Locator): Promise<void> {
    await item.locator('.what').scrollIntoViewIfNeeded();
    const from = (await item.locator('.what').boundingBox())!;
    const to = (await onto.boundingBox())!;
    await page.mouse.move(from.x + 10, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(from.x + 40, from.y + 30, { steps: 4 });
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 6 });
    await page.mouse.up();
  }

  it('shows to one person what the other moves, and says why a full column takes no more', async () => {
    const [budi, siti] = [
      await aPerson(app, { roles: ['super_admin'] }),
      await aPerson(app, { roles: ['super_admin'] }),
    ];
    const cards = [
      await cardOf(10),
      await cardOf(20, { priority: 'urgent' }),
      await cardOf(30, { needed_by: '2020-01-01' }),
    ];
    const [one, two, three] = cards;
    const [his, hers] = [await opened(budi), await opened(siti)];
    await cardIn(hers, 'pending', one).waitFor();
    await drag(his, cardIn(his, 'pending', one), column(his, 'approved'));
    await cardIn(his, 'approved', one).waitFor();
    await cardIn(hers, 'approved', one).waitFor();
    expect(await column(hers, 'approved').locator('.count').textContent()).toBe('1 / 2');
    expect(await column(hers, 'pending').locator('.card').first().getAttribute('data-priority')).toBe('urgent');
    expect(await cardIn(hers, 'pending', three).locator('.due').getAttribute('class')).toContain('is-late');

    // By keyboard, until the column is full.
    await cardIn(hers, 'pending', two).locator('.card').focus();
    await hers.keyboard.press('Control+ArrowRight');
    await cardIn(his, 'approved', two).waitFor();
    await column(his, 'approved').and(his.locator('.full')).waitFor();
    await drag(his, cardIn(his, 'pending', three), column(his, 'approved'));
    const why = cardIn(his, 'pending', three).getByRole('alert');
    await why.waitFor();
    expect(await why.textContent()).toContain('2 cards are approved, and the limit is 2.');
    await drag(his, cardIn(his, 'pending', three), column(his, 'completed'));
    await why.getByText('Nothing leads from Requested to Received.').waitFor();
    await why.getByRole('button', { name: 'Dismiss' }).click();
    expect(await why.isVisible()).toBe(false);

    // The same in words, and in parts: the dialog.
    await cardIn(hers, 'approved', one).locator('.card').focus();
    await hers.keyboard.press('Enter');
    const dialog = hers.getByRole('dialog');
    await dialog.getByLabel('Pieces').fill('4');
    await dialog.getByRole('button', { name: 'Ship' }).click();
    await cardIn(his, 'in_progress', one).waitFor();
    const { body } = await app.as(app.admin).get(`/ppic/kanban/cards/${one.id}`);
    expect([body.state, body.shipped_quantity]).toEqual(['in_progress', 4]);
    for (const card of [two, three]) expect((await step(card, 'cancel')).status).toBe(200);
    await column(his, 'pending').locator('.empty').waitFor();
  });

  it('starts a work order for all to see, and says what another one waits for', async () => {
    const component = { quantity: 1, stock: 100, unit_cost: '1.00' };
    const { product, departments } = await aFloor(app, [
      { name: 'CUTTING', department: 'CUT', component, overlap_quantity: 5 },
      { name: 'SEWING', department: 'SEW' },
    ]);
    const person = await aPerson(app, { roles: ['super_admin'] });
    const [cut, all] = [await opened(person, departments['CUT'].code), await opened(person, 'all')];
    const { work } = await onTheFloor(app, product.id, 20);
    const { CUTTING, SEWING } = work as Record<string, any>;
    await cardIn(cut, 'ready', CUTTING, 'work_order').locator('.card').focus();
    await cut.keyboard.press('Enter');
    await cut.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
    await cardIn(cut, 'in_progress', CUTTING, 'work_order').waitFor();
    await cardIn(all, 'in_progress', CUTTING, 'work_order').waitFor();
    expect((await app.as(app.admin).get(`/ppic/work-orders/${CUTTING.id}`)).body.state).toBe('in_progress');
    expect(await cardIn(cut, 'pending', SEWING, 'work_order').count()).toBe(0);

    const sewing = cardIn(all, 'pending', SEWING, 'work_order');
    await drag(all, sewing, column(all, 'in_progress', 'work_order'));
    await sewing.getByText(`0 pieces of ${CUTTING.number} have been accepted; it begins with 5.`).waitFor();
    // What a shift reports is on the board without anybody moving anything.
    await app.as(app.admin).post(`/ppic/work-orders/${CUTTING.id}/entries`, { good_quantity: 8 });
    await cardIn(cut, 'in_progress', CUTTING, 'work_order').getByText('8 of 20').waitFor();
    await cut.close();
  });

  it('tells who lacks the right what right that is, and shows a stale move as it is now', async () => {
    const viewer = await aPerson(app, { roles: ['viewer'] });
    const card = await cardOf(5);
    const page = await opened(viewer);
    await cardIn(page, 'pending', card).locator('.card').focus();
    await page.keyboard.press('Control+ArrowRight');
    await cardIn(page, 'pending', card).getByText('The permission kanban.cards.approve is needed.').waitFor();
    await page.getByLabel('Find cards').fill('nothing like it');
    await column(page, 'pending').getByText('None of these match.').waitFor();

    const admin = await aPerson(app, { roles: ['super_admin'] });
    const other = await opened(admin);
    await cardIn(other, 'pending', card).waitFor();
    // Somebody approves it in the moment between what may be done and doing it.
    await other.route('**/transitions', async (route) => {
      const response = await route.fetch();
      await step(card, 'approve');
      await route.fulfill({ response });
    });
    await cardIn(other, 'pending', card).locator('.card').focus();
    await other.keyboard.press('Control+ArrowRight');
    await cardIn(other, 'approved', card).waitFor();
    await step(card, 'cancel');
  });

  it('keeps the session over a reload, renews it, and goes on after the server was away', async () => {
    const person = await aPerson(app, { roles: ['super_admin'] });
    const page = await opened(person);
    const first = await cardOf(7);
    await cardIn(page, 'pending', first).waitFor();
    await page.reload();
    await cardIn(page, 'pending', first).waitFor();
    // An access token that is worth nothing any more is exchanged without a word.
    await page.evaluate(`(() => {
      const key = 'pabrik.board.session';
      const kept = JSON.parse(sessionStorage.getItem(key));
      sessionStorage.setItem(key, JSON.stringify({ ...kept, access_token: kept.access_token.slice(0, -4) + 'AAAA' }));
    })()`);
    await page.reload();
    await cardIn(page, 'pending', first).waitFor();
    await live(page);

    const { port, hostname } = new URL(url);
    const database = app.database;
    await app.nest.close();
    await page.locator('#live:not([data-state="live"])').waitFor();
    app = await startTestApp({ database });
    const second = await cardOf(8);
    await app.nest.listen(Number(port), hostname);
    await cardIn(page, 'pending', second).waitFor();
    await live(page);

    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('User name').waitFor();
    await page.reload();
    await page.getByLabel('Password').fill('wrong');
    await page.getByLabel('User name').fill(person.username);
    await page.keyboard.press('Enter');
    await page.locator('#login-error', { hasText: /./ }).waitFor();
    for (const card of [first, second]) await step(card, 'cancel');
  });

  it('stays quick with 500 cards', async () => {
    const crowd = await aDepartment(app);
    const { STOCK, WH } = await placesOf(app);
    await app.db.query(
      `insert into erp.request_cards (company_id, department_id, product_id, quantity, from_location_id, to_location_id)
       select $1, $2, $3, n, $4, $5 from generate_series(1, 500) n`,
      [app.company_id, crowd.id, thread.id, STOCK, WH],
    );
    const page = await opened(await aPerson(app, { roles: ['super_admin'] }), crowd.code);
    await page.locator('.card').nth(499).waitFor({ state: 'attached' });
    expect(await column(page, 'pending').locator('.count').textContent()).toBe('500');
    // All of it drawn anew, twice: with and without a filter. The time is the page's own, layout included.
    const took = (await page.evaluate(`(async () => {
      const search = document.getElementById('search');
      const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      const begin = performance.now();
      for (const text of ['KC-0', 'nothing', '']) {
        search.value = text;
        search.dispatchEvent(new Event('input'));
        await frame();
        document.body.offsetHeight;
      }
      return performance.now() - begin;
    })()`)) as number;
    expect(took).toBeLessThan(6000);
    expect(await column(page, 'pending').locator('.card').count()).toBe(500);
  });

  it.each([
    [1280, 800],
    [800, 1000],
  ])('has room at %i x %i, names for everything and contrast', async (width, height) => {
    const page = await opened(await aPerson(app, { roles: ['super_admin'] }));
    await page.setViewportSize({ width, height });
    const wide = (await page.evaluate('document.documentElement.scrollWidth')) as number;
    expect(wide).toBeLessThanOrEqual(width);
    const nameless = (await page.evaluate(`[...document.querySelectorAll('button, input, select')]
      .filter((each) => each.checkVisibility() && !(each.textContent.trim() || each.labels?.length || each.getAttribute('aria-label')))
      .map((each) => each.outerHTML)`)) as string[];
    expect(nameless).toEqual([]);
    for (const name of ['Work orders', 'Material requests', 'Requested', 'Approved', 'On its way', 'Received'])
      expect(await page.getByRole('region', { name, exact: true }).first().isVisible()).toBe(true);
    expect(((await page.evaluate(PALE)) as string[]).slice(0, 5)).toEqual([]);
  });
});

/** Texts whose contrast with what they stand on is below 4.5, in the browser: colour of the text against the nearest filled ground. */
const PALE = `(() => {
  const parse = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => ((v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = parse(getComputedStyle(each).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.5) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('#app *')]
    .filter((each) => each.checkVisibility({ opacityProperty: true }) && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((each) => {
      const [a, b] = [light(parse(getComputedStyle(each).color)), light(ground(each))];
      return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), each.className + ' ' + each.textContent.trim().slice(0, 30)];
    })
    .filter(([ratio, text]) => ratio < 4.5 && !text.startsWith('visually-hidden'))
    .map(([ratio, text]) => ratio.toFixed(2) + ' ' + text);
})()`;
