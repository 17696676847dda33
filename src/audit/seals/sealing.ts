import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import { PeriodicWork } from '../../kernel/periodic/index.js';
import { SealsService } from './seals.service.js';

/** Seals what was committed, every few seconds; of several servers one does it at a time. */
@Injectable()
export class Sealing extends PeriodicWork {
  private busy = false;

  constructor(
    private readonly config: AppConfig,
    private readonly seals: SealsService,
  ) {
    super(config.auditSealSeconds * 1000, 'Committed rows could not be sealed');
  }

  override onApplicationBootstrap(): void | Promise<void> {
    if (this.config.auditSealSeconds > 0) return super.onApplicationBootstrap();
  }

  protected async work(): Promise<void> {
    // A long past takes longer than the time between two looks.
    if (this.busy) return;
    this.busy = true;
    try {
      await this.seals.seal();
    } finally {
      this.busy = false;
    }
  }
}
