import { Injectable } from '@nestjs/common';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import type { DefaultRoutingQuery, RoutingDto } from './routing.dto.js';
import { ROUTING_ERRORS } from './routing.errors.js';
import { RoutingRepository } from './routing.repository.js';

/** What others ask the routings. */
@Injectable()
export class Routings {
  constructor(private readonly routings: RoutingRepository) {}

  /** The routing by which a company makes a product on a day (today when not given). @throws NO_DEFAULT_ROUTING, NOT_FOUND for a foreign company */
  async defaultFor(productId: string, { company_id, date }: DefaultRoutingQuery): Promise<RoutingDto> {
    const company = company_id ?? defaultCompanyId();
    assertInScope({ company_id: company }, 'Company');
    const id = await this.routings.defaultFor(productId, company, date);
    if (id === null) throw ROUTING_ERRORS.NO_DEFAULT_ROUTING(undefined, { product_id: productId });
    return this.routings.get(id);
  }
}
