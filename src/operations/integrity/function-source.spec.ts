import { functionBody, latestFile, latestFunctionSources } from './function-source.js';

it('takes the highest version, by number and not by spelling, and the variant that fits the server', () => {
  expect(latestFile(['v1.sql', 'v9.sql', 'v10.sql'], 15)).toBe('v10.sql');
  expect(latestFile(['v1.sql', 'v1.pg18.sql'], 18)).toBe('v1.pg18.sql');
  expect(latestFile(['v1.sql', 'v1.pg18.sql'], 17)).toBe('v1.sql');
  expect(latestFile(['v1.pg18.sql', 'v2.sql'], 18)).toBe('v2.sql');
  expect(latestFile(['README.md'], 18)).toBeUndefined();
});

it('finds the body between plain and named dollar quotes, and none where the body is no text', () => {
  expect(functionBody('create function f() returns int language sql as $$ select 1 $$;')).toBe(' select 1 ');
  expect(functionBody('create function f() returns text as $body$\nselect $$x$$\n$body$ language sql')).toBe(
    '\nselect $$x$$\n',
  );
  expect(functionBody('create function f() returns int language sql return 1;')).toBeUndefined();
});

it('reads the function files of this project', () => {
  const names = latestFunctionSources(18).map(({ name }) => name);
  expect(names).toContain('fn_set_updated_at');
  expect(new Set(names).size).toBe(names.length);
});
