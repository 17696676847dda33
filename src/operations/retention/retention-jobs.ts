import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { JobRegistry } from '../../kernel/jobs/index.js';
import { RetentionService } from './retention.service.js';

const JOBS = [
  ['idempotency-keys', '25 * * * *', 'Forgets stored answers of requests after 30 days.'],
  ['expired-sessions', '35 * * * *', 'Forgets sessions, refresh tokens and failed logins that are long over.'],
  ['import-left-overs', '45 * * * *', 'Clears away rows of imports that are over.'],
  ['retention', '15 2 * * *', 'Removes what else is past its time by the rules of retention.'],
] as const;

/** Retention on schedule; which rule belongs to which job is data: `erp.retention_rules`. */
@Injectable()
export class RetentionJobs implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly retention: RetentionService,
  ) {}

  onModuleInit(): void {
    for (const [name, schedule, title] of JOBS)
      this.registry.add({
        name,
        schedule,
        title,
        kind: 'repeatable',
        work: async ({ signal }) => {
          const results = await this.retention.execute(name, signal);
          return Object.fromEntries(results.map(({ table_name, rows }) => [table_name, rows]));
        },
      });
  }
}
