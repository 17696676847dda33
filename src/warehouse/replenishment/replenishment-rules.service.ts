import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { MasterRecords, PRODUCT } from '../../master-data/index.js';
import { LocationsService } from '../locations/index.js';
import type { LocationDto } from '../locations/index.js';
import { REPLENISHMENT_RULE } from './replenishment-rules.kind.js';
import type {
  ReplenishmentRuleDto,
  ReplenishmentRuleInput,
  ReplenishmentRulePatch,
} from './replenishment-rules.dto.js';

/** What bins are filled up to, and from where. */
@Injectable()
export class ReplenishmentRulesService {
  constructor(
    private readonly database: Database,
    private readonly records: MasterRecords,
    private readonly locations: LocationsService,
  ) {}

  page(query: ListParameters): Promise<Page<ReplenishmentRuleDto>> {
    return this.records.page(REPLENISHMENT_RULE, query);
  }

  get(id: string): Promise<ReplenishmentRuleDto> {
    return this.records.get(REPLENISHMENT_RULE, id);
  }

  /** @throws NOT_FOUND for a bin, source or product out of reach; DUPLICATE; VALIDATION_FAILED for levels that cannot be met */
  async create(input: ReplenishmentRuleInput): Promise<ReplenishmentRuleDto> {
    const bin = await this.locations.get(input.location_id);
    const { type } = await this.records.get(PRODUCT, input.product_id);
    refuse([
      ...binFaults(bin),
      ...(type === 'service' ? [fault('product_id', 'NOT_ALLOWED', 'A service lies in no bin')] : []),
      ...levelFaults(input),
      ...(await this.sourceFaults(bin, input.source_location_id)),
    ]);
    const { company_id, warehouse_id } = bin;
    return this.records.create(REPLENISHMENT_RULE, { ...input, company_id, warehouse_id });
  }

  /** @throws as create */
  change(id: string, patch: ReplenishmentRulePatch): Promise<ReplenishmentRuleDto> {
    return this.database.transaction(async () => {
      const rule = { ...(await this.get(id)), ...patch };
      const bin = await this.locations.get(rule.location_id);
      refuse([...levelFaults(rule), ...(await this.sourceFaults(bin, rule.source_location_id))]);
      return this.records.change(REPLENISHMENT_RULE, id, patch);
    });
  }

  setActive(id: string, active: boolean): Promise<ReplenishmentRuleDto> {
    return this.records.setActive(REPLENISHMENT_RULE, id, active);
  }

  remove(id: string): Promise<void> {
    return this.records.remove(REPLENISHMENT_RULE, id);
  }

  private async sourceFaults(bin: LocationDto, sourceId: string | null | undefined): Promise<FieldError[]> {
    if (!sourceId) return [];
    const source = await this.locations.get(sourceId);
    return source.warehouse_id === bin.warehouse_id && source.id !== bin.id
      ? []
      : [fault('source_location_id', 'NOT_ALLOWED', 'must lie in the warehouse of the bin, and not be the bin itself')];
  }
}

function fault(field: string, code: string, message: string): FieldError {
  return { pointer: `/${field}`, code, message };
}

function binFaults({ warehouse_id, is_receiving, is_available }: LocationDto): FieldError[] {
  return warehouse_id !== null && is_available && !is_receiving
    ? []
    : [fault('location_id', 'NOT_ALLOWED', 'must be a place of our own in a warehouse that is picked from')];
}

function levelFaults({ minimum, maximum, multiple = 1 }: Omit<ReplenishmentRuleInput, 'location_id'>): FieldError[] {
  if (maximum < minimum) return [fault('maximum', 'TOO_SMALL', 'must not be less than the minimum')];
  const gap = maximum - minimum + 1;
  return multiple > gap
    ? [
        fault(
          'multiple',
          'TOO_LARGE',
          `must be at most ${gap}: what one piece below the minimum leaves up to the maximum`,
        ),
      ]
    : [];
}
