import {
  BooleanField,
  CodeField,
  EnumField,
  ListQuery,
  StringField,
  TimestampField,
  UuidField,
  patchOf,
} from '../../kernel/http/index.js';
import { deactivatable } from '../records/record.dto.js';

const BIC = /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/;

class BankFields {
  @StringField({ min: 1, max: 200, example: 'PT Kain Jaya Abadi', description: 'In whose name the account is.' })
  holder!: string;
  @StringField({ min: 1, max: 200, example: 'Bank Mandiri' }) bank!: string;
  @StringField({ optional: true, nullable: true, max: 11, pattern: BIC, example: 'BMRIIDJA' }) bic?: string | null;
  @CodeField({ optional: true, nullable: true, max: 3, example: 'IDR', description: 'Currency, by its ISO code.' })
  currency_code?: string | null;
}

class AccountFields extends BankFields {
  @StringField({
    min: 4,
    max: 60,
    example: '123-00-0456789-0',
    description: 'Number or IBAN. Kept encrypted; shown whole only by its own route.',
  })
  account_number!: string;
}

export class SupplierBankAccountInput extends AccountFields {
  @UuidField() supplier_id!: string;
}

export class SupplierBankAccountPatch extends patchOf(AccountFields) {}

class SupplierBankAccountAnswer extends BankFields {
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'KAIN-JAYA' }) supplier_code!: string;
  @StringField({
    nullable: true,
    example: '*********7890',
    description: 'All but the last four signs are hidden; null when it cannot be read.',
  })
  account_number!: string | null;
  @EnumField(['ACCOUNT_NUMBER_UNREADABLE'], {
    nullable: true,
    description:
      'Why there is no number: what is kept was altered, belongs to another row, or is under a key that the server does not have.',
  })
  account_number_error!: 'ACCOUNT_NUMBER_UNREADABLE' | null;
  @TimestampField({ description: 'When the number was last another one.' }) number_changed_at!: string;
}

export class SupplierBankAccountDto extends deactivatable(SupplierBankAccountAnswer) {}

export class AccountNumberDto {
  @UuidField() id!: string;
  @StringField({ example: '1230004567890' }) account_number!: string;
}

export class SupplierBankAccountListQuery extends ListQuery {
  @UuidField({ optional: true }) supplier_id?: string;
  @BooleanField({ optional: true, description: 'Only active (true) or only deactivated (false) ones.' })
  is_active?: boolean;
}
