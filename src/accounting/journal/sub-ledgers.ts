import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { RequestContext, systemActor } from '../../kernel/security/index.js';

/** A ledger of detail that posts itself to the journal: the stock ledger is one. */
export interface SubLedger {
  /** What it is called in a log. */
  readonly title: string;
  /** Posts whatever is not posted yet. Exactly once, whoever asks and however many at once. */
  bringUpToDate(companyId: string): Promise<unknown>;
}

/**
 * The ledgers of detail above this module, which leave themselves here. They post in batches; who reads the journal or closes a period asks
 * them first, so that nobody sees a balance that detail has gone past.
 */
@Injectable()
export class SubLedgers {
  private readonly logger = new Logger(SubLedgers.name);
  private readonly all: SubLedger[] = [];

  add(subLedger: SubLedger): void {
    this.all.push(subLedger);
  }

  /** For who closes a period: as the system, in the caller's transaction. @throws what keeps a ledger from being posted */
  async bringUpToDate(companyId: string): Promise<void> {
    for (const subLedger of this.all) await asSystem(() => subLedger.bringUpToDate(companyId));
  }

  /** For who reads: what cannot be posted now is a warning and does not keep anybody from reading what is. */
  async bringUpToDateIfPossible(companyIds: readonly string[]): Promise<void> {
    for (const companyId of companyIds)
      try {
        await this.bringUpToDate(companyId);
      } catch (error) {
        this.logger.warn(`The books of ${companyId} are read as they stand: ${(error as Error).message}`);
      }
  }
}

/** What is posted of itself bears the name of the system, not of whoever happened to look. */
function asSystem<T>(work: () => Promise<T>): Promise<T> {
  return RequestContext.run(RequestContext.forSystem(systemActor(new Set(), []), randomUUID()), work);
}
