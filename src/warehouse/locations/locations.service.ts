import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { defaultCompanyId } from '../../kernel/security/index.js';
import { MasterRecords } from '../../master-data/index.js';
import type { Upserted } from '../../master-data/index.js';
import { expandAddresses } from './bin-addresses.js';
import type {
  GenerateLocationsInput,
  GeneratedLocationsDto,
  LocationDto,
  LocationInput,
  LocationPatch,
} from './locations.dto.js';
import { LOCATION_ERRORS } from './locations.errors.js';
import { LOCATION } from './locations.kind.js';
import { LocationsRepository } from './locations.repository.js';

/** The tree of places where stock lies. What follows from a location's place in it is kept by the database. */
@Injectable()
export class LocationsService {
  constructor(
    private readonly database: Database,
    private readonly records: MasterRecords,
    private readonly locations: LocationsRepository,
  ) {}

  page(query: ListParameters): Promise<Page<LocationDto>> {
    return this.records.page(LOCATION, query);
  }

  /** @throws NOT_FOUND also outside the caller's companies and warehouses */
  get(id: string): Promise<LocationDto> {
    return this.records.get(LOCATION, id);
  }

  byExternalId(system: string, externalId: string): Promise<LocationDto> {
    return this.records.byExternalId(LOCATION, system, externalId);
  }

  /** @throws LOCATION_PARENT_REFUSED, DUPLICATE */
  async create(input: LocationInput): Promise<LocationDto> {
    await this.seeParent(input.parent_id);
    return this.records.create(LOCATION, input);
  }

  upsert(system: string, externalId: string, input: LocationInput): Promise<Upserted<LocationDto>> {
    return this.database.transaction(async () => {
      await this.seeParent(input.parent_id);
      await this.holdPostings(input, input.company_id ?? defaultCompanyId());
      return this.records.upsert(LOCATION, system, externalId, input);
    });
  }

  /**
   * @throws LOCATION_IS_VIRTUAL, LOCATION_MOVE_REFUSED, LOCATION_PARENT_REFUSED, LOCATION_FULL, LOCATION_HOLDS_OTHER_PRODUCT
   */
  change(id: string, patch: LocationPatch): Promise<LocationDto> {
    return this.database.transaction(async () => {
      const { company_id } = await this.seeReal(id);
      await this.seeParent(patch.parent_id);
      await this.holdPostings(patch, company_id);
      return this.records.change(LOCATION, id, patch);
    });
  }

  /** @throws LOCATION_HOLDS_STOCK while it or anything below it does */
  setActive(id: string, active: boolean): Promise<LocationDto> {
    return this.database.transaction(async () => {
      await this.seeReal(id);
      if (!active && (await this.locations.holdsStock(id))) throw LOCATION_ERRORS.LOCATION_HOLDS_STOCK();
      return this.records.setActive(LOCATION, id, active);
    });
  }

  /** @throws IN_USE naming what refers to it */
  remove(id: string): Promise<void> {
    return this.database.transaction(async () => {
      await this.seeReal(id);
      await this.records.remove(LOCATION, id);
    });
  }

  /** Makes every address of a pattern that is not there yet. @throws VALIDATION_FAILED with all faults of the pattern */
  async generate({
    parent_id,
    type,
    pattern,
    parts,
    ...limits
  }: GenerateLocationsInput): Promise<GeneratedLocationsDto> {
    const { codes, faults } = expandAddresses(pattern, parts);
    refuse(faults);
    const parent = await this.get(parent_id);
    const created = await this.locations.addMissing(parent.company_id, parent_id, type, codes, limits);
    return { created: created.length, existing: codes.length - created.length, codes: created };
  }

  /** New limits wait for postings before the row is locked: a posting takes its locks in the same order. */
  private async holdPostings({ capacity, one_product_only }: LocationPatch, companyId: string): Promise<void> {
    if (capacity || one_product_only) await this.locations.holdPostings(companyId);
  }

  private async seeReal(id: string): Promise<LocationDto> {
    const location = await this.get(id);
    if (location.is_virtual) throw LOCATION_ERRORS.LOCATION_IS_VIRTUAL();
    return location;
  }

  /** A parent outside the caller's scope is as good as none. */
  private async seeParent(parentId: string | null | undefined): Promise<void> {
    if (parentId) await this.get(parentId);
  }
}
