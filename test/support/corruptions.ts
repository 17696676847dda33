import pg from 'pg';

/** Tables whose rows are on the disk, and their indexes that are B-trees; those of other sessions' temporary tables are out of reach. */
const RELATIONS = `
  select c.oid, c.relkind = 'i' as is_index, c.oid::regclass::text as name
    from pg_class c left join pg_index i on i.indexrelid = c.oid left join pg_am a on a.oid = c.relam
   where c.relpersistence = 'p' and (c.relkind in ('r', 'm', 't', 'S') or (c.relkind = 'i' and a.amname = 'btree' and i.indisready and i.indisvalid))
   order by 3`;

/**
 * What is broken in the files of a database: every row of every table and TOAST table, every page of every B-tree, and that each row is in
 * each index of its table. The same as `pg_amcheck --heapallindexed --parent-check`, which an embedded server does not bring; its extension it does.
 * @param database as superuser
 * @returns a line for each fault
 */
export async function corruptionsOf(database: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    await client.query('create extension if not exists amcheck');
    const { rows } = await client.query<{ oid: number; is_index: boolean; name: string }>(RELATIONS);
    const faults: string[] = [];
    for (const { oid, is_index, name } of rows) {
      const found = is_index
        ? client.query<{ msg: string }>('select from bt_index_parent_check($1::regclass, true) offset 1', [oid])
        : client.query<{ msg: string }>('select msg from verify_heapam($1::regclass, check_toast => true)', [oid]);
      await found.then(
        (result) => faults.push(...result.rows.map(({ msg }) => `${name}: ${msg}`)),
        (error: Error) => faults.push(`${name}: ${error.message}`),
      );
    }
    return faults;
  } finally {
    await client.query('drop extension if exists amcheck').catch(() => undefined);
    await client.end();
  }
}
