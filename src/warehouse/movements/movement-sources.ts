/** Documents that keep count of what they moved: what they did to stock is taken back at them. */
const KEEP_COUNT: ReadonlySet<unknown> = new Set([
  'manufacturing_order',
  'transfer_order',
  'take_over',
  'request_card',
  'kanban_signal',
  'material_request',
  'requisition',
  'inspection',
  'rework_order',
  'purchase_receipt',
  'purchase_return',
]);

/** Whether a movement of this source is reversed at its document, and nowhere else. */
export function isReversedAtDocument(sourceType: unknown): boolean {
  return KEEP_COUNT.has(sourceType);
}
