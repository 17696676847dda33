import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** Where our stock lies at suppliers: one place for each of them and each company, and the work centre that stands for a supplier. */
@Injectable()
export class SubcontractorPlaces {
  constructor(private readonly db: Database) {}

  /** The places of suppliers; one that has none yet gets it. @returns location ids by supplier */
  async of(companyId: string, supplierIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await this.find(companyId, supplierIds);
    const missing = supplierIds.filter((id) => !found.has(id));
    if (missing.length === 0) return found;
    await this.add(companyId, missing);
    // Made here or, a moment ago, by somebody else: in both cases they are there now.
    return this.find(companyId, supplierIds);
  }

  /** Those of the locations at which a company's stock lies with a supplier. */
  async among(locationIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (locationIds.length === 0) return new Set();
    const rows = await this.db.query<{ location_id: string }>(
      'select location_id from erp.subcontractor_locations where location_id = any ($1::uuid[])',
      [locationIds],
    );
    return new Set(rows.map(({ location_id }) => location_id));
  }

  /** The first active work centre of a supplier in a company; one that has none yet gets it. */
  async workCentre(companyId: string, supplierId: string): Promise<string> {
    const found = await this.findCentre(companyId, supplierId);
    if (found !== null) return found;
    await this.db.query(
      `insert into erp.work_centres (company_id, code, name, kind, supplier_id)
       select $1, case when exists (select from erp.work_centres c where c.company_id = $1 and lower(c.code) = lower(left('SUB-' || s.code, 64)))
                       then left('SUB-' || s.code, 55) || '-' || right(s.id::text, 8) else left('SUB-' || s.code, 64) end, s.name, 'subcontract', s.id
         from erp.suppliers s where s.id = $2
       on conflict do nothing`,
      [companyId, supplierId],
    );
    return (await this.findCentre(companyId, supplierId))!;
  }

  /** The currency in which a company keeps its books: prices are stated in it. */
  async currencyOf(companyId: string): Promise<string> {
    const { currency_code } = await this.db.one<{ currency_code: string }>(
      'select currency_code from erp.companies where id = $1',
      [companyId],
    );
    return currency_code;
  }

  private async find(companyId: string, supplierIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.db.query<{ supplier_id: string; location_id: string }>(
      'select supplier_id, location_id from erp.subcontractor_locations where company_id = $1 and supplier_id = any ($2::uuid[])',
      [companyId, supplierIds],
    );
    return new Map(rows.map(({ supplier_id, location_id }) => [supplier_id, location_id]));
  }

  /**
   * Makes places that stand alone, in no warehouse: what lies there is picked for nobody else. A place of the right kind and name that stands
   * there already, and is nobody's yet, is taken.
   */
  private async add(companyId: string, supplierIds: readonly string[]): Promise<void> {
    await this.db.query(
      `with wanted as (
         select s.id, s.name, left('SUB-' || s.code, 64) as code, left('SUB-' || s.code, 55) || '-' || right(s.id::text, 8) as other_code, l.id as there,
                l.id is null or (l.type = 'subcontractor' and l.parent_id is null and not l.is_owned
                  and not exists (select from erp.subcontractor_locations p where p.location_id = l.id)) as is_free
           from erp.suppliers s left join erp.locations l on l.company_id = $1 and l.code = left('SUB-' || s.code, 64)
          where s.id = any ($2::uuid[])
       ), made as (
         insert into erp.locations (company_id, code, name, type)
         select $1, case when is_free then code else other_code end, name, 'subcontractor' from wanted where there is null or not is_free
         on conflict on constraint uq_locations_company_id_code do nothing
         returning id, code
       )
       insert into erp.subcontractor_locations (company_id, supplier_id, location_id)
       select $1, w.id, coalesce(m.id, w.there) from wanted w
         left join made m on m.code = case when w.is_free then w.code else w.other_code end
        where m.id is not null or (w.is_free and w.there is not null)
       on conflict do nothing`,
      [companyId, supplierIds],
    );
  }

  private async findCentre(companyId: string, supplierId: string): Promise<string | null> {
    const found = await this.db.maybe<{ id: string }>(
      `select id from erp.work_centres where company_id = $1 and supplier_id = $2 and kind = 'subcontract' and is_active order by code limit 1`,
      [companyId, supplierId],
    );
    return found?.id ?? null;
  }
}
