import { BooleanField, IntegerField, MoneyField, UuidField } from '../../kernel/http/index.js';

export class CreditQuery {
  @UuidField({ optional: true, description: 'The default company of the caller when not given.' }) company_id?: string;
}

export class CreditInput {
  @MoneyField({
    nullable: true,
    example: '50000000.00',
    description: "In the currency of the company; null: the limit of the customer's own record.",
  })
  credit_limit!: string | null;
}

export class CreditDto {
  @UuidField() company_id!: string;
  @UuidField() customer_id!: string;
  @MoneyField({ nullable: true, example: '50000000.00', description: 'What holds; null: no limit.' }) limit!:
    string | null;
  @MoneyField({ example: '1250000.00', description: 'Confirmed orders as far as they are not invoiced, with tax.' })
  open_orders!: string;
  @MoneyField({
    example: '500000.00',
    min: '-9999999999999.99',
    description: 'Posted invoices and credit notes as far as they are not paid.',
  })
  unpaid!: string;
  @MoneyField({ example: '1750000.00', min: '-9999999999999.99' }) exposure!: string;
  @MoneyField({ nullable: true, example: '48250000.00', description: 'What may still be ordered; null: any amount.' })
  available!: string | null;
  @IntegerField({ min: 1 }) version!: number;
}

export class SalesSettingsInput {
  @BooleanField({ example: true, description: 'Orders past the limit are not confirmed.' })
  hold_at_confirmation!: boolean;
  @BooleanField({ example: false, description: 'Goods do not leave for a customer who is past the limit.' })
  hold_at_shipping!: boolean;
}

export class SalesSettingsDto extends SalesSettingsInput {
  @UuidField() company_id!: string;
  @IntegerField({ min: 1 }) version!: number;
}
