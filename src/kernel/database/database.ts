import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import type { Pool, PoolClient, QueryResult } from 'pg';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/index.js';
import { KERNEL_ERRORS, notFound } from '../errors/index.js';
import { countLostRace, countRefusedRetry } from '../metrics/index.js';
import { RequestContext } from '../security/request-context.js';
import { checkIfMatch } from './if-match.js';
import { EntitySql } from './entity-sql.js';
import type { EntityClass } from './entity-sql.js';
import { buildPage, cursorFault, finishPage } from './list-query.js';
import type { ListDefinition, ListParameters, Page } from './list-query.js';
import { Replica, fromReplica } from './replica.js';
import { RetryBudget } from './retry-budget.js';
import { isConnectionLost, isRetryable, isStalePlan, translateSqlError } from './sql-errors.js';
import { StatementNames } from './statement-names.js';
import type { Origin } from './statement-names.js';
import { AccessChanged, StoredAnswer, ambientTransaction } from './transaction.js';
import type { KeyClaim, Transaction } from './transaction.js';

const MAX_ATTEMPTS = 5;
/** After this long a lost race is not run again: the caller is told to come back instead of being kept waiting. */
const RETRY_WINDOW_MS = 2000;
const RETRY_BASE_MS = 10;
/** The client gives a statement up this much later than the server does. */
const CLIENT_MARGIN_MS = 1000;

/** Pool or client, as far as one statement is concerned. */
interface Target {
  query(statement: object): Promise<{ rows: unknown[] }>;
}

interface BeginRow {
  access: 'ok' | 'changed' | 'revoked';
  key_state: 'new' | 'running' | 'done' | 'reused' | null;
  stored_status: number | null;
  stored_body: string | null;
}

/** As the driver takes it. */
interface NamedStatement {
  readonly name?: string;
  readonly query_timeout?: number;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * The only way to the database. Statements are prepared by name; inside `transaction` they go to the ambient transaction, outside
 * to the pool. Writes and locks belong into a transaction.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly pool: Pool;
  private readonly names = new StatementNames();
  private readonly retries = new RetryBudget();
  private readonly entities = new Map<EntityClass<object>, EntitySql>();

  constructor(
    private readonly source: DataSource,
    private readonly config: AppConfig,
    private readonly replica: Replica,
  ) {
    this.pool = (source.driver as unknown as { master: Pool }).master;
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  /** Rows of one statement. @throws AppError for what the database refuses */
  query<Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return this.run<Row>(sql, params, 'program');
  }

  private async run<Row>(sql: string, params: readonly unknown[], origin: Origin): Promise<Row[]> {
    const transaction = ambientTransaction.getStore();
    if (!transaction && fromReplica.getStore()) {
      const rows = await this.replica.ask<Row>(this.statement(sql, params, origin));
      if (rows) return rows;
    }
    const statement = this.statement(sql, params, origin);
    try {
      const target: Target = transaction ? await this.open(transaction) : this.pool;
      const { rows } = await target.query(statement);
      return rows as Row[];
    } catch (error) {
      if (isStalePlan(error) && statement.name !== undefined) {
        this.names.renew(sql, statement.name);
        if (!transaction) return this.run<Row>(sql, params, origin);
        throw error;
      }
      if (transaction && isConnectionLost(error)) transaction.broken = true;
      // Inside a transaction the raw error travels up to `transaction`, which alone may decide to run everything again.
      throw transaction && isRetryable(error) ? error : translateSqlError(error);
    }
  }

  /** The only row of a statement. @throws Error when there is none or more than one */
  async one<Row>(sql: string, params: readonly unknown[] = []): Promise<Row> {
    return only(await this.query<Row>(sql, params));
  }

  /** The row of a statement that has at most one. */
  async maybe<Row>(sql: string, params: readonly unknown[] = []): Promise<Row | null> {
    return atMostOne(await this.query<Row>(sql, params));
  }

  /**
   * Runs `work` in one transaction that every call below joins. A serialization failure, deadlock or lock time-out runs the whole
   * work again, a bounded number of times and within the budget of retries; so does a migration that has just changed a table under it. A dry run
   * is rolled back at the end.
   * @param claim the request's Idempotency-Key; its answer is stored in the same transaction
   * @throws SERVICE_UNAVAILABLE when it may not or need not be run again
   */
  async transaction<T>(work: () => Promise<T>, claim?: KeyClaim): Promise<T> {
    if (ambientTransaction.getStore()) return work();
    const started = performance.now();
    this.retries.earn();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(work, claim);
      } catch (error) {
        const late = performance.now() - started > RETRY_WINDOW_MS;
        if (isStalePlan(error) && !late) continue;
        const again = isRetryable(error) && attempt < MAX_ATTEMPTS && !late && this.mayRunAgain();
        if (isRetryable(error)) countLostRace((error as { code: string }).code, again);
        if (!again) throw translateSqlError(error);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * RETRY_BASE_MS * 2 ** attempt));
      }
    }
  }

  /**
   * Has the statements of `work` read from the replica where there is one that keeps up; each of them from the primary otherwise, and
   * inside a transaction always. For reports: what was written a moment ago may not be there yet.
   */
  reading<T>(work: () => Promise<T>): Promise<T> {
    return fromReplica.run(true, work);
  }

  /** Runs `work` so that its failure undoes only its own statements: one row of a bulk request in partial mode. */
  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const client = await this.client();
    await client.query('savepoint part');
    try {
      const result = await work();
      await client.query('release savepoint part');
      return result;
    } catch (error) {
      if (!ambientTransaction.getStore()?.broken)
        await client.query('rollback to savepoint part; release savepoint part');
      throw error;
    }
  }

  /**
   * Runs once the ambient transaction is committed; at once when there is none. Never after a rollback or a dry run. A promise is awaited before
   * the caller is answered; it must not fail, since the change stands.
   */
  afterCommit(effect: () => void | Promise<void>): void {
    const transaction = ambientTransaction.getStore();
    if (transaction) transaction.after_commit.push(effect);
    else void effect();
  }

  /** Whether the ambient transaction has asked the database already: what it sees may be its own and nobody else's yet. */
  hasBegun(): boolean {
    return ambientTransaction.getStore()?.opening !== undefined;
  }

  /** The connections of this process: how many are open, at rest, and waited for by requests. */
  poolState(): { open: number; idle: number; waiting: number; limit: number } {
    const { totalCount: open, idleCount: idle, waitingCount: waiting } = this.pool;
    return { open, idle, waiting, limit: this.config.databasePoolSize };
  }

  isDryRun(): boolean {
    return ambientTransaction.getStore()?.dry_run ?? false;
  }

  /** The `pg` client of the ambient transaction, for COPY and cursors. */
  client(): Promise<PoolClient> {
    const transaction = ambientTransaction.getStore();
    if (!transaction) throw new Error('No transaction here');
    return this.open(transaction);
  }

  /** Inserts a row and returns it whole. Columns that are undefined take their default. */
  async insert<E extends object>(entity: EntityClass<E>, values: Partial<E>): Promise<E> {
    const { sql, params } = this.sqlOf(entity).insert(values);
    return only(await this.run<E>(sql, params, 'composed'));
  }

  /** Inserts rows in one statement; all give the same columns. */
  async insertMany<E extends object>(entity: EntityClass<E>, rows: readonly Partial<E>[]): Promise<E[]> {
    if (rows.length === 0) return [];
    const { sql, params } = this.sqlOf(entity).insertMany(rows);
    return this.run<E>(sql, params, 'composed');
  }

  /** Sets the given columns and bumps `version` where there is one. @throws NOT_FOUND */
  async update<E extends object>(entity: EntityClass<E>, id: string, patch: Partial<E>): Promise<E> {
    const table = this.sqlOf(entity);
    const { sql, params } = table.update(id, patch);
    const row = atMostOne(await this.run<E>(sql, params, 'composed'));
    if (!row) throw notFound(table.label, id);
    return row;
  }

  /** Like `update`, except that values which are there already leave the row, its version and its timestamp alone. @throws NOT_FOUND */
  async change<E extends object>(entity: EntityClass<E>, id: string, patch: Partial<E>): Promise<E> {
    const { sql, params } = this.sqlOf(entity).change(id, patch);
    return atMostOne(await this.run<E>(sql, params, 'composed')) ?? this.get(entity, id);
  }

  find<E extends object>(entity: EntityClass<E>, id: string): Promise<E | null> {
    return this.maybe<E>(this.sqlOf(entity).find(false), [id]);
  }

  /** Reads a row that has to be there. @throws NOT_FOUND */
  async get<E extends object>(entity: EntityClass<E>, id: string): Promise<E> {
    return (await this.find(entity, id)) ?? this.throwNotFound(entity, id);
  }

  /** Locks a row until the end of the transaction, and holds the request's If-Match against its version. @throws NOT_FOUND, STALE_VERSION */
  async lock<E extends object>(entity: EntityClass<E>, id: string): Promise<E> {
    const row = await this.maybe<E>(this.sqlOf(entity).find(true), [id]);
    if (!row) return this.throwNotFound(entity, id);
    checkIfMatch(row);
    return row;
  }

  /** @throws NOT_FOUND; IN_USE when other rows refer to it */
  async delete<E extends object>(entity: EntityClass<E>, id: string): Promise<void> {
    if (!(await this.maybe(this.sqlOf(entity).delete(), [id]))) this.throwNotFound(entity, id);
  }

  /** One page of a list, within an extra predicate such as the caller's scope. */
  async page<Row>(
    list: ListDefinition,
    query: ListParameters,
    extra: { where?: string; params?: readonly unknown[] } = {},
  ): Promise<Page<Row>> {
    const built = buildPage(list, query, extra);
    const rows = await this.run<Row & object>(built.sql, built.params, 'composed').catch((error: unknown) => {
      throw query.cursor === undefined ? error : cursorFault(error);
    });
    const page = finishPage<Row>(rows, built.sort, built.limit);
    if (!query.include_total) return page;
    const { total } = only(await this.run<{ total: number }>(built.count_sql, built.count_params, 'composed'));
    return { ...page, total };
  }

  /** One row of a list by its id, within an extra predicate such as the caller's scope; null when there is none. */
  async listed<Row>(
    list: ListDefinition,
    id: string,
    { where = 'true', params = [] }: { where?: string; params?: readonly unknown[] } = {},
  ): Promise<Row | null> {
    const { data } = await this.page<Row>(
      list,
      { limit: 1 },
      { where: `${list.id} = ? and ${where}`, params: [id, ...params] },
    );
    return data[0] ?? null;
  }

  /** An id for rows that are yet to be written, in the order of time. */
  async newId(): Promise<string> {
    return (await this.one<{ id: string }>('select erp.uuid_v7() as id')).id;
  }

  private mayRunAgain(): boolean {
    const may = this.retries.take();
    if (!may) countRefusedRetry();
    return may;
  }

  private async attempt<T>(work: () => Promise<T>, claim: KeyClaim | undefined): Promise<T> {
    const dryRun = RequestContext.find()?.dry_run ?? false;
    const transaction: Transaction = { claim: dryRun ? undefined : claim, dry_run: dryRun, after_commit: [] };
    try {
      const result = await ambientTransaction.run(transaction, work);
      await this.finish(transaction);
      if (!dryRun) {
        for (const effect of transaction.after_commit) {
          const running = effect();
          if (running) await running;
        }
      }
      return result;
    } catch (error) {
      if (isConnectionLost(error)) transaction.broken = true;
      await this.rollBack(transaction);
      throw error;
    } finally {
      transaction.closed = true;
      transaction.client?.release(transaction.broken);
    }
  }

  /** Takes a connection and opens the transaction, with one round trip, when its first statement comes. */
  private open(transaction: Transaction): Promise<PoolClient> {
    if (transaction.closed) throw new Error('The transaction of this work has ended: a promise was not awaited');
    transaction.opening ??= this.begin(transaction);
    return transaction.opening;
  }

  private async begin(transaction: Transaction): Promise<PoolClient> {
    const client = await this.pool.connect();
    transaction.client = client;
    const context = RequestContext.find();
    const actor = context?.actor;
    const args = [
      actor?.user_id,
      actor?.session_id,
      actor?.api_key_id,
      actor?.access_version,
      context?.request_id,
      context?.ip,
      context?.user_agent,
      transaction.dry_run,
      transaction.claim?.id,
      transaction.claim?.hash,
    ].map(literal);
    const patience = context?.patience_ms === undefined ? '' : `; set local statement_timeout = ${context.patience_ms}`;
    const begin = `begin; select * from erp.begin_request(${args.join(', ')})${patience}`;
    const results = (await client.query(begin)) as unknown as QueryResult<BeginRow>[];
    const row = results[1]!.rows[0]!;
    if (row.access === 'revoked') throw KERNEL_ERRORS.UNAUTHENTICATED('The session has ended');
    if (row.access === 'changed') throw new AccessChanged();
    if (row.key_state === 'running') throw KERNEL_ERRORS.IDEMPOTENCY_KEY_IN_PROGRESS(undefined, { retry_after: 1 });
    if (row.key_state === 'reused') throw KERNEL_ERRORS.IDEMPOTENCY_KEY_REUSED();
    if (row.key_state === 'done') throw new StoredAnswer(row.stored_status!, row.stored_body!);
    return client;
  }

  private async finish(transaction: Transaction): Promise<void> {
    const answer = transaction.claim?.answer;
    if (answer && !transaction.opening) await this.open(transaction);
    const client = transaction.client;
    if (!client) return;
    if (transaction.dry_run) {
      await client.query('rollback');
      return;
    }
    refuseLateCommit();
    refuseUnheldIfMatch(transaction);
    const { id, hash } = transaction.claim ?? {};
    const store = answer
      ? `select erp.store_answer(${[id, hash, answer.status].map(literal).join(', ')}, ${pg.escapeLiteral(answer.body)}); `
      : '';
    const end = `${store}commit`;
    const results = (await client.query(end)) as unknown as QueryResult | QueryResult[];
    // COMMIT after a failed statement answers ROLLBACK and no error: whoever swallowed that error must not report success.
    if ([results].flat().at(-1)?.command !== 'COMMIT')
      throw new Error('A statement failed and its error was swallowed: nothing was committed');
  }

  private async rollBack(transaction: Transaction): Promise<void> {
    if (transaction.broken) return;
    try {
      await transaction.client?.query('rollback');
    } catch {
      transaction.broken = true;
    }
  }

  private statement(sql: string, params: readonly unknown[], origin: Origin): NamedStatement {
    const name = this.config.dbNamedStatements ? this.names.of(sql, origin) : undefined;
    const patience = RequestContext.find()?.patience_ms;
    return {
      ...(name !== undefined && { name }),
      ...(patience !== undefined && { query_timeout: patience + CLIENT_MARGIN_MS }),
      text: sql,
      values: params,
    };
  }

  private sqlOf<E extends object>(entity: EntityClass<E>): EntitySql {
    let sql = this.entities.get(entity);
    if (!sql) this.entities.set(entity, (sql = new EntitySql(this.source, entity)));
    return sql;
  }

  private throwNotFound(entity: EntityClass<object>, id: string): never {
    throw notFound(this.sqlOf(entity).label, id);
  }
}

function only<Row>(rows: readonly Row[]): Row {
  if (rows.length !== 1) throw new Error(`One row was expected, ${rows.length} came`);
  return rows[0]!;
}

function atMostOne<Row>(rows: readonly Row[]): Row | null {
  if (rows.length > 1) throw new Error(`At most one row was expected, ${rows.length} came`);
  return rows[0] ?? null;
}

/** A request that was already answered with 503 for being late must not take effect afterwards. @throws SERVICE_UNAVAILABLE */
function refuseLateCommit(): void {
  const deadline = RequestContext.find()?.deadline;
  if (deadline !== undefined && performance.now() > deadline)
    throw KERNEL_ERRORS.SERVICE_UNAVAILABLE(undefined, { retry_after: 1 });
}

/** If-Match was sent, and nothing that has a version was locked: the document it speaks of is not there. @throws STALE_VERSION */
function refuseUnheldIfMatch({ if_match_checked: held }: Transaction): void {
  if (RequestContext.find()?.if_match !== undefined && !held)
    throw KERNEL_ERRORS.STALE_VERSION('There is no document of that version');
}

/** A value as SQL text, for the two multi-statement round trips that cannot take parameters. */
function literal(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined || value === '') return 'null';
  return typeof value === 'string' ? pg.escapeLiteral(value) : String(value);
}
