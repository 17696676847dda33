import { Injectable } from '@nestjs/common';
import { AuthEvents } from '../../auth/index.js';
import { Database } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { readAccountNumber } from './account-number.js';
import type {
  AccountNumberDto,
  SupplierBankAccountDto,
  SupplierBankAccountInput,
  SupplierBankAccountListQuery,
  SupplierBankAccountPatch,
} from './supplier-bank-accounts.dto.js';
import { SupplierBankAccountsRepository } from './supplier-bank-accounts.repository.js';
import { UnreadableNumbers } from './unreadable-numbers.js';

/** Where suppliers are paid. Numbers are masked in every answer but one, and whoever asks for that one leaves a trace. */
@Injectable()
export class SupplierBankAccountsService {
  constructor(
    private readonly db: Database,
    private readonly accounts: SupplierBankAccountsRepository,
    private readonly events: AuthEvents,
    private readonly unreadable: UnreadableNumbers,
  ) {}

  async page(query: SupplierBankAccountListQuery): Promise<Page<SupplierBankAccountDto>> {
    const page = await this.accounts.page(query);
    await this.unreadable.tellOf(page.data);
    return page;
  }

  /** @throws NOT_FOUND */
  async get(id: string): Promise<SupplierBankAccountDto> {
    const account = await this.accounts.answer(id);
    await this.unreadable.tellOf([account]);
    return account;
  }

  /** The whole number, and a security event that says who saw it. @throws NOT_FOUND, ACCOUNT_NUMBER_UNREADABLE */
  async reveal(id: string): Promise<AccountNumberDto> {
    const account_number = await this.accounts.number(id);
    if (account_number === null) {
      await this.get(id);
      throw MASTER_DATA_ERRORS.ACCOUNT_NUMBER_UNREADABLE();
    }
    return this.db.transaction(async () => {
      await this.events.record({
        event: 'bank_account_revealed',
        user_id: currentActor().user_id,
        details: { supplier_bank_account_id: id },
      });
      return { id, account_number };
    });
  }

  /** @throws VALIDATION_FAILED, REFERENCE_NOT_FOUND, DUPLICATE when the supplier has this number already */
  create(input: SupplierBankAccountInput): Promise<SupplierBankAccountDto> {
    const number = readAccountNumber(input.account_number);
    return this.db.transaction(async () => {
      await this.accounts.lockSupplier(input.supplier_id);
      await this.refuseTwice(input.supplier_id, number, null);
      return this.accounts.insert({ ...input, account_number: number });
    });
  }

  /**
   * Fields that are not given stay. The same number again is no change; one that cannot be read any more is replaced.
   * @throws NOT_FOUND, STALE_VERSION, VALIDATION_FAILED, DUPLICATE
   */
  change(id: string, { account_number, ...patch }: SupplierBankAccountPatch): Promise<SupplierBankAccountDto> {
    const number = account_number === undefined ? undefined : readAccountNumber(account_number);
    return this.db.transaction(async () => {
      const { supplier_id } = await this.accounts.lock(id);
      if (number === undefined || number === (await this.accounts.number(id))) return this.accounts.change(id, patch);
      await this.accounts.lockSupplier(supplier_id);
      await this.refuseTwice(supplier_id, number, id);
      return this.accounts.change(id, { ...patch, account_number: number });
    });
  }

  /** @throws NOT_FOUND, STALE_VERSION */
  setActive(id: string, is_active: boolean): Promise<SupplierBankAccountDto> {
    return this.db.transaction(async () => {
      await this.accounts.lock(id);
      return this.accounts.change(id, { is_active });
    });
  }

  /** @throws NOT_FOUND, STALE_VERSION */
  remove(id: string): Promise<void> {
    return this.db.transaction(async () => {
      await this.accounts.lock(id);
      await this.accounts.delete(id);
    });
  }

  private async refuseTwice(supplierId: string, number: string, except: string | null): Promise<void> {
    const twin = await this.accounts.withNumber(supplierId, number, except);
    if (twin !== null) throw KERNEL_ERRORS.DUPLICATE('The supplier has an account with this number', { id: twin });
  }
}
