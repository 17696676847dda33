import {
  CodeField,
  DateField,
  DecimalField,
  EnumField,
  ListField,
  PercentField,
  StringField,
  UuidField,
} from '../../kernel/http/index.js';
import { BIG } from '../figures/figures.dto.js';
import { MOST_ROWS } from '../figures/figures-limits.js';
import { DaysQuery } from '../figures/statements.dto.js';
import { INVOICE_KINDS } from '../invoices/sides.js';

/** Tax of customers is output, that of suppliers input. */
export const TAX_DIRECTIONS = ['output', 'input'] as const;

export class TaxReportQuery extends DaysQuery {}

export class TaxLinesQuery extends DaysQuery {
  @EnumField(TAX_DIRECTIONS, { optional: true }) direction?: string;
  @UuidField({ optional: true, description: 'Lines with this tax code.' }) tax_code_id?: string;
}

export class TaxReportRowDto {
  @EnumField(TAX_DIRECTIONS, { description: 'output: of customers; input: of suppliers.' }) direction!: string;
  @UuidField({ nullable: true, description: 'Null: lines without a tax code.' }) tax_code_id!: string | null;
  @CodeField({ nullable: true, example: 'PPN' }) tax_code!: string | null;
  @StringField({ nullable: true, example: 'Value added tax' }) tax_name!: string | null;
  @PercentField({ nullable: true, example: '11.0000' }) tax_rate!: string | null;
  @DecimalField({ ...BIG, example: '1000.00' }) invoices_base!: string;
  @DecimalField({ ...BIG, example: '110.00' }) invoices_tax!: string;
  @DecimalField({ ...BIG, example: '-100.00', description: 'Of credit notes, which lower what is due.' })
  credit_notes_base!: string;
  @DecimalField({ ...BIG, example: '-11.00' }) credit_notes_tax!: string;
  @DecimalField({ ...BIG, example: '900.00' }) base!: string;
  @DecimalField({ ...BIG, example: '99.00' }) tax!: string;
}

export class TaxAccountRowDto {
  @UuidField() account_id!: string;
  @CodeField({ example: '2200' }) account_number!: string;
  @StringField({ example: 'Output tax' }) account_name!: string;
  @DecimalField({ ...BIG, example: '-99.00', description: 'Tax of the documents; debit above zero.' })
  documents!: string;
  @DecimalField({ ...BIG, example: '-99.00', description: 'What the journal moved on the account in these days.' })
  journal!: string;
  @DecimalField({
    ...BIG,
    example: '0.00',
    description: 'What the journal has beside the documents, such as a tax that was paid.',
  })
  difference!: string;
}

class TaxDaysDto {
  @UuidField() company_id!: string;
  @CodeField({ example: 'IDR' }) currency_code!: string;
  @DateField() from!: string;
  @DateField() to!: string;
}

export class TaxReportDto extends TaxDaysDto {
  @DecimalField({ ...BIG, example: '99.00' }) output_tax!: string;
  @DecimalField({ ...BIG, example: '40.00' }) input_tax!: string;
  @DecimalField({ ...BIG, example: '59.00', description: 'Output less input: above zero is owed.' }) due!: string;
  @ListField(TaxAccountRowDto, {
    max: MOST_ROWS,
    description: 'The same on the accounts of the tax, against the journal.',
  })
  accounts!: TaxAccountRowDto[];
  @ListField(TaxReportRowDto, { max: MOST_ROWS, description: 'By direction, code and rate.' }) data!: TaxReportRowDto[];
}

export class TaxAccountsDto extends TaxDaysDto {
  @ListField(TaxAccountRowDto, { max: MOST_ROWS, description: 'By number.' }) data!: TaxAccountRowDto[];
}

export class TaxLineDto {
  @EnumField(TAX_DIRECTIONS) direction!: string;
  @DateField({ description: 'The day it counts for: of a cancellation that of the cancellation.' }) day!: string;
  @UuidField() invoice_id!: string;
  @EnumField(INVOICE_KINDS) kind!: string;
  @CodeField({ example: 'INV-2026-000042' }) number!: string;
  @StringField({ nullable: true, example: 'F-2026-118' }) external_number!: string | null;
  @EnumField(['posted', 'cancelled'], {
    description: 'A cancelled document is there twice, the second time the other way.',
  })
  event!: string;
  @CodeField({ example: 'KAIN-JAYA' }) partner_code!: string;
  @StringField({ example: 'Kain Jaya' }) partner_name!: string;
  @StringField({ nullable: true, example: 'Cotton, white' }) description!: string | null;
  @CodeField({ nullable: true, example: 'PPN' }) tax_code!: string | null;
  @PercentField({ nullable: true, example: '11.0000' }) tax_rate!: string | null;
  @DecimalField({ ...BIG, example: '1000.00' }) base!: string;
  @DecimalField({ ...BIG, example: '110.00' }) tax!: string;
}

export class TaxLinesDto extends TaxDaysDto {
  @DecimalField({ ...BIG, example: '1000.00' }) base!: string;
  @DecimalField({ ...BIG, example: '110.00' }) tax!: string;
  @ListField(TaxLineDto, { max: MOST_ROWS, description: 'By day and number.' }) data!: TaxLineDto[];
}
