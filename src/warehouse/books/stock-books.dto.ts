import {
  CodeField,
  DateField,
  DecimalField,
  EnumField,
  IntegerField,
  ListQuery,
  StringField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';
import { STOCK_LEGS } from './stock-legs.js';
import type { StockLeg } from './stock-legs.js';

const BIG = { scale: 2, digits: 18, signed: true } as const;

export class StockBooksQuery {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
}

export class StockBooksDto {
  @UuidField() company_id!: string;
  @TimestampField({ nullable: true, description: 'When it was last looked; null before the first time.' })
  booked_at!: string | null;
  @IntegerField({ min: 0, description: 'Movements that are not in the books yet.' }) movements_waiting!: number;
  @IntegerField({ min: 0, description: 'Value adjustments that are not in the books yet.' })
  adjustments_waiting!: number;
  @DecimalField({ ...BIG, example: '0.00', description: 'What these change of the value of stock.' })
  value_waiting!: string;
  @DecimalField({ ...BIG, example: '1250.00', description: 'What stock is worth in the books.' }) booked_value!: string;
  @DecimalField({ ...BIG, example: '1250.00', description: 'What it is worth in the stock ledger.' })
  stock_value!: string;
  @DecimalField({
    ...BIG,
    example: '0.00',
    description: 'Zero: the books and what waits for them are worth what the ledger is.',
  })
  difference!: string;
}

export class PostStockInput extends StockBooksQuery {}

export class PostedStockDto extends StockBooksDto {
  @IntegerField({ min: 0, description: 'Movements that were posted.' }) movements!: number;
  @IntegerField({ min: 0, description: 'Value adjustments that were posted.' }) adjustments!: number;
  @IntegerField({ min: 0, description: 'Journal entries that it made.' }) entries!: number;
}

export class StockBookLineDto {
  @UuidField() id!: string;
  @UuidField({ description: 'Source of the journal entries, one for each day.' }) run_id!: string;
  @UuidField() company_id!: string;
  @DateField({ description: 'The day that it became effective, or the first open one after it.' }) booked_on!: string;
  @UuidField({ nullable: true }) entry_id!: string | null;
  @CodeField({ nullable: true, example: 'JE-2026-000042' }) entry_number!: string | null;
  @UuidField() account_id!: string;
  @CodeField({ example: '1300' }) account_number!: string;
  @StringField({ nullable: true, example: 'inventory_raw' }) role!: string | null;
  @UuidField({ nullable: true }) product_id!: string | null;
  @CodeField({ nullable: true, example: 'COTTON' }) sku!: string | null;
  @EnumField(STOCK_LEGS) leg!: StockLeg;
  @CodeField({ example: 'purchase_receipt', description: 'The kind of document.' }) source_type!: string;
  @StringField({ nullable: true, example: 'landed_cost' }) adjustment_type!: string | null;
  @DecimalField({ ...BIG, example: '100.00', description: 'Debit above zero.' }) amount!: string;
  @TimestampField() created_at!: string;
}

export class StockBookLineListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) account_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true, description: 'What a journal entry is made of.' }) entry_id?: string;
  @EnumField(STOCK_LEGS, { optional: true }) leg?: StockLeg;
  @CodeField({ optional: true, max: 63, example: 'purchase_receipt' }) source_type?: string;
  @DateField({ optional: true, example: '2026-01-01' }) from?: string;
  @DateField({ optional: true, example: '2026-01-31' }) to?: string;
}
