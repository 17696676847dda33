import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ACCOUNTING_ERRORS } from '../../accounting/index.js';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route, page } from '../../kernel/http/index.js';
import { STOCK_BOOKS } from './books.permissions.js';
import {
  PostStockInput,
  PostedStockDto,
  StockBookLineDto,
  StockBookLineListQuery,
  StockBooksDto,
  StockBooksQuery,
} from './stock-books.dto.js';
import { StockBooks } from './stock-books.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;
const { ACCOUNT_ROLE_MISSING, ACCOUNT_NOT_POSTABLE, FISCAL_YEAR_MISSING } = ACCOUNTING_ERRORS;

@ApiTags('Accounting')
@Controller('accounting/stock-books')
export class StockBooksController {
  constructor(private readonly books: StockBooks) {}

  @Get()
  @Route({
    summary: 'How far stock is in the books',
    description: 'What waits, and whether the books and what waits for them are worth what the stock ledger is.',
    permission: STOCK_BOOKS.read,
    returns: StockBooksDto,
    errors: [NOT_FOUND, VALIDATION_FAILED],
  })
  standing(@Query() { company_id }: StockBooksQuery): Promise<StockBooksDto> {
    return this.books.standing(company_id);
  }

  @Post('post')
  @Route({
    summary: 'Post what stock did to the books now',
    description:
      'A job does it every five minutes, and whoever reads the figures of the books or closes a period does it before. Here also the value of products moves to the account that a rule says now. Repeatable: what is posted is never posted again.',
    permission: STOCK_BOOKS.post,
    returns: PostedStockDto,
    status: 200,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, ACCOUNT_ROLE_MISSING, ACCOUNT_NOT_POSTABLE, FISCAL_YEAR_MISSING],
  })
  post(@Body() { company_id }: PostStockInput): Promise<PostedStockDto> {
    return this.books.postNow(company_id);
  }

  @Get('lines')
  @Route({
    summary: 'What the entries of stock are made of',
    description: 'By day, account, product and kind of document.',
    permission: STOCK_BOOKS.read,
    returns: page(StockBookLineDto),
  })
  lines(@Query() query: StockBookLineListQuery): Promise<Page<StockBookLineDto>> {
    return this.books.lines(query);
  }
}
