import { Injectable, Logger } from '@nestjs/common';
import { AuthEvents } from '../../auth/index.js';
import { Database } from '../../kernel/database/index.js';
import type { SupplierBankAccountDto } from './supplier-bank-accounts.dto.js';

/** One account is told of once a day by each process, however often it is looked at. */
const AGAIN_AFTER_MS = 24 * 3_600_000;
/** So many are remembered; past that somebody has changed the key and not one row. */
const REMEMBERED = 10_000;

/** Says of numbers that cannot be decrypted that they were met: a line in the log and a security event. Never anything of the number. */
@Injectable()
export class UnreadableNumbers {
  private readonly logger = new Logger(UnreadableNumbers.name);
  private readonly told = new Map<string, number>();

  constructor(
    private readonly db: Database,
    private readonly events: AuthEvents,
  ) {}

  /** Never throws: who asked is answered in any case. */
  async tellOf(accounts: readonly SupplierBankAccountDto[]): Promise<void> {
    const now = performance.now();
    const met = accounts.filter(
      ({ id, account_number }) => account_number === null && now >= (this.told.get(id) ?? -Infinity),
    );
    if (met.length === 0) return;
    if (this.told.size > REMEMBERED) this.told.clear();
    for (const { id } of met) this.told.set(id, now + AGAIN_AFTER_MS);
    for (const { id, supplier_code } of met)
      this.logger.error(
        `The number of bank account ${id} of supplier ${supplier_code} cannot be decrypted; pabrik check says why`,
      );
    try {
      await this.db.transaction(() => this.record(met));
    } catch (error) {
      this.logger.error(`Accounts that cannot be read could not be told of: ${(error as Error).message}`);
    }
  }

  private async record(met: readonly SupplierBankAccountDto[]): Promise<void> {
    for (const { id, supplier_id } of met)
      await this.events.record({
        event: 'bank_account_unreadable',
        succeeded: false,
        details: { supplier_bank_account_id: id, supplier_id },
      });
  }
}
