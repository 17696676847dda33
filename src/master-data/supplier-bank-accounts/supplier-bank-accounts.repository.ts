import { Injectable } from '@nestjs/common';
import { Database, checkIfMatch, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { CannotOpen, DataCipher } from '../../kernel/encryption/index.js';
import { invalid, notFound } from '../../kernel/errors/index.js';
import { maskedAccountNumber } from './account-number.js';
import { SupplierBankAccount } from './supplier-bank-account.entity.js';
import type {
  SupplierBankAccountDto,
  SupplierBankAccountInput,
  SupplierBankAccountListQuery,
} from './supplier-bank-accounts.dto.js';

const COLUMN = 'erp.supplier_bank_accounts.account_number';

const ACCOUNTS = defineList({
  select: `a.id, a.supplier_id, s.code as supplier_code, a.holder, a.bank, a.bic, a.currency_code, a.account_number, a.number_changed_at,
    a.is_active, a.version, a.created_at, a.updated_at`,
  from: 'erp.supplier_bank_accounts a join erp.suppliers s on s.id = a.supplier_id',
  id: 'a.id',
  sorts: { created_at: 'a.created_at' },
  default_sort: 'created_at',
  search: ['s.code', 'a.holder', 'a.bank'],
  filters: { supplier_id: 'a.supplier_id = ?', is_active: 'a.is_active = ?' },
});

/** An account as it is kept. */
type SealedAccount = Omit<SupplierBankAccountDto, 'account_number' | 'account_number_error'> & {
  readonly account_number: string;
};

/** Bank accounts of suppliers. Numbers are encrypted and decrypted here, and leave it masked but for `number`. */
@Injectable()
export class SupplierBankAccountsRepository {
  constructor(
    private readonly db: Database,
    private readonly cipher: DataCipher,
  ) {}

  async page(query: SupplierBankAccountListQuery): Promise<Page<SupplierBankAccountDto>> {
    const page = await this.db.page<SealedAccount>(ACCOUNTS, query);
    return { ...page, data: page.data.map((row) => this.masked(row)) };
  }

  /** @throws NOT_FOUND */
  async answer(id: string): Promise<SupplierBankAccountDto> {
    return this.masked(await this.sealed(id));
  }

  /** The whole number; null when it cannot be read. @throws NOT_FOUND */
  async number(id: string): Promise<string | null> {
    return this.open(await this.sealed(id));
  }

  /** @throws NOT_FOUND, STALE_VERSION with the masked representation */
  async lock(id: string): Promise<SupplierBankAccountDto> {
    await this.db.query('select 1 as held from erp.supplier_bank_accounts a where a.id = $1 for update', [id]);
    const row = await this.answer(id);
    checkIfMatch(row);
    return row;
  }

  /**
   * Locks the supplier, so that of two who add the same account one finds it.
   * @throws VALIDATION_FAILED where there is no such supplier
   */
  async lockSupplier(id: string): Promise<void> {
    const found = await this.db.maybe('select 1 as held from erp.suppliers s where s.id = $1 for no key update', [id]);
    if (found === null)
      throw invalid([{ pointer: '/supplier_id', code: 'REFERENCE_NOT_FOUND', message: 'is no supplier' }]);
  }

  /** The account of a supplier that has a number, but one, if there is any; one that cannot be read has none. */
  async withNumber(supplierId: string, number: string, except: string | null): Promise<string | null> {
    const rows = await this.db.query<{ id: string; account_number: string }>(
      'select a.id, a.account_number from erp.supplier_bank_accounts a where a.supplier_id = $1',
      [supplierId],
    );
    return rows.find((row) => row.id !== except && this.open(row) === number)?.id ?? null;
  }

  async insert({ account_number, ...values }: SupplierBankAccountInput): Promise<SupplierBankAccountDto> {
    // The number is bound to the row, whose id is therefore needed first.
    const { id } = await this.db.one<{ id: string }>('select erp.uuid_v7() as id');
    await this.db.insert(SupplierBankAccount, { id, ...values, account_number: this.seal(id, account_number) });
    return this.answer(id);
  }

  /** Sets the fields that are given; with a number, also when it was changed. */
  async change(
    id: string,
    { account_number, ...values }: Partial<Omit<SupplierBankAccountInput, 'supplier_id'>> & { is_active?: boolean },
  ): Promise<SupplierBankAccountDto> {
    if (account_number === undefined) await this.db.change(SupplierBankAccount, id, values);
    else {
      const { now } = await this.db.one<{ now: string }>('select now() as now');
      const number = { account_number: this.seal(id, account_number), number_changed_at: now };
      await this.db.change(SupplierBankAccount, id, { ...values, ...number });
    }
    return this.answer(id);
  }

  delete(id: string): Promise<void> {
    return this.db.delete(SupplierBankAccount, id);
  }

  private async sealed(id: string): Promise<SealedAccount> {
    const row = await this.db.listed<SealedAccount>(ACCOUNTS, id);
    if (row === null) throw notFound('Bank account', id);
    return row;
  }

  /** One that cannot be read is told as such: the others of its list are none the worse for it. */
  private masked(row: SealedAccount): SupplierBankAccountDto {
    const number = this.open(row);
    return number === null
      ? { ...row, account_number: null, account_number_error: 'ACCOUNT_NUMBER_UNREADABLE' }
      : { ...row, account_number: maskedAccountNumber(number), account_number_error: null };
  }

  private open(row: { readonly id: string; readonly account_number: string }): string | null {
    try {
      return this.cipher.open(row.account_number, { column: COLUMN, row_id: row.id });
    } catch (error) {
      if (error instanceof CannotOpen) return null;
      throw error;
    }
  }

  private seal(id: string, number: string): string {
    return this.cipher.seal(number, { column: COLUMN, row_id: id });
  }
}
