import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  ListField,
  ListQuery,
  MoneyField,
  StringField,
  TextField,
  UnitCostField,
  UuidField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { AllocationDto, AllocationInput } from '../invoices/invoices.dto.js';
import { MAX_ALLOCATIONS } from '../invoices/invoice-limits.js';
import { SIDES } from '../invoices/sides.js';
import { PAYMENT_METHODS } from './methods.js';
import { PAYMENT } from './payment.machine.js';

const RATE = "Units of the company's currency for one of the payment's.";

export class PaymentInput {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @UuidField({ optional: true, nullable: true, description: 'To a supplier,' }) supplier_id?: string | null;
  @UuidField({ optional: true, nullable: true, description: 'or from a customer.' }) customer_id?: string | null;
  @BooleanField({
    default: false,
    example: false,
    description: 'The other way: to a customer or from a supplier. It pays credit notes, as others pay invoices.',
  })
  is_refund!: boolean;
  @EnumField(PAYMENT_METHODS, { default: 'transfer', description: '`transfer` is a remittance.' }) method!: string;
  @UuidField({
    optional: true,
    description: 'Bank or cash account it leaves or comes to; that of the role cash or bank when not given.',
  })
  account_id?: string;
  @DateField({ optional: true, description: 'The day it is posted for; today when not given.' }) payment_date?: string;
  @CodeField({ optional: true, max: 3, example: 'IDR', description: "The company's when not given." })
  currency_code?: string;
  @UnitCostField({
    optional: true,
    min: '0.000001',
    example: '1.000000',
    description: `${RATE} That of the day when not given.`,
  })
  rate?: string;
  @MoneyField({ min: '0.01' }) amount!: string;
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 64,
    example: 'CHQ-004711',
    description: 'Of the cheque or remittance.',
  })
  reference?: string | null;
  @TextField({ optional: true, nullable: true }) memo?: string | null;
}

export class PostPaymentInput {
  @ListField(AllocationInput, {
    optional: true,
    max: MAX_ALLOCATIONS,
    description: 'What it pays, in this order; what is left stays open on it. Counts from the day of the payment.',
  })
  allocations?: AllocationInput[];
}

export class ReversePaymentInput {
  @StringField({ min: 1, max: 2000, example: 'The cheque came back' }) reason!: string;
  @DateField({
    optional: true,
    description: 'The day of the reversal, not before that of the payment; today when not given.',
  })
  entry_date?: string;
}

export class CancelPaymentInput {
  @StringField({ min: 1, max: 2000, example: 'Not approved' }) reason!: string;
}

class PaymentColumns {
  @CodeField({
    nullable: true,
    example: 'PAY-2026-000007',
    description: 'Legal, without gaps; null until it is posted.',
  })
  number!: string | null;
  @UuidField() company_id!: string;
  @EnumField(SIDES, { description: 'payable: to a supplier; receivable: from a customer; a refund the other way.' })
  side!: string;
  @UuidField({ nullable: true }) supplier_id!: string | null;
  @UuidField({ nullable: true }) customer_id!: string | null;
  @CodeField({ example: 'KAIN-JAYA' }) partner_code!: string;
  @StringField({ example: 'Kain Jaya' }) partner_name!: string;
  @BooleanField({ example: false, description: 'To a customer or from a supplier.' }) is_refund!: boolean;
  @EnumField(PAYMENT_METHODS) method!: string;
  @UuidField() account_id!: string;
  @CodeField({ example: '1110' }) account_number!: string;
  @DateField() payment_date!: string;
  @CodeField({ example: 'IDR' }) currency_code!: string;
  @UnitCostField({ example: '1.000000', description: RATE }) rate!: string;
  @MoneyField() amount!: string;
  @MoneyField({ description: "In the company's currency." }) base_amount!: string;
  @MoneyField({ example: '1000.00', description: 'What invoices are paid with it.' }) allocated_amount!: string;
  @MoneyField({ example: '250.00', description: 'Posted and not allocated.' }) open_amount!: string;
  @MoneyField({ example: '250.00' }) open_base!: string;
  @StringField({ nullable: true, example: 'CHQ-004711' }) reference!: string | null;
  @TextField({ nullable: true }) memo!: string | null;
  @EnumField(PAYMENT.states) state!: string;
  @UuidField({ nullable: true }) entry_id!: string | null;
  @UuidField({ nullable: true }) reversal_entry_id!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class PaymentHeadDto extends versioned(PaymentColumns) {}

export class PaymentDto extends PaymentHeadDto {
  @ListField(AllocationDto, { max: 10_000, description: 'What it pays, the oldest first.' })
  allocations!: AllocationDto[];
}

export class PaymentListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @EnumField(SIDES, { optional: true }) side?: string;
  @EnumField(PAYMENT.states, { optional: true }) state?: string;
  @BooleanField({ optional: true }) is_refund?: boolean;
  @EnumField(PAYMENT_METHODS, { optional: true }) method?: string;
  @UuidField({ optional: true }) supplier_id?: string;
  @UuidField({ optional: true }) customer_id?: string;
  @DateField({ optional: true, description: 'From this day on.' }) from?: string;
  @DateField({ optional: true, description: 'Up to this day.' }) to?: string;
  @StringField({ optional: true, min: 1, max: 64, description: 'Exactly this reference.' }) reference?: string;
}
