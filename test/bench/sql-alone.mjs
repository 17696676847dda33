/** The same posting straight from SQL: by pgbench where the machine has it, else from a bare `pg` pool. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { median, pick, seededRandom } from './load.mjs';

export const hasPgbench = spawnSync('pgbench', ['--version']).status === 0;

/** Postings of five lines a second, with products 1 to `products`. */
export async function sqlAlone({ url, clients, seconds, products }) {
  return hasPgbench ? byPgbench(url, clients, seconds, products) : byPool(url, clients, seconds, products);
}

function byPgbench(url, clients, seconds, products) {
  const folder = mkdtempSync(join(tmpdir(), 'pabrik-pgbench-'));
  try {
    const script = join(folder, 'post.sql');
    const step = Math.max(1, Math.floor(products / 5));
    // Five different products: one from each fifth of the range.
    const picks = [0, 1, 2, 3, 4].map((n) => `\\set p${n} random(${n * step + 1}, ${(n + 1) * step})`);
    writeFileSync(
      script,
      `${picks.join('\n')}\nselect bare.post(array[:p0,:p1,:p2,:p3,:p4]::integer[], array[1,2,3,4,5]::bigint[]);\n`,
    );
    const run = spawnSync(
      'pgbench',
      ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds), '-f', script, url],
      {
        encoding: 'utf8',
      },
    );
    const tps = /tps = ([\d.]+)/.exec(run.stdout);
    if (!tps) throw new Error(`pgbench: ${run.stderr}`);
    return { per_second: Number(tps[1]) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function byPool(url, clients, seconds, products) {
  const random = seededRandom(7);
  return sessions({ url, clients, seconds }, () => ({
    name: 'post',
    text: 'select bare.post($1::integer[], $2::bigint[])',
    values: [pick(random, 5, products).map((n) => n + 1), [1, 2, 3, 4, 5]],
  }));
}

/**
 * Statements from so many sessions at once: a second, and the median of what one took.
 * @param options what every session is opened with, such as its role
 */
export async function sessions({ url, options, clients, seconds }, statement) {
  const pool = new pg.Pool({ connectionString: url, max: clients, options });
  const end = performance.now() + seconds * 1000;
  const times = [];
  const client = async () => {
    while (performance.now() < end) {
      const before = performance.now();
      await pool.query(statement());
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  await pool.end();
  return { per_second: times.length / seconds, p50_ms: median(times) };
}

/** Options of a session that works as the server's do: in its role, for a person. */
export const asApplication = (actor) =>
  `-c role=erp_app -c search_path=erp -c erp.actor=${actor} -c erp.request_id=bench`;
