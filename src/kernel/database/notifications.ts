import { Injectable, Logger } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import pg from 'pg';
import { AppConfig } from '../config/index.js';
import { Database } from './database.js';

const RECONNECT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 2_000;
const CHANNEL = /^[a-z_]{1,60}$/;

/**
 * Tells every process that something has changed, past the requests' pool: PostgreSQL's LISTEN on one connection, opened with the first
 * listener. A notification carries nothing and may be missed while the connection is away: who hears it, or a reconnection, reads what is new.
 */
@Injectable()
export class Notifications implements OnModuleDestroy {
  private readonly logger = new Logger(Notifications.name);
  private readonly listeners = new Map<string, Set<() => void>>();
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private ended = false;

  constructor(
    private readonly config: AppConfig,
    private readonly db: Database,
  ) {}

  /** Announces a change once the ambient transaction is committed, never within it: NOTIFY would queue all commits behind one lock. */
  announce(channel: string): void {
    this.db.afterCommit(() => {
      this.db
        .query('select pg_notify($1, $2)', [named(channel), ''])
        .catch((error: Error) => this.logger.warn(`A change could not be announced: ${error.message}`));
    });
  }

  /** @returns what ends the listening */
  listen(channel: string, heard: () => void): () => void {
    const set = this.listeners.get(named(channel)) ?? new Set();
    this.listeners.set(channel, set.add(heard));
    void this.connect();
    return () => void set.delete(heard);
  }

  async onModuleDestroy(): Promise<void> {
    this.ended = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    if (this.client || this.ended) {
      await this.client?.query(this.listening()).catch(() => undefined);
      return;
    }
    const client = new pg.Client({
      connectionString: this.config.databaseDirectUrl,
      options: '-c role=erp_app -c search_path=erp',
      application_name: 'pabrik listener',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    this.client = client;
    client.on('notification', ({ channel }) => this.hear(channel));
    client.on('error', () => this.lost(client));
    client.on('end', () => this.lost(client));
    try {
      await client.connect();
      await client.query(this.listening());
      for (const channel of this.listeners.keys()) this.hear(channel);
    } catch (error) {
      this.logger.warn(`Cannot listen to the database: ${(error as Error).message}`);
      this.lost(client);
    }
  }

  private lost(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    client.end().catch(() => undefined);
    if (this.ended) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.connect(), RECONNECT_MS);
    this.retry.unref();
  }

  private listening(): string {
    return [...this.listeners.keys()].map((channel) => `listen ${named(channel)}`).join('; ');
  }

  private hear(channel: string): void {
    for (const heard of this.listeners.get(channel) ?? []) heard();
  }
}

function named(channel: string): string {
  if (!CHANNEL.test(channel)) throw new Error(`${channel} is no name of a channel`);
  return channel;
}
