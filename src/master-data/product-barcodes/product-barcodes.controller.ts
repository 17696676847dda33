import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { MasterRecords } from '../records/master-records.service.js';
import { recordRoutes } from '../records/record-routes.js';
import {
  ProductBarcodeDto,
  ProductBarcodeInput,
  ProductBarcodeListQuery,
  ProductBarcodePatch,
} from './product-barcodes.dto.js';
import { PRODUCT_BARCODE } from './product-barcodes.kind.js';
import { ProductBarcodes } from './product-barcodes.service.js';

const { read, update } = MASTER_DATA.products;
const { INEXACT_CONVERSION, NO_CONVERSION, OWN_BARCODE } = MASTER_DATA_ERRORS;
const ROUTES = recordRoutes({
  one: 'a barcode of a pack',
  many: 'barcodes of products and packs',
  permissions: { read, create: update, update, delete: update },
  answer: ProductBarcodeDto,
  errors: [NO_CONVERSION, INEXACT_CONVERSION, KERNEL_ERRORS.VALIDATION_FAILED],
  change_errors: [OWN_BARCODE],
});

@Controller('product-barcodes')
export class ProductBarcodesController {
  constructor(
    private readonly records: MasterRecords,
    private readonly barcodes: ProductBarcodes,
  ) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: ProductBarcodeListQuery): Promise<Page<ProductBarcodeDto>> {
    return this.records.page(PRODUCT_BARCODE, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: ProductBarcodeInput): Promise<ProductBarcodeDto> {
    return this.barcodes.create(body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<ProductBarcodeDto> {
    return this.records.get(PRODUCT_BARCODE, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: ProductBarcodePatch): Promise<ProductBarcodeDto> {
    return this.barcodes.change(id, body);
  }

  @Delete(':id')
  @Route({ ...ROUTES.remove, errors: [...(ROUTES.remove.errors ?? []), OWN_BARCODE] })
  remove(@IdParam() id: string): Promise<void> {
    return this.barcodes.remove(id);
  }
}
