import { AggregatorRegistry, Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { MetricObject } from 'prom-client';

/** Names of labels. Their values come from a closed set: a route template, a state, a code of the catalogue; never from what a caller sent. */
export type Labels = Readonly<Record<string, string | number>>;

export interface MetricOptions {
  /** snake_case; a counter ends in `_total`, and a unit is part of the name (`_seconds`, `_bytes`, `_ratio`). */
  readonly name: string;
  /** What it counts, in a sentence. */
  readonly help: string;
  readonly labels?: readonly string[];
}

export interface CounterMetric {
  /** @param labels a value for each label that was declared */
  inc(labels?: Labels, by?: number): void;
  /** What it stands at, over all labels. For people; Prometheus reads it by itself. */
  values(): Promise<MetricValue[]>;
}

export interface GaugeMetric {
  set(value: number, labels?: Labels): void;
  /** Withdraws every series: for gauges whose set of things changes, or of which nothing is known. */
  reset(): void;
  values(): Promise<MetricValue[]>;
}

export interface HistogramMetric {
  observe(value: number, labels?: Labels): void;
  /** The cumulative buckets, with `le` among the labels. */
  values(): Promise<MetricValue[]>;
}

export interface MetricValue {
  readonly labels: Labels;
  readonly value: number;
  /** Of a histogram: `name_bucket`, `name_sum` or `name_count`. */
  readonly name: string;
}

/** All metrics of one process as they stand. */
export type ProcessMetrics = MetricObject[];

/** What is scraped is a process: there is one registry, whoever counts in it. */
const registry = new Registry();
const collectors = new Set<() => Promise<void> | void>();
let defaults = false;
let whole: (() => Promise<string>) | undefined;

/**
 * The metrics of this process. A module declares its own at load and counts wherever it likes; there is nothing to inject:
 *
 * ```ts
 * const POSTINGS = Metrics.counter({ name: 'erp_stock_movements_total', help: 'Stock movements posted', labels: ['type'] });
 * POSTINGS.inc({ type: 'receipt' });
 * ```
 *
 * Gauges that are only worth a look when somebody asks are set in a collector: see `onCollect`.
 */
export const Metrics = {
  counter({ name, help, labels = [] }: MetricOptions): CounterMetric {
    const counter = new Counter({ name, help, labelNames: [...labels], registers: [registry] });
    return {
      inc: (values = {}, by = 1) => counter.inc(values, by),
      values: async () => asValues(await counter.get()),
    };
  },

  gauge({ name, help, labels = [] }: MetricOptions): GaugeMetric {
    const gauge = new Gauge({ name, help, labelNames: [...labels], registers: [registry] });
    return {
      set: (value, values = {}) => gauge.set(values, value),
      reset: () => {
        gauge.reset();
        // One without labels would go on as 0, which is a figure too.
        if (labels.length === 0) gauge.remove();
      },
      values: async () => asValues(await gauge.get()),
    };
  },

  /** @param buckets upper bounds in the unit of the name, ascending */
  histogram({ name, help, labels = [], buckets }: MetricOptions & { buckets: readonly number[] }): HistogramMetric {
    const histogram = new Histogram({
      name,
      help,
      labelNames: [...labels],
      buckets: [...buckets],
      registers: [registry],
    });
    return {
      observe: (value, values = {}) => histogram.observe(values, value),
      values: async () => asValues(await histogram.get()),
    };
  },

  /** Has something looked up just before the metrics are read. What it throws is left to itself. @returns how to stop it */
  onCollect(collector: () => Promise<void> | void): () => void {
    collectors.add(collector);
    return () => collectors.delete(collector);
  },

  /** Event loop, garbage collection, memory, descriptors and CPU of the process, under the names that every Node dashboard knows. */
  watchProcess(): void {
    if (defaults) return;
    defaults = true;
    collectDefaultMetrics({ register: registry });
  },

  /** Has everything looked up that is only worth a look when somebody asks. */
  async collect(): Promise<void> {
    await Promise.allSettled([...collectors].map(async (collect) => collect()));
  },

  /** Everything in the text format of Prometheus; of all processes where this one is one of several: see `renderAs`. */
  async render(): Promise<string> {
    if (whole) return whole();
    await Metrics.collect();
    return registry.metrics();
  },

  /** Has `render` give what somebody else puts together: of several processes behind one port any may be the one that is asked. */
  renderAs(text: (() => Promise<string>) | undefined): void {
    whole = text;
  },

  /** What this process alone has to tell, in a form that can be sent to another. */
  async own(): Promise<ProcessMetrics> {
    await Metrics.collect();
    return (await registry.getMetricsAsJSON()) as ProcessMetrics;
  },

  /** The metrics of several processes as one text: each series once for each process, with the label `worker`; nothing is added up. */
  merged(processes: ReadonlyMap<number, ProcessMetrics>): Promise<string> {
    const labelled = [...processes].map(([worker, metrics]) =>
      metrics.map((metric) => ({
        ...metric,
        values: (metric as unknown as Read).values.map((value) => ({
          ...value,
          labels: { ...value.labels, worker: String(worker) },
        })),
      })),
    );
    return AggregatorRegistry.aggregate(labelled).metrics();
  },

  /** One metric as it stands, by name; empty when there is none. */
  async read(name: string): Promise<MetricValue[]> {
    const metric = registry.getSingleMetric(name);
    return metric ? asValues(await metric.get()) : [];
  },

  contentType: registry.contentType,
} as const;

interface Read {
  name: string;
  values: { value: number; labels: object; metricName?: string }[];
}

function asValues(metric: unknown): MetricValue[] {
  const { name, values } = metric as Read;
  return values.map(({ value, labels, metricName }) => ({ value, labels: labels as Labels, name: metricName ?? name }));
}
