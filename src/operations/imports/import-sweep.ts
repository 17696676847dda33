import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { PeriodicRegistry, PeriodicWork } from '../../kernel/periodic/index.js';
import { ImportWorker } from './import-worker.js';

const EVERY_MS = 30_000;

/** Looks for imports that another server has left behind: at the start, and now and then. */
@Injectable()
export class ImportSweep extends PeriodicWork {
  constructor(
    registry: PeriodicRegistry,
    private readonly worker: ImportWorker,
    private readonly host: HttpAdapterHost,
  ) {
    super(registry, {
      name: 'import-sweep',
      title: 'Takes up imports that another server has left behind.',
      every_ms: EVERY_MS,
      complaint: 'Imports left behind could not be looked for',
    });
  }

  /** Only a server looks; a command runs nothing but its own import. */
  override async onApplicationBootstrap(): Promise<void> {
    if (!this.host.httpAdapter) return;
    void super.onApplicationBootstrap();
    await this.attempt();
  }

  protected work(): Promise<void> {
    return this.worker.sweep();
  }
}
