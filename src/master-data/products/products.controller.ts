import { Body, Controller, Delete, Get, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { ExternalIdParam, SystemParam } from '../records/external-name.params.js';
import { MasterRecords } from '../records/master-records.service.js';
import { recordRoutes } from '../records/record-routes.js';
import { ProductDto, ProductInput, ProductListQuery, ProductPatch } from './products.dto.js';
import { PRODUCT } from './products.kind.js';

const ROUTES = recordRoutes({
  one: 'a product',
  many: 'products',
  permissions: MASTER_DATA.products,
  answer: ProductDto,
  change_errors: [
    MASTER_DATA_ERRORS.PRODUCT_HAS_LEDGER,
    MASTER_DATA_ERRORS.COSTING_NEEDS_REVALUATION,
    MASTER_DATA_ERRORS.PRODUCT_DOES_NOT_FIT,
  ],
});

@Controller('products')
export class ProductsController {
  constructor(private readonly records: MasterRecords) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: ProductListQuery): Promise<Page<ProductDto>> {
    return this.records.page(PRODUCT, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: ProductInput): Promise<ProductDto> {
    return this.records.create(PRODUCT, body);
  }

  @Get('by-external-id/:system/:external_id')
  @Route(ROUTES.byExternalId)
  byExternalId(@SystemParam() system: string, @ExternalIdParam() externalId: string): Promise<ProductDto> {
    return this.records.byExternalId(PRODUCT, system, externalId);
  }

  @Put('by-external-id/:system/:external_id')
  @Route(ROUTES.upsert)
  async upsert(
    @SystemParam() system: string,
    @ExternalIdParam() externalId: string,
    @Body() body: ProductInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductDto> {
    const { row, created } = await this.records.upsert(PRODUCT, system, externalId, body);
    if (created) void reply.status(201);
    return row;
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<ProductDto> {
    return this.records.get(PRODUCT, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: ProductPatch): Promise<ProductDto> {
    return this.records.change(PRODUCT, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<ProductDto> {
    return this.records.setActive(PRODUCT, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<ProductDto> {
    return this.records.setActive(PRODUCT, id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(PRODUCT, id);
  }
}
