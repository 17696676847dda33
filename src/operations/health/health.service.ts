import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import {
  DiskHealthIndicator,
  HealthCheckService,
  HealthIndicatorService,
  MemoryHealthIndicator,
} from '@nestjs/terminus';
import type { HealthCheckResult, HealthIndicatorFunction, HealthIndicatorResult } from '@nestjs/terminus';
import { PROJECT_ROOT, VERSION } from '../../kernel/config/index.js';
import { Readiness } from '../lifecycle/readiness.js';
import type { HealthDto } from './health.dto.js';
import { HealthRepository } from './health.repository.js';

const DISK_FULL_FROM = 0.95;
const MEMORY_LIMIT_BYTES = 1024 * 1024 * 1024;
/** A daily backup that is later than this did not come. */
const BACKUP_OLD_HOURS = 26;
/** Nobody waits longer than this for a component: below the patience of the usual probes. */
const COMPONENT_TIMEOUT_MS = 4_000;
/** Probes that come together share one look, so that they cannot be used to load the database. */
const FRESH_MS = 500;
const MIGRATIONS_FRESH_MS = 5_000;

type Report = Promise<HealthDto>;

/** Answers the probes in Terminus's form, with `version` and `components` (the same entries as `details`) beside it. */
@Injectable()
export class HealthService {
  private readonly recent = new Map<string, { until: number; report: Report }>();
  private schemaIsReadyUntil = 0;

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly disk: DiskHealthIndicator,
    private readonly memory: MemoryHealthIndicator,
    private readonly repository: HealthRepository,
    private readonly readiness: Readiness,
  ) {}

  /** Everything, for people and monitoring. */
  full(): Report {
    return this.shared('full', () =>
      this.check([
        () => this.database(),
        () => this.migrations(),
        () => this.triggers(),
        () => this.jobs(),
        () => this.backups(),
        ...(this.repository.hasRedis ? [() => this.redis()] : []),
        ...(this.repository.replica ? [() => this.replica()] : []),
        () => this.months(),
        () => this.disk.checkStorage('disk', { path: PROJECT_ROOT, thresholdPercent: DISK_FULL_FROM }),
        () => this.memory.checkRSS('memory', MEMORY_LIMIT_BYTES),
      ]),
    );
  }

  /** Whether the process turns over at all. Asks nobody, so that a lost database never gets a healthy process restarted. */
  live(): Report {
    return this.check([]);
  }

  /** Whether requests are welcome: database and migrations are there, and the process is not on its way out. */
  ready(): Report {
    if (this.readiness.draining) return this.check([() => this.draining()]);
    return this.shared('ready', () =>
      this.check([() => this.database(), () => this.migrations(), () => this.draining()]),
    );
  }

  /** Whether the start is over. */
  startup(): Report {
    return this.check([
      () => this.component('startup', () => (this.readiness.started ? {} : { reason: 'still starting' })),
    ]);
  }

  private database(): Promise<HealthIndicatorResult> {
    return this.component('database', async () => {
      await this.repository.ping();
      return {};
    });
  }

  private migrations(): Promise<HealthIndicatorResult> {
    return this.component('migrations', async (): Promise<Finding> => {
      if (Date.now() < this.schemaIsReadyUntil) return { facts: { pending: 0 } };
      const pending = await this.repository.pendingMigrations();
      if (pending.length > 0) return { reason: 'migrations are pending', facts: { pending: pending.length } };
      this.schemaIsReadyUntil = Date.now() + MIGRATIONS_FRESH_MS;
      return { facts: { pending: 0 } };
    });
  }

  private triggers(): Promise<HealthIndicatorResult> {
    return this.component('triggers', async (): Promise<Finding> => {
      const { expected, faults } = await this.repository.triggers();
      if (faults.length === 0) return { facts: { checked: expected } };
      return { reason: 'triggers that guard the data are missing or disabled', facts: { faults: faults.length } };
    });
  }

  private jobs(): Promise<HealthIndicatorResult> {
    return this.component('jobs', async (): Promise<Finding> => {
      const facts = await this.repository.jobs();
      const { failed, overdue } = facts;
      return failed + overdue === 0
        ? { facts }
        : { degraded: 'jobs failed or did not run: see GET /operations/jobs', facts };
    });
  }

  private backups(): Promise<HealthIndicatorResult> {
    return this.component('backups', async (): Promise<Finding> => {
      const { age, proven } = await this.repository.backups();
      const facts = {
        ...(age !== null && { hours_since_backup: Math.floor(age) }),
        ...(proven !== null && { hours_since_proof: Math.floor(proven) }),
      };
      if (!this.repository.backupsAreScheduled || (age !== null && age <= BACKUP_OLD_HOURS)) return { facts };
      return { degraded: 'there is no backup of today', facts };
    });
  }

  /** Nothing needs it, so it never makes the process unwell. */
  private redis(): Promise<HealthIndicatorResult> {
    return this.component('redis', async (): Promise<Finding> => {
      if (await this.repository.pingRedis()) return {};
      return { degraded: 'Redis does not answer: limits are counted by each process, reference data is read directly' };
    });
  }

  /** Never down: reports are read from the primary meanwhile. */
  private replica(): Promise<HealthIndicatorResult> {
    return this.component('replica', (): Finding => {
      const { used, lag } = this.repository.replica!;
      const facts: Record<string, number> = lag === null ? {} : { lag_seconds: Math.round(lag) };
      if (used) return { facts };
      return { degraded: lag === null ? 'the replica does not answer' : 'the replica is too far behind', facts };
    });
  }

  private months(): Promise<HealthIndicatorResult> {
    return this.component('partitions', async (): Promise<Finding> => {
      const facts = { months_missing: await this.repository.monthsMissing() };
      return facts.months_missing === 0 ? { facts } : { degraded: 'the next month has no partition', facts };
    });
  }

  private draining(): Promise<HealthIndicatorResult> {
    return this.component('process', () => (this.readiness.draining ? { reason: 'shutting down' } : {}));
  }

  /** One component: up unless `look` gives a reason or fails; what failed is told without any detail of the system's inside. */
  private async component(name: string, look: () => Promise<Finding> | Finding): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check(name);
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<Finding>((resolve) => {
      timer = setTimeout(() => resolve({ reason: 'no answer in time' }), COMPONENT_TIMEOUT_MS);
    });
    try {
      const { reason, degraded, facts } = await Promise.race([look(), timeout]);
      if (degraded) return indicator.degraded({ message: degraded, ...facts });
      return reason ? indicator.down({ message: reason, ...facts }) : indicator.up(facts);
    } catch {
      return indicator.down({ message: 'not reachable' });
    } finally {
      clearTimeout(timer);
    }
  }

  private async check(functions: HealthIndicatorFunction[]): Report {
    const result = await this.health.check(functions).catch((error: unknown) => {
      if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
      throw error;
    });
    const { status, info, error, details } = result;
    return { status, version: VERSION, info, error, details, components: details };
  }

  private shared(name: string, work: () => Report): Report {
    const known = this.recent.get(name);
    if (known && known.until > Date.now()) return known.report;
    const report = work();
    this.recent.set(name, { until: Date.now() + FRESH_MS, report });
    return report;
  }
}

interface Finding {
  /** Why the component is down; absent when it is up. */
  reason?: string;
  /** What does not work although requests are served. */
  degraded?: string;
  facts?: Record<string, number>;
}
