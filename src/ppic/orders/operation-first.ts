/** The order's lines for a product, in their order: those of the operation named before all others. */
export function operationFirst<Line extends { product_id: string; work_order_id: string | null }>(
  components: readonly Line[],
  productId: string,
  workOrderId: string | null,
): Line[] {
  const lines = components.filter(({ product_id }) => product_id === productId);
  const own = lines.filter(({ work_order_id }) => work_order_id !== null && work_order_id === workOrderId);
  return [...own, ...lines.filter((line) => !own.includes(line))];
}
