import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { ReachableUnitDto } from '../units/units.dto.js';
import { BulkQuery, BulkResultDto, MAX_BULK, ProductBulkInput } from './products.dto.js';
import { ProductsService } from './products.service.js';

/** 1,000 products with every field filled. */
const BULK_BYTES = 4 * 1024 * 1024;

/** Many products at once, and the many units of one. */
@Controller('products')
export class ProductListsController {
  constructor(private readonly products: ProductsService) {}

  @Post('bulk')
  @Route({
    summary: `Add up to ${MAX_BULK} products`,
    description:
      'Every row has its result. atomic: all or none, the refused rows in `results` of the problem; partial: the good rows are kept.',
    permission: MASTER_DATA.products.create,
    returns: BulkResultDto,
    status: 200,
    body_limit: BULK_BYTES,
    errors: [MASTER_DATA_ERRORS.BULK_REFUSED],
  })
  bulk(@Query() query: BulkQuery, @Body() body: ProductBulkInput): Promise<BulkResultDto> {
    return this.products.bulk(body.items, query.mode);
  }

  @Get(':id/units')
  @Route({
    summary: 'Units that the product can be counted in',
    permission: MASTER_DATA.products.read,
    returns: [ReachableUnitDto],
    errors: [KERNEL_ERRORS.NOT_FOUND],
  })
  units(@IdParam() id: string): Promise<ReachableUnitDto[]> {
    return this.products.units(id);
  }
}
