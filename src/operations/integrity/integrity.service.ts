import { Injectable } from '@nestjs/common';
import { CardIntegrity } from '../../kanban/index.js';
import { OrderIntegrity } from '../../ppic/index.js';
import { LedgerIntegrity } from '../../warehouse/index.js';
import { HealthRepository } from '../health/health.repository.js';
import { latestFunctionSources } from './function-source.js';
import { IntegrityRepository } from './integrity.repository.js';
import type { Invariant } from './invariant.js';
import { SAMPLES } from './invariant.js';

/** Checks everything that must always be true, and says with figures where it is not. Reads only. */
@Injectable()
export class IntegrityService {
  constructor(
    private readonly repository: IntegrityRepository,
    private readonly health: HealthRepository,
    private readonly ledger: LedgerIntegrity,
    private readonly orders: OrderIntegrity,
    private readonly cards: CardIntegrity,
  ) {}

  async check(): Promise<Invariant[]> {
    return [
      ...(await this.ledger.check()),
      ...(await this.orders.check()),
      ...(await this.cards.check()),
      await this.triggers(),
      await this.functions(),
      await this.transitions(),
      await this.numbers(),
    ];
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

function invariant(name: string, rule: string, checked: number, faults: Record<string, unknown>[]): Invariant {
  return { name, rule, checked, violations: faults.length, samples: faults.slice(0, SAMPLES) };
}
