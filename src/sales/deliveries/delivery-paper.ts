import { paperLines, saidWords, tidy } from '../../kernel/printing/index.js';
import type { LineColumn, Paper } from '../../kernel/printing/index.js';
import type { DeliveryDto, DeliveryLineDto, DeliveryPackageDto } from './deliveries.dto.js';
import type { DeliveryParties } from './deliveries.repository.js';

/** A delivery with the names that stand on its papers. */
export type PrintedDelivery = DeliveryDto & DeliveryParties;

const COLUMNS: readonly LineColumn<DeliveryLineDto>[] = [
  { title: 'No.', share: 0.06, right: true, text: ({ line_no }) => String(line_no) },
  { title: 'Article', share: 0.42, right: false, text: ({ sku, product_name }) => `${sku} ${product_name}` },
  { title: 'Order', share: 0.17, right: false, text: ({ order_number }) => order_number },
  { title: 'Lots', share: 0.2, right: false, text: ({ picks }) => lotsOf(picks).join('\n') },
  {
    title: 'Quantity',
    share: 0.15,
    right: true,
    text: ({ unit_quantity, unit_code }) => `${unit_quantity} ${unit_code}`,
  },
];

/** What goes along with the goods: no prices on it. */
export function deliveryNote(delivery: PrintedDelivery): Paper {
  const { number, state, packages } = delivery;
  return {
    number,
    title: 'Delivery note',
    warning: state === 'shipped' ? null : `${state.toUpperCase()}: the goods have not left`,
    parties: partiesOf(delivery),
    words: saidWords([
      ['Shipped', delivery.shipped_at?.slice(0, 10) ?? null],
      ['Orders', [...new Set(delivery.lines.map(({ order_number }) => order_number))].join(', ')],
      ['Carrier', delivery.carrier],
      ['Tracking number', delivery.tracking_number],
      ['Packages', packages.length > 0 ? packages.map(packageWords).join('; ') : null],
    ]),
    ...paperLines(COLUMNS, delivery.lines),
    totals: [],
    notes: delivery.notes,
  };
}

interface PickedLine {
  readonly bin: string;
  readonly lot: string;
  readonly article: string;
  readonly pieces: number;
}

const PICK_COLUMNS: readonly LineColumn<PickedLine>[] = [
  { title: 'Bin', share: 0.22, right: false, text: ({ bin }) => bin },
  { title: 'Lot', share: 0.22, right: false, text: ({ lot }) => lot },
  { title: 'Article', share: 0.4, right: false, text: ({ article }) => article },
  { title: 'Pieces', share: 0.16, right: true, text: ({ pieces }) => String(pieces) },
];

/** What the picker walks along: bin by bin in the order of their codes, lot by lot. */
export function pickList(delivery: PrintedDelivery): Paper {
  const rows = delivery.lines.flatMap(({ sku, product_name, picks, quantity }): PickedLine[] => {
    const article = `${sku} ${product_name}`;
    return picks.length === 0
      ? [{ bin: '', lot: '', article, pieces: quantity }]
      : picks.map(({ location_code, lot_code, expires_on, quantity: pieces }) => ({
          bin: location_code,
          lot: [lot_code ?? '', expires_on ? `best before ${expires_on}` : ''].filter(Boolean).join('\n'),
          article,
          pieces,
        }));
  });
  return {
    number: delivery.number,
    title: 'Pick list',
    warning: delivery.state === 'draft' ? 'DRAFT: not picked yet, no bin or lot is fixed' : null,
    parties: partiesOf(delivery),
    words: saidWords([
      ['Warehouse', delivery.warehouse_code],
      ['To leave', delivery.planned_on],
    ]),
    ...paperLines(
      PICK_COLUMNS,
      rows.sort((a, b) => (a.bin < b.bin ? -1 : a.bin > b.bin ? 1 : 0)),
    ),
    totals: [],
    notes: delivery.notes,
  };
}

function partiesOf({ sender, receiver }: DeliveryParties): Paper['parties'] {
  return [
    ['From', sender],
    ['To', receiver],
  ];
}

function lotsOf(picks: DeliveryLineDto['picks']): string[] {
  return [...new Set(picks.flatMap(({ lot_code }) => lot_code ?? []))];
}

function packageWords({ package_no, kind, weight, tracking_number }: DeliveryPackageDto): string {
  return [`${package_no}`, kind, weight === null ? null : `${tidy(weight)} kg`, tracking_number]
    .filter(Boolean)
    .join(' ');
}
