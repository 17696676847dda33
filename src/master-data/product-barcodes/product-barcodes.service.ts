import { Injectable } from '@nestjs/common';
import { invalid } from '../../kernel/errors/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { PRODUCT } from '../products/products.kind.js';
import { MasterRecords } from '../records/master-records.service.js';
import { UnitConversion } from '../units/unit-conversion.service.js';
import { gtin14, looksLikeGtin } from './gs1-check-digit.js';
import { PRODUCT_BARCODE } from './product-barcodes.kind.js';
import type { ProductBarcodeDto, ProductBarcodeInput, ProductBarcodePatch } from './product-barcodes.dto.js';

/** Barcodes of packs: what a case holds is said once, and every scan of it counts by that. */
@Injectable()
export class ProductBarcodes {
  constructor(
    private readonly records: MasterRecords,
    private readonly conversion: UnitConversion,
  ) {}

  /**
   * @throws VALIDATION_FAILED for a GTIN with a wrong check digit; DUPLICATE for a barcode that means something already; NO_CONVERSION and
   *   INEXACT_CONVERSION for a pack that is no whole number of stock units
   */
  async create(input: ProductBarcodeInput): Promise<ProductBarcodeDto> {
    if (looksLikeGtin(input.barcode) && gtin14(input.barcode) === null)
      throw invalid([{ pointer: '/barcode', code: 'GTIN_CHECK_DIGIT', message: 'has a wrong check digit' }]);
    await this.assertWhole(input.product_id, input.unit_id, input.quantity);
    return this.records.create(PRODUCT_BARCODE, input);
  }

  /** @throws OWN_BARCODE, and as creating one */
  async change(id: string, patch: ProductBarcodePatch): Promise<ProductBarcodeDto> {
    const row = await this.ofPack(id);
    const { unit_id, quantity } = { ...row, ...patch };
    await this.assertWhole(row.product_id, unit_id, quantity);
    return this.records.change(PRODUCT_BARCODE, id, patch);
  }

  /** @throws OWN_BARCODE */
  async remove(id: string): Promise<void> {
    await this.ofPack(id);
    return this.records.remove(PRODUCT_BARCODE, id);
  }

  private async ofPack(id: string): Promise<ProductBarcodeDto> {
    const row = await this.records.get(PRODUCT_BARCODE, id);
    if (row.is_own) throw MASTER_DATA_ERRORS.OWN_BARCODE(undefined, { product_id: row.product_id });
    return row;
  }

  private async assertWhole(productId: string, unitId?: string | null, quantity = 1): Promise<void> {
    if (unitId == null) return;
    const { unit_id } = await this.records.get(PRODUCT, productId);
    await this.conversion.convert(quantity, unitId, unit_id, productId);
  }
}
