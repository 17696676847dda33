import pg from 'pg';

/** Tables that say how a database is kept and not what is in it. */
const ABOUT_ITSELF = ['backups', 'jobs', 'periodic_works'];

/** Number of rows and digest of every table of schema erp. */
export async function tableDigests(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`set timezone = 'UTC'; set extra_float_digits = 1`);
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'erp'::regnamespace and relkind in ('r', 'p') and not relispartition
          and relname <> all($1) order by 1`,
      [ABOUT_ITSELF],
    );
    const digests: Record<string, string> = {};
    for (const { name } of rows) {
      const { rows: found } = await client.query<{ digest: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as digest from erp."${name}" t`,
      );
      digests[name] = found[0]!.digest;
    }
    return digests;
  } finally {
    await client.end();
  }
}
