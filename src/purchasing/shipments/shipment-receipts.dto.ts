import { ListField } from '../../kernel/http/index.js';
import { MAX_RECEIPT_LINES, ReceivedOrderLineInput, WholeReceiptInput } from '../receipts/receipts.dto.js';

export class ShipmentReceiptInput extends WholeReceiptInput {
  @ListField(ReceivedOrderLineInput, {
    optional: true,
    min: 1,
    max: MAX_RECEIPT_LINES,
    description: 'Lines of the shipment; all that has not come when not given.',
  })
  lines?: ReceivedOrderLineInput[];
}
