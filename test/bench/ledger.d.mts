import type { Client } from 'pg';

export function writeLedger(
  sql: Client,
  location: string,
  rows: number,
): Promise<{ rows: number; product: string; months: string[]; seconds: number }>;
