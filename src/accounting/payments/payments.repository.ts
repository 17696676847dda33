import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { PaymentHeadDto } from './payments.dto.js';

const PAYMENTS = defineList({
  select: `p.id, p.number, p.company_id, p.side, p.supplier_id, p.customer_id, coalesce(s.code, c.code) as partner_code, coalesce(s.name, c.name) as partner_name,
    p.is_refund, p.method, p.account_id, a.number as account_number, p.payment_date, p.currency_code, p.rate, p.amount, p.base_amount, p.allocated_amount, p.open_amount, p.open_base,
    p.reference, p.memo, p.state, p.entry_id, p.reversal_entry_id, p.created_by, p.version, p.created_at, p.updated_at`,
  from: `erp.payments p join erp.accounts a on a.id = p.account_id left join erp.suppliers s on s.id = p.supplier_id left join erp.customers c on c.id = p.customer_id`,
  id: 'p.id',
  sorts: { created_at: 'p.created_at', payment_date: 'p.payment_date' },
  default_sort: '-payment_date',
  search: ['p.number', 'p.reference', 's.code', 's.name', 'c.code', 'c.name', 'p.memo'],
  filters: {
    company_id: 'p.company_id = ?',
    side: 'p.side = ?',
    state: 'p.state = ?',
    method: 'p.method = ?',
    is_refund: 'p.is_refund = ?',
    supplier_id: 'p.supplier_id = ?',
    customer_id: 'p.customer_id = ?',
    from: 'p.payment_date >= ?::date',
    to: 'p.payment_date <= ?::date',
    reference: 'lower(p.reference) = lower(?)',
  },
});

/** What a new payment needs to know of company and partner. */
export interface PaymentCircumstances {
  readonly today: string;
  readonly company_currency: string;
  readonly partner_is_there: boolean;
}

@Injectable()
export class PaymentsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<PaymentHeadDto>> {
    return this.db.page<PaymentHeadDto>(PAYMENTS, query, scopeWhere({ company: 'p.company_id' }));
  }

  /** @throws NOT_FOUND also outside the caller's companies */
  async head(id: string): Promise<PaymentHeadDto> {
    const head = await this.db.listed<PaymentHeadDto>(PAYMENTS, id, scopeWhere({ company: 'p.company_id' }));
    if (!head) throw notFound('Payment', id);
    return head;
  }

  circumstances(
    companyId: string,
    supplierId: string | null,
    customerId: string | null,
  ): Promise<PaymentCircumstances> {
    return this.db.one<PaymentCircumstances>(
      `select current_date as today, c.currency_code as company_currency,
              exists (select from erp.suppliers s where s.id = $2) or exists (select from erp.customers s where s.id = $3) as partner_is_there
         from erp.companies c where c.id = $1`,
      [companyId, supplierId, customerId],
    );
  }
}
