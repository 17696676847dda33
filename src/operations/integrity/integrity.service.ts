import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';
import { RequestContext, systemActor } from '../../kernel/security/index.js';
import { HealthRepository } from '../health/health.repository.js';
import { latestFunctionSources } from './function-source.js';
import { INTEGRITY_CHECKS } from './integrity-checks.js';
import type { IntegrityCheck } from './integrity-checks.js';
import { countsOf, reportCheck } from './integrity-metrics.js';
import { IntegrityRepository } from './integrity.repository.js';

/** How many violations are shown; all are counted. */
const SAMPLES = 20;
/** A statement over all of a long ledger may take this long, whatever the limit for requests is. */
const PATIENCE_MS = 30 * 60_000;

/** What a pass found of an invariant, and how long the whole pass took. */
export interface TimedInvariant extends Invariant {
  readonly pass: string;
  readonly duration_ms: number;
}

/** Checks everything that must always be true, and says with figures where it is not. Reads only. */
@Injectable()
export class IntegrityService {
  constructor(
    private readonly db: Database,
    private readonly repository: IntegrityRepository,
    private readonly health: HealthRepository,
    @Inject(INTEGRITY_CHECKS) private readonly checks: readonly IntegrityCheck[],
  ) {}

  /** The whole pass, whose time grows with the ledger. Its figures go to the metrics as well. */
  async check(): Promise<Invariant[]> {
    const timed = await this.checkTimed();
    return timed.map(({ pass: _pass, duration_ms: _duration, ...invariant }) => invariant);
  }

  /**
   * The same, with the pass that each finding comes from and how long that took.
   * @param signal looked at between the passes
   */
  async checkTimed(signal?: AbortSignal): Promise<TimedInvariant[]> {
    const began = performance.now();
    const passes: [name: string, look: () => Promise<Invariant[]>][] = [
      ...this.checks.map((each): (typeof passes)[number] => [nameOf(each), () => each.check()]),
      ['Guards', () => this.guards()],
      ['Transitions', async () => [await this.transitions()]],
      ['Numbers', async () => [await this.numbers()]],
    ];
    const found: TimedInvariant[] = [];
    for (const [pass, look] of passes) {
      signal?.throwIfAborted();
      const from = performance.now();
      const invariants = await this.patiently(look);
      const duration_ms = Math.round(performance.now() - from);
      found.push(...invariants.map((each) => ({ ...each, pass, duration_ms })));
    }
    reportCheck('whole', countsOf(found), (performance.now() - began) / 1000);
    return found;
  }

  /** In a transaction, since only there the limit of a statement can be another than the session's, also behind a pooler. */
  private patiently<T>(look: () => Promise<T>): Promise<T> {
    const context = RequestContext.find() ?? RequestContext.forSystem(systemActor(new Set(), []), randomUUID());
    return RequestContext.run({ ...context, patience_ms: PATIENCE_MS }, () => this.db.transaction(look));
  }

  /** What guards the data and is quickly looked at: triggers and functions. */
  async guards(): Promise<Invariant[]> {
    return [await this.triggers(), await this.functions()];
  }

  private async triggers(): Promise<Invariant> {
    const { expected, faults } = await this.health.triggers();
    const rule = 'The ledger trigger and the timestamp triggers are there and enabled.';
    return invariant('triggers', rule, expected, faults as unknown as Record<string, unknown>[]);
  }

  private async functions(): Promise<Invariant> {
    const installed = new Map((await this.repository.installedFunctions()).map(({ name, body }) => [name, body]));
    const sources = latestFunctionSources(await this.repository.serverMajor());
    const faults = sources.flatMap(({ name, file, body }) => {
      const found = installed.get(name);
      if (found === body) return [];
      return [{ function: name, file, fault: found === undefined ? 'missing' : 'differs' }];
    });
    return invariant(
      'functions',
      'The functions in the database are the ones the migrations installed.',
      sources.length,
      faults,
    );
  }

  private async transitions(): Promise<Invariant> {
    const { count } = await this.repository.countHistory();
    const rule = 'Every step in the history of a document is one its state machine has.';
    return invariant('transitions', rule, count, await this.repository.illegalTransitions());
  }

  private async numbers(): Promise<Invariant> {
    const columns = await this.repository.numericColumns();
    const faults: Record<string, unknown>[] = [];
    for (const { table_name, column_name } of columns) {
      const count = await this.repository.countNotANumber(table_name, column_name);
      if (count > 0) faults.push({ table: table_name, column: column_name, count });
    }
    return invariant('numbers', 'No amount, cost or rate is NaN or infinite.', columns.length, faults);
  }
}

/** `LedgerIntegrity` is the pass `Ledger`. */
function nameOf(check: IntegrityCheck): string {
  return check.constructor.name.replace(/Integrity$/, '');
}

function invariant(name: string, rule: string, checked: number, faults: Record<string, unknown>[]): Invariant {
  return { name, rule, checked, violations: faults.length, samples: faults.slice(0, SAMPLES) };
}
