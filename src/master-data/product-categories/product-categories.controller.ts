import { Body, Controller, Delete, Get, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { ExternalIdParam, SystemParam } from '../records/external-name.params.js';
import { MasterRecords } from '../records/master-records.service.js';
import { recordRoutes } from '../records/record-routes.js';
import {
  ProductCategoryDto,
  ProductCategoryInput,
  ProductCategoryListQuery,
  ProductCategoryPatch,
} from './product-categories.dto.js';
import { PRODUCT_CATEGORY } from './product-categories.kind.js';

const ROUTES = recordRoutes({
  one: 'a product category',
  many: 'product categories',
  permissions: MASTER_DATA.product_categories,
  answer: ProductCategoryDto,
  errors: [MASTER_DATA_ERRORS.CATEGORY_CYCLE],
});

@Controller('product-categories')
export class ProductCategoriesController {
  constructor(private readonly records: MasterRecords) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: ProductCategoryListQuery): Promise<Page<ProductCategoryDto>> {
    return this.records.page(PRODUCT_CATEGORY, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: ProductCategoryInput): Promise<ProductCategoryDto> {
    return this.records.create(PRODUCT_CATEGORY, body);
  }

  @Get('by-external-id/:system/:external_id')
  @Route(ROUTES.byExternalId)
  byExternalId(@SystemParam() system: string, @ExternalIdParam() externalId: string): Promise<ProductCategoryDto> {
    return this.records.byExternalId(PRODUCT_CATEGORY, system, externalId);
  }

  @Put('by-external-id/:system/:external_id')
  @Route(ROUTES.upsert)
  async upsert(
    @SystemParam() system: string,
    @ExternalIdParam() externalId: string,
    @Body() body: ProductCategoryInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductCategoryDto> {
    const { row, created } = await this.records.upsert(PRODUCT_CATEGORY, system, externalId, body);
    if (created) void reply.status(201);
    return row;
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<ProductCategoryDto> {
    return this.records.get(PRODUCT_CATEGORY, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: ProductCategoryPatch): Promise<ProductCategoryDto> {
    return this.records.change(PRODUCT_CATEGORY, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<ProductCategoryDto> {
    return this.records.setActive(PRODUCT_CATEGORY, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<ProductCategoryDto> {
    return this.records.setActive(PRODUCT_CATEGORY, id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(PRODUCT_CATEGORY, id);
  }
}
