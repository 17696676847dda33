import { Body, Controller, Delete, Get, Post, Put, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { BomDto, BomInput, BomListQuery, BomSummaryDto, CopyBomInput, CreateBomInput } from './bom.dto.js';
import { BOM_ERRORS } from './bom.errors.js';
import { BOM_PERMISSIONS as MAY } from './bom.permissions.js';
import { BomService } from './bom.service.js';

const { NOT_FOUND, VALIDATION_FAILED, DUPLICATE, IN_USE, UNKNOWN_QUERY_PARAMETER } = KERNEL_ERRORS;
const { BOM_CYCLE, BOM_NOT_DRAFT, BOM_WITHOUT_COMPONENTS, ANOTHER_REVISION_ACTIVE } = BOM_ERRORS;
/** A bill of 1,000 lines with everything that a line can say. */
const BODY_LIMIT = 2 * 1024 * 1024;

/** Bills of material as documents. */
@Controller('warehouse/bom')
export class BomController {
  constructor(private readonly boms: BomService) {}

  @Get()
  @Route({
    summary: 'List bills of material',
    permission: MAY.read,
    returns: page(BomSummaryDto),
    errors: [UNKNOWN_QUERY_PARAMETER],
  })
  list(@Query() query: BomListQuery): Promise<Page<BomSummaryDto>> {
    return this.boms.page(query);
  }

  @Post()
  @Route({
    summary: 'Draft a bill of material',
    description:
      'A draft is activated with `activate` here, by `POST /warehouse/bom/{id}/activate`, or by its first use: an order for a product whose only bill it is.',
    permission: MAY.create,
    returns: BomDto,
    status: 201,
    body_limit: BODY_LIMIT,
    errors: [VALIDATION_FAILED, DUPLICATE, BOM_CYCLE, BOM_WITHOUT_COMPONENTS, ANOTHER_REVISION_ACTIVE],
  })
  create(@Body() body: CreateBomInput): Promise<BomDto> {
    return this.boms.create(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a bill of material with its lines',
    permission: MAY.read,
    returns: BomDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  show(@IdParam() id: string): Promise<BomDto> {
    return this.boms.get(id);
  }

  @Put(':id')
  @Route({
    summary: 'Replace a draft, lines included',
    permission: MAY.update,
    returns: BomDto,
    versioned: true,
    body_limit: BODY_LIMIT,
    errors: [NOT_FOUND, VALIDATION_FAILED, DUPLICATE, BOM_NOT_DRAFT, BOM_CYCLE],
  })
  replace(@IdParam() id: string, @Body() body: BomInput): Promise<BomDto> {
    return this.boms.replace(id, body);
  }

  @Delete(':id')
  @Route({
    summary: 'Delete a draft',
    permission: MAY.delete,
    versioned: true,
    errors: [NOT_FOUND, BOM_NOT_DRAFT, IN_USE],
  })
  remove(@IdParam() id: string): Promise<void> {
    return this.boms.remove(id);
  }

  @Post(':id/copy')
  @Route({
    summary: 'Copy to a new revision, or to another product, as a draft',
    permission: MAY.create,
    returns: BomDto,
    status: 201,
    errors: [NOT_FOUND, VALIDATION_FAILED, DUPLICATE, BOM_CYCLE],
  })
  copy(@IdParam() id: string, @Body() body: CopyBomInput): Promise<BomDto> {
    return this.boms.copy(id, body);
  }
}
