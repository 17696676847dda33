import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { MasterRecords } from '../../master-data/index.js';
import { LocationsService } from '../locations/index.js';
import { PUT_AWAY_RULE } from './put-away-rules.kind.js';
import type { PutAwayRuleDto, PutAwayRuleInput, PutAwayRulePatch } from './put-away-rules.dto.js';

/** Rules for what is put where, in the order of their priority. */
@Injectable()
export class PutAwayRulesService {
  constructor(
    private readonly database: Database,
    private readonly records: MasterRecords,
    private readonly locations: LocationsService,
  ) {}

  page(query: ListParameters): Promise<Page<PutAwayRuleDto>> {
    return this.records.page(PUT_AWAY_RULE, query);
  }

  get(id: string): Promise<PutAwayRuleDto> {
    return this.records.get(PUT_AWAY_RULE, id);
  }

  /** @throws NOT_FOUND for a warehouse or place out of reach; VALIDATION_FAILED for a rule that says too much or leads elsewhere */
  async create(input: PutAwayRuleInput): Promise<PutAwayRuleDto> {
    const warehouse = await this.locations.get(input.warehouse_id);
    const location_id = await this.place(input);
    const faults =
      warehouse.type === 'warehouse'
        ? []
        : [{ pointer: '/warehouse_id', code: 'NOT_ALLOWED', message: 'must be a warehouse' }];
    refuse([...faults, ...audienceFaults(input)]);
    return this.records.create(PUT_AWAY_RULE, { ...input, location_id, company_id: warehouse.company_id });
  }

  /** @throws as create */
  change(id: string, patch: PutAwayRulePatch): Promise<PutAwayRuleDto> {
    return this.database.transaction(async () => {
      const rule = { ...(await this.get(id)), ...patch };
      const location_id = await this.place(rule);
      refuse(audienceFaults(rule));
      return this.records.change(PUT_AWAY_RULE, id, { ...patch, location_id });
    });
  }

  setActive(id: string, active: boolean): Promise<PutAwayRuleDto> {
    return this.records.setActive(PUT_AWAY_RULE, id, active);
  }

  remove(id: string): Promise<void> {
    return this.records.remove(PUT_AWAY_RULE, id);
  }

  /** Where the rule leads; the whole warehouse, when it names a way to look and no place. */
  private async place(rule: Pick<PutAwayRuleInput, 'warehouse_id' | 'location_id' | 'strategy'>): Promise<string> {
    const at = (code: string, message: string): FieldError[] => [{ pointer: '/location_id', code, message }];
    const id = rule.location_id ?? rule.warehouse_id;
    if (id === rule.warehouse_id) {
      if (rule.strategy === 'fixed_bin') refuse(at('REQUIRED', 'Name the bin'));
      return id;
    }
    const { warehouse_id, is_receiving } = await this.locations.get(id);
    if (warehouse_id !== rule.warehouse_id) refuse(at('NOT_ALLOWED', 'must lie in the warehouse of the rule'));
    if (is_receiving) refuse(at('NOT_ALLOWED', 'is itself a place where things wait to be put away'));
    return id;
  }
}

function audienceFaults({ product_id, category_id, tracking }: PutAwayRulePatch): FieldError[] {
  const said = Object.entries({ product_id, category_id, tracking }).filter(([, value]) => value != null);
  return said.slice(1).map(([name]) => ({
    pointer: `/${name}`,
    code: 'EXCLUSIVE',
    message: 'A rule is for a product, a category or a way of tracking: name one of them, or none',
  }));
}
