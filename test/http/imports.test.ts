import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { importFile } from '../support/imports.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  await app.close();
});

it('imports products', async () => {
  const { status, body } = await importFile(
    app,
    'products',
    'sku,name,type,unit,standard_cost\nA1,Bolt,part,EA,1.25\nA2,Nut,part,ea,0.5\n',
  );
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'succeeded', inserted: 2 });
});
