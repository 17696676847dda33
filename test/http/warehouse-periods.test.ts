import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { made } from '../support/makers.js';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterAll(() => app.close());

describe('a stock period', () => {
  test('is added open, closed with its history, and reopened with a reason', async () => {
    const period = await made(app, '/warehouse/periods', { month: '2024-01' });
    expect(period).toMatchObject({ month: '2024-01-01', state: 'open', version: 1 });
    const closed = await admin.post(
      `/warehouse/periods/${period.id}/close`,
      { reason: 'Counted' },
      { 'if-match': '"1"' },
    );
    expect(closed).toMatchObject({ status: 200, body: { state: 'closed', version: 2 } });
    expect(closed.headers['etag']).toBe('"2"');
    expect((await admin.post(`/warehouse/periods/${period.id}/close`, {})).body).toMatchObject({
      error_code: 'INVALID_STATE',
      status: 409,
    });
    expect((await admin.post(`/warehouse/periods/${period.id}/reopen`, {})).status).toBe(422);
    const reopened = await admin.post(`/warehouse/periods/${period.id}/reopen`, { reason: 'A late note' });
    expect(reopened.body).toMatchObject({ state: 'open', version: 3 });
    const history = await admin.get(`/warehouse/periods/${period.id}/history`);
    expect(history.body.map((h: { event: string; reason: string }) => [h.event, h.reason])).toEqual([
      ['close', 'Counted'],
      ['reopen', 'A late note'],
    ]);
  });

  test('says what may be done with it, and why not', async () => {
    const period = await made(app, '/warehouse/periods', { month: '2024-02' });
    const reader = app.as(await app.actor({ permissions: ['warehouse.periods.read'] }));
    const { body } = await reader.get(`/warehouse/periods/${period.id}/transitions`);
    expect(body).toEqual([
      expect.objectContaining({
        event: 'close',
        allowed: false,
        reasons: [expect.objectContaining({ code: 'FORBIDDEN' })],
      }),
      expect.objectContaining({
        event: 'reopen',
        allowed: false,
        reasons: expect.arrayContaining([expect.objectContaining({ code: 'INVALID_STATE' })]),
      }),
    ]);
    expect((await reader.post(`/warehouse/periods/${period.id}/close`, {})).status).toBe(403);
  });

  test('is refused twice for the same month, with a month that is none, and closed before it began', async () => {
    await made(app, '/warehouse/periods', { month: '2024-03' });
    expect((await admin.post('/warehouse/periods', { month: '2024-03' })).body.error_code).toBe('DUPLICATE');
    expect((await admin.post('/warehouse/periods', { month: '2024-13' })).status).toBe(422);
    const future = await made(app, '/warehouse/periods', { month: '2999-01' });
    expect((await admin.post(`/warehouse/periods/${future.id}/close`, {})).body).toMatchObject({
      error_code: 'PERIOD_NOT_STARTED',
      status: 422,
    });
  });

  test('stays open after a dry run of its closing', async () => {
    const period = await made(app, '/warehouse/periods', { month: '2024-04' });
    expect((await admin.post(`/warehouse/periods/${period.id}/close?dry_run=true`, {})).body.state).toBe('closed');
    expect((await admin.get(`/warehouse/periods/${period.id}`)).body).toMatchObject({ state: 'open', version: 1 });
  });
});
