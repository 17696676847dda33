import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import { ELSEWHERE, PeriodicRegistry, PeriodicWork } from '../../kernel/periodic/index.js';
import { SealsService } from './seals.service.js';

/** Seals what was committed, every few seconds; of several servers one does it at a time. */
@Injectable()
export class Sealing extends PeriodicWork {
  private busy = false;

  constructor(
    registry: PeriodicRegistry,
    private readonly config: AppConfig,
    private readonly seals: SealsService,
  ) {
    super(registry, {
      name: 'audit-sealing',
      title: 'Seals the committed rows of the audit and the stock ledger.',
      every_ms: config.auditSealSeconds * 1000,
      complaint: 'Committed rows could not be sealed',
      one_of_all: true,
    });
  }

  override onApplicationBootstrap(): void | Promise<void> {
    if (this.config.auditSealSeconds > 0) return super.onApplicationBootstrap();
  }

  protected async work(): Promise<unknown> {
    // A long past takes longer than the time between two looks.
    if (this.busy) return ELSEWHERE;
    this.busy = true;
    try {
      return (await this.seals.seal()) ?? ELSEWHERE;
    } finally {
      this.busy = false;
    }
  }
}
