import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { AppError, invalid } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { readObject } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { MasterRecords } from '../records/master-records.service.js';
import { UnitConversion } from '../units/unit-conversion.service.js';
import type { ReachableUnitDto } from '../units/units.dto.js';
import { MAX_BULK, ProductInput } from './products.dto.js';
import type { BulkMode, BulkResultDto, BulkRowDto } from './products.dto.js';
import { PRODUCT } from './products.kind.js';

/** What products can do beyond the life that all master data shares. */
@Injectable()
export class ProductsService {
  constructor(
    private readonly db: Database,
    private readonly records: MasterRecords,
    private readonly conversions: UnitConversion,
  ) {}

  /** The units that the product's quantities can be given in, each with what one of it is in stock units. */
  async units(id: string): Promise<ReachableUnitDto[]> {
    const product = await this.records.get(PRODUCT, id);
    return this.conversions.unitsOf(product.id, product.unit_id);
  }

  /**
   * Adds many products and tells what became of each row.
   * @param mode atomic: all or none (BULK_REFUSED lists the refused rows); partial: every row that is good
   */
  async bulk(items: unknown, mode: BulkMode): Promise<BulkResultDto> {
    const rows = listOfRows(items);
    return this.db.transaction(async () => {
      const results: BulkRowDto[] = [];
      for (const [index, row] of rows.entries()) results.push(await this.bulkRow(index, row));
      const refused = results.filter(({ status }) => status === 'refused');
      if (mode === 'atomic' && refused.length > 0) {
        throw MASTER_DATA_ERRORS.BULK_REFUSED(
          `${refused.length} of ${rows.length} rows were refused; none was kept`,
          { results: refused },
          refused.flatMap(({ index, errors }) =>
            errors.map((fault) => ({ ...fault, pointer: `/items/${index}${fault.pointer}` })),
          ),
        );
      }
      return { mode, created: results.length - refused.length, refused: refused.length, results };
    });
  }

  private async bulkRow(index: number, row: unknown): Promise<BulkRowDto> {
    const { value, faults } = readObject(ProductInput, row);
    try {
      if (faults.length) throw invalid(faults.map((fault) => ({ ...fault, pointer: fault.pointer ?? '' })));
      const { id } = await this.db.savepoint(() => this.db.insert(PRODUCT.entity, value as object));
      return { index, status: 'created', id, error_code: null, detail: null, errors: [] };
    } catch (error) {
      if (!(error instanceof AppError) || error.entry.status >= 500) throw error;
      const errors = error.field_errors as FieldError[];
      return { index, status: 'refused', id: null, error_code: error.code, detail: error.detail, errors };
    }
  }
}

/** @throws VALIDATION_FAILED unless it is a list of 1 to 1,000 rows */
function listOfRows(items: unknown): unknown[] {
  if (!Array.isArray(items)) throw invalid([{ pointer: '/items', code: 'INVALID_TYPE', message: 'must be a list' }]);
  if (items.length === 0)
    throw invalid([{ pointer: '/items', code: 'TOO_FEW', message: 'must have at least 1 entry' }]);
  if (items.length > MAX_BULK)
    throw invalid([{ pointer: '/items', code: 'TOO_MANY', message: `must have at most ${MAX_BULK} entries` }]);
  return items;
}
