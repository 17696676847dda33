import { permissionCatalogue } from '../../src/kernel/security/index.js';
import type { PermissionEntry } from '../../src/kernel/security/index.js';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { sourcesBelow } from '../support/source-tree.js';
import type { Source } from '../support/source-tree.js';
import { routesOf } from './routes.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const sources = sourcesBelow('src').filter(({ path }) => !path.endsWith('.permissions.ts'));

/** Permissions that no route asks for and no other code names, be it `WAREHOUSE.stock.read` or its text. */
function unused(
  catalogue: readonly PermissionEntry[],
  ofRoutes: ReadonlySet<string>,
  code: readonly Source[],
): string[] {
  return catalogue
    .filter(({ permission, resource, action }) => {
      if (ofRoutes.has(permission)) return false;
      const named = new RegExp(`\\b[A-Z][A-Z_]*\\.${resource}\\.${action}\\b`);
      return !code.some(({ text }) => named.test(text) || text.includes(`'${permission}'`));
    })
    .map(({ permission }) => permission);
}

describe('the catalogue of permissions', () => {
  it('holds nothing that nobody asks for', () => {
    const ofRoutes = new Set(routesOf(app.nest).map(({ options }) => options?.permission ?? ''));
    expect(permissionCatalogue().length).toBeGreaterThan(50);
    expect(unused(permissionCatalogue(), ofRoutes, sources)).toEqual([]);
  });

  it('says of each what it allows, in a sentence without a full stop', () => {
    expect(permissionCatalogue().filter(({ description }) => !/^[A-Z].{5,}[^.]$/.test(description))).toEqual([]);
  });

  it('is held as a whole by the super administrator, and every seeded role holds something that exists', async () => {
    const { rows } = await app.db.query<{ code: string; patterns: string[] }>(
      `select r.code, array_agg(p.pattern) as patterns from erp.roles r left join erp.role_permissions p on p.role_id = r.id where r.is_system group by 1`,
    );
    expect(rows.length).toBeGreaterThanOrEqual(16);
    expect(rows.find(({ code }) => code === 'super_admin')?.patterns).toEqual(['*']);
    const { expandPatterns } = jest.requireActual<typeof import('../../src/kernel/security/index.js')>(
      '../../src/kernel/security/index.js',
    );
    expect(
      rows.filter(({ patterns }) => expandPatterns(patterns.filter(Boolean)).size === 0).map(({ code }) => code),
    ).toEqual([]);
  });

  it('a planted permission that nobody asks for is found', () => {
    const planted: PermissionEntry = {
      permission: 'plant.bears.hug',
      module: 'plant',
      resource: 'bears',
      action: 'hug',
      description: 'Hug bears',
    };
    expect(unused([planted], new Set(), sources)).toEqual(['plant.bears.hug']);
    expect(unused([planted], new Set(['plant.bears.hug']), sources)).toEqual([]);
    expect(unused([planted], new Set(), [{ path: 'src/a.ts', text: 'requirePermission(PLANT.bears.hug)' }])).toEqual(
      [],
    );
  });
});
