import { AfterReceipt } from './after-receipt.js';
import { Arrivals } from './arrivals.js';
import { OrderReceiptsController } from './order-receipts.controller.js';
import { PutAwayWatch } from './put-away-watch.js';
import { ReceiptLandedCosts } from './receipt-landed-costs.service.js';
import { ReceiptPosting } from './receipt-posting.js';
import { ReceiptPutAway } from './receipt-put-away.service.js';
import { GoodsReceiptsController } from './receipts.controller.js';
import { GoodsReceiptsRepository } from './receipts.repository.js';
import { GoodsReceiptsService } from './receipts.service.js';
import { ReceivingRepository } from './receiving.repository.js';
import { Receiving } from './receiving.service.js';

/** What the module of purchasing puts together for receipts. */
export const RECEIPT_CONTROLLERS = [OrderReceiptsController, GoodsReceiptsController];

export const RECEIPT_PROVIDERS = [
  ReceivingRepository,
  GoodsReceiptsRepository,
  Arrivals,
  ReceiptPosting,
  AfterReceipt,
  Receiving,
  GoodsReceiptsService,
  ReceiptPutAway,
  PutAwayWatch,
  ReceiptLandedCosts,
];
