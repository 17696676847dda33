import { Injectable } from '@nestjs/common';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { defaultCompanyId } from '../../kernel/security/index.js';
import { MasterRecords } from '../../master-data/index.js';
import type { DeliveryToleranceDto, DeliveryToleranceInput, DeliveryTolerancePatch } from './tolerances.dto.js';
import { DELIVERY_TOLERANCE } from './tolerances.kind.js';

/** By how much deliveries may be off. */
@Injectable()
export class DeliveryTolerancesService {
  constructor(private readonly records: MasterRecords) {}

  page(query: ListParameters): Promise<Page<DeliveryToleranceDto>> {
    return this.records.page(DELIVERY_TOLERANCE, query);
  }

  get(id: string): Promise<DeliveryToleranceDto> {
    return this.records.get(DELIVERY_TOLERANCE, id);
  }

  /** @throws DUPLICATE for a supplier and category that have one */
  create(input: DeliveryToleranceInput): Promise<DeliveryToleranceDto> {
    const company_id = input.company_id ?? defaultCompanyId();
    return this.records.create(DELIVERY_TOLERANCE, { ...input, company_id });
  }

  change(id: string, patch: DeliveryTolerancePatch): Promise<DeliveryToleranceDto> {
    return this.records.change(DELIVERY_TOLERANCE, id, patch);
  }

  setActive(id: string, active: boolean): Promise<DeliveryToleranceDto> {
    return this.records.setActive(DELIVERY_TOLERANCE, id, active);
  }

  remove(id: string): Promise<void> {
    return this.records.remove(DELIVERY_TOLERANCE, id);
  }
}
