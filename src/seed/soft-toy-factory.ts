/**
 * The demo: a soft-toy factory in Jakarta as plain data. Fabric and ribbon are kept in centimetres, thread in metres, filling in
 * grams, so that whole numbers say everything exactly. Prices are in rupiah.
 */

export interface DemoMaterial {
  readonly sku: string;
  readonly name: string;
  readonly unit: string;
  readonly supplier: string;
  /** Price of one stock unit, rupiah. */
  readonly price: string;
  /** What a usual delivery brings, stock units. */
  readonly delivery: number;
  readonly safety_stock: number;
  readonly reorder_point: number;
  readonly lead_time_days: number;
}

export interface DemoToy {
  readonly code: string;
  readonly name: string;
  readonly colour: string;
  readonly list_price: string;
  /** Fabric sku and centimetres for one toy. */
  readonly fabric: readonly (readonly [sku: string, centimetres: number])[];
  readonly thread: string;
  readonly embroidery: string;
  readonly eyes: string;
  readonly filling_grams: number;
  readonly extras: readonly (readonly [sku: string, quantity: number])[];
}

export const COMPANY = { name: 'PT Boneka Nusantara', city: 'Jakarta' };

export const DEPARTMENTS = [
  ['CUT', 'Cutting'],
  ['EMB', 'Embroidery'],
  ['SEW', 'Sewing'],
  ['STF', 'Stuffing'],
  ['FIN', 'Finishing'],
  ['PCK', 'Packing'],
] as const;

export const CATEGORIES = [
  ['FABRIC', 'Fabrics'],
  ['FILLING', 'Fillings'],
  ['TRIM', 'Threads and trims'],
  ['PACKAGING', 'Packaging'],
  ['CUTSET', 'Cut sets'],
  ['SKIN', 'Sewn skins'],
  ['TOY', 'Soft toys'],
] as const;

export const SUPPLIERS = [
  { code: 'SUP-TEKSTIL', name: 'CV Tekstil Bandung', city: 'Bandung' },
  { code: 'SUP-SERAT', name: 'PT Serat Lembut', city: 'Tangerang' },
  { code: 'SUP-BENANG', name: 'UD Benang Mas', city: 'Surabaya' },
  { code: 'SUP-AKSESORI', name: 'Toko Aksesori Jaya', city: 'Jakarta' },
  { code: 'SUP-KEMASAN', name: 'PT Kemasan Prima', city: 'Bekasi' },
] as const;

export const CUSTOMERS = [
  {
    code: 'CUS-MAINAN',
    name: 'Toko Mainan Ceria',
    city: 'Jakarta',
    credit_limit: '50000000.00',
    payment_terms_days: 30,
  },
  {
    code: 'CUS-GALERI',
    name: 'Galeri Anak Bangsa',
    city: 'Yogyakarta',
    credit_limit: '25000000.00',
    payment_terms_days: 14,
  },
  {
    code: 'CUS-EKSPOR',
    name: 'Nusantara Gifts Pte',
    city: 'Singapore',
    credit_limit: '200000000.00',
    payment_terms_days: 45,
  },
  {
    code: 'CUS-HOTEL',
    name: 'Hotel Pantai Indah',
    city: 'Denpasar',
    credit_limit: '15000000.00',
    payment_terms_days: 30,
  },
] as const;

type MaterialRow = readonly [
  sku: string,
  name: string,
  unit: string,
  supplier: string,
  price: string,
  delivery: number,
  safety_stock: number,
  lead_time_days: number,
];

const material = ([
  sku,
  name,
  unit,
  supplier,
  price,
  delivery,
  safety_stock,
  lead_time_days,
]: MaterialRow): DemoMaterial => ({
  sku,
  name,
  unit,
  supplier,
  price,
  delivery,
  safety_stock,
  reorder_point: safety_stock * 2,
  lead_time_days,
});

export const MATERIALS: Readonly<Record<string, readonly DemoMaterial[]>> = {
  FABRIC: [
    material(['FAB-PLUSH-BRN', 'Plush, brown, 150 cm wide', 'CM', 'SUP-TEKSTIL', '650', 60_000, 8_000, 10]),
    material(['FAB-PLUSH-WHT', 'Plush, white, 150 cm wide', 'CM', 'SUP-TEKSTIL', '640', 40_000, 6_000, 10]),
    material(['FAB-PLUSH-GRY', 'Plush, grey, 150 cm wide', 'CM', 'SUP-TEKSTIL', '655', 40_000, 6_000, 10]),
    material(['FAB-VELBOA-PNK', 'Velboa, pink, 150 cm wide', 'CM', 'SUP-TEKSTIL', '480', 20_000, 3_000, 10]),
    material(['FAB-FELT-BLK', 'Felt, black, 90 cm wide', 'CM', 'SUP-TEKSTIL', '210', 10_000, 1_000, 7]),
    material(['FAB-COTTON-RED', 'Cotton, red, 110 cm wide', 'CM', 'SUP-TEKSTIL', '320', 15_000, 2_000, 7]),
  ],
  FILLING: [
    material(['FIL-POLY', 'Polyester fibre filling', 'G', 'SUP-SERAT', '38.5', 400_000, 50_000, 5]),
    material(['FIL-PELLET', 'Plastic pellets', 'G', 'SUP-SERAT', '27.25', 100_000, 10_000, 5]),
  ],
  TRIM: [
    material(['THR-SEW-BRN', 'Sewing thread, brown', 'M', 'SUP-BENANG', '12.4', 50_000, 5_000, 3]),
    material(['THR-SEW-WHT', 'Sewing thread, white', 'M', 'SUP-BENANG', '12.1', 50_000, 5_000, 3]),
    material(['THR-EMB-BLK', 'Embroidery thread, black', 'M', 'SUP-BENANG', '21.75', 30_000, 3_000, 3]),
    material(['THR-EMB-PNK', 'Embroidery thread, pink', 'M', 'SUP-BENANG', '22.5', 20_000, 2_000, 3]),
    material(['EYE-12-BLK', 'Safety eye 12 mm, black', 'EA', 'SUP-AKSESORI', '350', 8_000, 1_000, 14]),
    material(['EYE-18-BLK', 'Safety eye 18 mm, black', 'EA', 'SUP-AKSESORI', '475', 4_000, 500, 14]),
    material(['RIB-SATIN-RED', 'Satin ribbon, red, 25 mm', 'CM', 'SUP-AKSESORI', '18.75', 40_000, 4_000, 7]),
  ],
  PACKAGING: [
    material(['LBL-CARE', 'Care label', 'EA', 'SUP-KEMASAN', '85', 10_000, 1_000, 7]),
    material(['TAG-BRAND', 'Hang tag with brand', 'EA', 'SUP-KEMASAN', '240', 10_000, 1_000, 7]),
    material(['BAG-POLY', 'Poly bag 30 x 40 cm', 'EA', 'SUP-KEMASAN', '310', 10_000, 1_000, 5]),
    material(['BOX-GIFT', 'Gift box', 'EA', 'SUP-KEMASAN', '3200', 2_000, 200, 10]),
  ],
};

export const TOYS: readonly DemoToy[] = [
  {
    code: 'BEAR',
    name: 'Bear Beni',
    colour: 'brown',
    list_price: '145000',
    fabric: [
      ['FAB-PLUSH-BRN', 45],
      ['FAB-FELT-BLK', 4],
    ],
    thread: 'THR-SEW-BRN',
    embroidery: 'THR-EMB-BLK',
    eyes: 'EYE-12-BLK',
    filling_grams: 260,
    extras: [['RIB-SATIN-RED', 40]],
  },
  {
    code: 'BUNNY',
    name: 'Bunny Kiki',
    colour: 'white',
    list_price: '135000',
    fabric: [
      ['FAB-PLUSH-WHT', 40],
      ['FAB-VELBOA-PNK', 8],
    ],
    thread: 'THR-SEW-WHT',
    embroidery: 'THR-EMB-PNK',
    eyes: 'EYE-12-BLK',
    filling_grams: 220,
    extras: [],
  },
  {
    code: 'ELEPHANT',
    name: 'Elephant Gajah',
    colour: 'grey',
    list_price: '185000',
    fabric: [
      ['FAB-PLUSH-GRY', 62],
      ['FAB-VELBOA-PNK', 12],
    ],
    thread: 'THR-SEW-WHT',
    embroidery: 'THR-EMB-BLK',
    eyes: 'EYE-18-BLK',
    filling_grams: 410,
    extras: [],
  },
  {
    code: 'ORANGUTAN',
    name: 'Orangutan Oran',
    colour: 'brown',
    list_price: '210000',
    fabric: [
      ['FAB-PLUSH-BRN', 70],
      ['FAB-FELT-BLK', 10],
    ],
    thread: 'THR-SEW-BRN',
    embroidery: 'THR-EMB-BLK',
    eyes: 'EYE-18-BLK',
    filling_grams: 450,
    extras: [['FIL-PELLET', 60]],
  },
  {
    code: 'CAT',
    name: 'Cat Meong',
    colour: 'grey',
    list_price: '125000',
    fabric: [
      ['FAB-PLUSH-GRY', 34],
      ['FAB-FELT-BLK', 3],
    ],
    thread: 'THR-SEW-WHT',
    embroidery: 'THR-EMB-PNK',
    eyes: 'EYE-12-BLK',
    filling_grams: 190,
    extras: [['RIB-SATIN-RED', 30]],
  },
  {
    code: 'TIGER',
    name: 'Tiger Harimau',
    colour: 'brown',
    list_price: '195000',
    fabric: [
      ['FAB-PLUSH-BRN', 58],
      ['FAB-PLUSH-WHT', 14],
      ['FAB-FELT-BLK', 12],
    ],
    thread: 'THR-SEW-BRN',
    embroidery: 'THR-EMB-BLK',
    eyes: 'EYE-12-BLK',
    filling_grams: 380,
    extras: [],
  },
  {
    code: 'SANTA',
    name: 'Santa Bear',
    colour: 'red',
    list_price: '165000',
    fabric: [
      ['FAB-PLUSH-WHT', 42],
      ['FAB-COTTON-RED', 36],
    ],
    thread: 'THR-SEW-WHT',
    embroidery: 'THR-EMB-BLK',
    eyes: 'EYE-12-BLK',
    filling_grams: 270,
    extras: [['BOX-GIFT', 1]],
  },
];

/** One order of the demo and how far it has come. Quantities are toys (or skins, or cut sets). */
export interface DemoOrder {
  readonly sku: string;
  readonly quantity: number;
  readonly due_in_days: number;
  readonly reach: 'draft' | 'approved' | 'released' | 'in_progress' | 'paused' | 'completed' | 'closed' | 'cancelled';
  /** Good pieces reported on the way, for orders that have begun. */
  readonly good?: number;
  readonly rejected?: number;
  readonly lost?: number;
}

/** In an order in which each finds the parts that it needs. */
export const ORDERS: readonly DemoOrder[] = [
  { sku: 'CUT-BEAR', quantity: 200, due_in_days: -20, reach: 'closed', good: 200 },
  { sku: 'SKIN-BEAR', quantity: 190, due_in_days: -14, reach: 'closed', good: 188, rejected: 2 },
  { sku: 'TOY-BEAR', quantity: 150, due_in_days: -7, reach: 'closed', good: 149, lost: 1 },
  { sku: 'CUT-BUNNY', quantity: 120, due_in_days: -10, reach: 'closed', good: 120 },
  { sku: 'SKIN-BUNNY', quantity: 100, due_in_days: -3, reach: 'completed', good: 100 },
  { sku: 'TOY-BUNNY', quantity: 80, due_in_days: 3, reach: 'in_progress', good: 30, rejected: 1 },
  { sku: 'CUT-ELEPHANT', quantity: 90, due_in_days: -1, reach: 'completed', good: 90 },
  { sku: 'SKIN-ELEPHANT', quantity: 80, due_in_days: 4, reach: 'paused', good: 25 },
  { sku: 'CUT-CAT', quantity: 60, due_in_days: 5, reach: 'in_progress', good: 20 },
  { sku: 'CUT-TIGER', quantity: 75, due_in_days: 6, reach: 'released' },
  { sku: 'CUT-ORANGUTAN', quantity: 50, due_in_days: 8, reach: 'approved' },
  { sku: 'TOY-TIGER', quantity: 60, due_in_days: 20, reach: 'draft' },
  { sku: 'CUT-SANTA', quantity: 40, due_in_days: -2, reach: 'released' },
  { sku: 'TOY-SANTA', quantity: 40, due_in_days: 25, reach: 'draft' },
  { sku: 'CUT-BEAR', quantity: 30, due_in_days: 2, reach: 'cancelled' },
];

/** Orders that go from operation to operation: at work, waiting for material, and cut today. */
export const FLOOR_ORDERS = [
  { sku: 'TOY-BEAR', quantity: 30, due_in_days: 4 },
  { sku: 'SKIN-BEAR', quantity: 40, due_in_days: 9 },
  { sku: 'CUT-BEAR', quantity: 60, due_in_days: 5 },
] as const;

export const SHIFTS = [
  {
    name: 'Morning',
    starts_at: '06:00',
    ends_at: '14:00',
    breaks: [{ starts_at: '10:00', ends_at: '10:30' }],
  },
  {
    name: 'Evening',
    starts_at: '14:00',
    ends_at: '22:00',
    breaks: [{ starts_at: '18:00', ends_at: '18:30' }],
  },
];

/** One for each department. Rates are in rupiah an hour: of a person, and of a place. */
export const WORK_CENTRES = [
  { code: 'CUT-1', name: 'Cutting tables', department: 'CUT', capacity: 2, labour_rate: '26000', machine_rate: '8000' },
  {
    code: 'EMB-1',
    name: 'Embroidery machines',
    department: 'EMB',
    capacity: 4,
    labour_rate: '27000',
    machine_rate: '15000',
  },
  { code: 'SEW-1', name: 'Sewing line', department: 'SEW', capacity: 12, labour_rate: '25000', machine_rate: '4000' },
  {
    code: 'STF-1',
    name: 'Stuffing stations',
    department: 'STF',
    capacity: 3,
    labour_rate: '24000',
    machine_rate: '6000',
  },
  { code: 'FIN-1', name: 'Finishing tables', department: 'FIN', capacity: 6, labour_rate: '24000', machine_rate: '0' },
  { code: 'PCK-1', name: 'Packing tables', department: 'PCK', capacity: 2, labour_rate: '22000', machine_rate: '0' },
].map((centre) => ({ ...centre, efficiency_percent: '90', overhead_percent: '15' }));

/** How the bear is made; the names are those that its bills give to operations. */
export const ROUTINGS = [
  {
    sku: 'CUT-BEAR',
    operations: [
      { number: 10, name: 'CUTTING', work_centre: 'CUT-1', setup_minutes: 30, run_minutes: 1, run_quantity: 2 },
    ],
  },
  {
    sku: 'SKIN-BEAR',
    operations: [
      {
        number: 10,
        name: 'EMBROIDERY',
        work_centre: 'EMB-1',
        setup_minutes: 20,
        run_minutes: 3,
        run_quantity: 2,
        overlap_quantity: 50,
      },
      {
        number: 20,
        name: 'SEWING',
        work_centre: 'SEW-1',
        setup_minutes: 10,
        run_minutes: 14,
        run_quantity: 1,
        quality_gate: true,
      },
    ],
  },
  {
    sku: 'TOY-BEAR',
    operations: [
      {
        number: 10,
        name: 'STUFFING',
        work_centre: 'STF-1',
        setup_minutes: 15,
        run_minutes: 2,
        run_quantity: 1,
        buffer_percent: '2',
        overlap_quantity: 50,
      },
      {
        number: 20,
        name: 'FINISHING',
        work_centre: 'FIN-1',
        setup_minutes: 0,
        run_minutes: 5,
        run_quantity: 1,
        buffer_percent: '1',
        quality_gate: true,
      },
      { number: 30, name: 'PACKING', work_centre: 'PCK-1', setup_minutes: 0, run_minutes: 1, run_quantity: 1 },
    ],
  },
];

/** Limits on work in progress of the departments' boards. */
export const BOARDS = [
  { department: 'CUT', approved: 4, in_progress: 3 },
  { department: 'EMB', approved: 3, in_progress: 2 },
  { department: 'SEW', approved: 3, in_progress: 3 },
  { department: 'STF', approved: 3, in_progress: 2 },
  { department: 'FIN', approved: 4, in_progress: 3 },
  { department: 'PCK', approved: 4, in_progress: 3 },
] as const;

/** What a department asks the warehouse for, in pieces of the stock unit. */
export interface DemoCard {
  readonly department: string;
  readonly sku: string;
  readonly quantity: number;
  readonly priority: 'low' | 'normal' | 'high' | 'urgent';
  readonly needed_in_days: number;
  readonly reach: 'pending' | 'approved' | 'in_progress' | 'completed';
  /** All of it when not given. */
  readonly shipped?: number;
  readonly received?: number;
  readonly reason?: string;
}

type CardRow = readonly [
  department: string,
  sku: string,
  quantity: number,
  priority: DemoCard['priority'],
  needed_in_days: number,
  reach: DemoCard['reach'],
  more?: Pick<DemoCard, 'shipped' | 'received' | 'reason'>,
];

const card = ([department, sku, quantity, priority, needed_in_days, reach, more]: CardRow): DemoCard => ({
  department,
  sku,
  quantity,
  priority,
  needed_in_days,
  reach,
  ...more,
});

export const CARDS: readonly DemoCard[] = [
  card(['SEW', 'THR-SEW-BRN', 600, 'normal', -2, 'completed']),
  card(['SEW', 'THR-SEW-WHT', 400, 'normal', -1, 'completed']),
  card(['SEW', 'THR-SEW-BRN', 800, 'urgent', 0, 'in_progress', { shipped: 500, received: 200 }]),
  card(['SEW', 'RIB-SATIN-RED', 600, 'normal', 1, 'in_progress']),
  card(['SEW', 'FAB-FELT-BLK', 120, 'high', -1, 'approved', { reason: 'Ears of the tiger are held up' }]),
  card(['SEW', 'THR-SEW-WHT', 500, 'normal', 2, 'approved']),
  card(['SEW', 'LBL-CARE', 300, 'low', 6, 'approved']),
  card(['SEW', 'EYE-12-BLK', 400, 'urgent', 0, 'pending', { reason: 'The evening shift runs out of eyes' }]),
  card(['SEW', 'THR-EMB-BLK', 250, 'normal', 3, 'pending']),
  card(['SEW', 'FAB-COTTON-RED', 180, 'low', 8, 'pending']),
  card(['EMB', 'THR-EMB-BLK', 300, 'high', 0, 'in_progress']),
  card(['EMB', 'THR-EMB-PNK', 200, 'normal', 1, 'approved']),
  card(['EMB', 'FAB-FELT-BLK', 90, 'normal', 2, 'pending']),
  card(['STF', 'FIL-POLY', 20_000, 'high', -1, 'in_progress', { shipped: 12_000 }]),
  card(['STF', 'FIL-PELLET', 3_000, 'normal', 2, 'approved']),
  card(['STF', 'FIL-POLY', 15_000, 'normal', 3, 'pending']),
  card(['FIN', 'TAG-BRAND', 150, 'normal', 1, 'in_progress']),
  card(['FIN', 'RIB-SATIN-RED', 800, 'normal', 2, 'pending']),
  card(['PCK', 'BAG-POLY', 200, 'normal', 0, 'approved']),
  card(['PCK', 'BOX-GIFT', 40, 'low', 5, 'pending']),
  card(['CUT', 'FAB-COTTON-RED', 300, 'high', -2, 'approved']),
  card(['CUT', 'FAB-VELBOA-PNK', 240, 'normal', 4, 'pending']),
];

export interface DemoRequisition {
  readonly department: string;
  readonly purpose: string;
  readonly is_draft?: true;
  readonly lines: readonly {
    readonly sku: string;
    readonly quantity: number;
    readonly needed_in_days?: number;
    readonly urgency_reason?: string;
    readonly usage?: 'project' | 'cost_centre';
    readonly usage_reference?: string;
    readonly description?: string;
  }[];
}

/** What departments ask to have bought: all of it waits for somebody who is not the one who asked. */
export const REQUISITIONS: readonly DemoRequisition[] = [
  {
    department: 'SEW',
    purpose: 'Red ribbons for the Christmas order',
    lines: [
      {
        sku: 'RIB-SATIN-RED',
        quantity: 40_000,
        needed_in_days: 3,
        urgency_reason: 'The customer has moved the delivery forward',
        usage: 'project',
        usage_reference: 'PRJ-CHRISTMAS',
        description: 'The same red as last year, 12 mm',
      },
      { sku: 'THR-SEW-WHT', quantity: 5_000, needed_in_days: 10, usage: 'project', usage_reference: 'PRJ-CHRISTMAS' },
    ],
  },
  {
    department: 'STF',
    purpose: 'Filling for next month',
    lines: [{ sku: 'FIL-POLY', quantity: 200_000, needed_in_days: 20 }],
  },
  {
    department: 'EMB',
    purpose: 'Samples for the new faces',
    is_draft: true,
    lines: [{ sku: 'THR-EMB-PNK', quantity: 500, usage: 'cost_centre', usage_reference: 'CC-DESIGN' }],
  },
];

/** Value added tax of Indonesia (PPN): 11 % since April 2022, law 7/2021. */
export const TAX = { code: 'PPN', name: 'Pajak Pertambahan Nilai', rate: '11', valid_from: '2022-04-01' } as const;

export interface DemoSale {
  readonly customer: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly discount_percent?: string }[];
  /** How far it has come; `shipped` is invoiced, and paid where a payment is named. */
  readonly reach: 'draft' | 'confirmed' | 'shipped';
  /** Pieces of each line that have left, where it is not all of them. */
  readonly shipped?: number;
  readonly payment?: string;
  readonly reference: string;
}

/** What customers have ordered: paid in part, on its way in part, waiting for what is still to be made, and not confirmed yet. */
export const SALES: readonly DemoSale[] = [
  {
    customer: 'CUS-MAINAN',
    reference: 'TMC/2026/118',
    lines: [
      { sku: 'TOY-BEAR', quantity: 40, discount_percent: '5' },
      { sku: 'TOY-BUNNY', quantity: 10 },
    ],
    reach: 'shipped',
    payment: '4000000.00',
  },
  {
    customer: 'CUS-GALERI',
    reference: 'PO-0457',
    lines: [{ sku: 'TOY-BEAR', quantity: 30 }],
    reach: 'shipped',
    shipped: 20,
  },
  {
    customer: 'CUS-MAINAN',
    reference: 'TMC/2026/121',
    lines: [{ sku: 'TOY-BUNNY', quantity: 60 }],
    reach: 'confirmed',
  },
  {
    customer: 'CUS-GALERI',
    reference: 'PO-0461',
    lines: [{ sku: 'TOY-TIGER', quantity: 12 }],
    reach: 'draft',
  },
];

/** What was offered and is not answered yet. */
export const OFFER = {
  customer: 'CUS-EKSPOR',
  sku: 'TOY-BEAR',
  quantity: 500,
  discount_percent: '12',
  days: 30,
} as const;
