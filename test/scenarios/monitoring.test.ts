import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { PROJECT_ROOT } from '../../src/kernel/config/index.js';
import { reportCheck } from '../../src/operations/integrity/integrity-metrics.js';
import { SUMMARISED } from '../../src/operations/metrics/metrics-summary.js';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { labelsIn, metricsIn } from '../support/promql.js';

interface Rule {
  alert?: string;
  record?: string;
  expr: string;
  for?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}
interface Panel {
  type: string;
  title: string;
  targets?: { expr: string }[];
}

const folder = join(PROJECT_ROOT, 'docker');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const ruleFile = load(read('prometheus/pabrik.rules.yml')) as { groups: { name: string; rules: Rule[] }[] };
const rules = ruleFile.groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(read('grafana/pabrik.json')) as {
  panels: Panel[];
  templating: { list: { query: unknown }[] };
};
const queries = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
/** `promtool` is used where it is installed. */
const promtool = spawnSync('promtool', ['--version']).status === 0;

let app: TestApp;
let exposed: Map<string, Set<string>>;
beforeAll(async () => {
  app = await startTestApp();
  // What only shows once it has happened.
  reportCheck('incremental', [['balance_equals_ledger', 0]], 0.1);
  await app.as(null).get('/errors');
  exposed = seriesOf((await app.as(null).get('//metrics')).text);
  for (const rule of rules) if (rule.record) exposed.set(rule.record, new Set());
  exposed.set('up', new Set(['job', 'instance']));
});
afterAll(() => app.close());

/** Labels of a metric that has no series yet. */
const ANY: Set<string> = new Set();

/** Names of series with their labels, those of the target included. */
function seriesOf(text: string): Map<string, Set<string>> {
  const series = new Map<string, Set<string>>();
  // Declared, though there is nothing to tell of yet: a server without jobs.
  for (const [, name, kind] of text.matchAll(/^# TYPE ([\w:]+) (\w+)$/gm))
    if (kind === 'gauge' || kind === 'counter') series.set(name!, ANY);
  for (const line of text.split('\n').filter((each) => each && !each.startsWith('#'))) {
    const [, name, labels = ''] = /^([\w:]+)(?:\{(.*)\})? /.exec(line)!;
    const known = new Set(series.get(name!) === ANY ? ['instance'] : (series.get(name!) ?? ['instance']));
    for (const [, label] of labels.matchAll(/(\w+)="/g)) known.add(label!);
    series.set(name!, known);
  }
  return series;
}

function faultsOf(expression: string): string[] {
  const unknown = metricsIn(expression).filter((name) => !exposed.has(name));
  const labels = labelsIn(expression).filter(
    ([metric, label]) => ![undefined, ANY].includes(exposed.get(metric)) && !exposed.get(metric)!.has(label),
  );
  return [
    ...unknown.map((name) => `${name} is not exposed`),
    ...labels.map(([metric, label]) => `${metric} has no ${label}`),
  ];
}

describe('the reader of expressions', () => {
  it('finds metrics and nothing else', () => {
    const expr =
      'sum by (le, x) (rate(a_total{route!~"/b.*|c",d="e"}[5m])) / on (f) group_left (g) h:i:j > 0.5 or vector(0) - time() + topk(3, k) > 26 * 3600';
    expect(metricsIn(expr)).toEqual(['a_total', 'h:i:j', 'k']);
    expect(labelsIn(expr)).toEqual([
      ['a_total', 'route'],
      ['a_total', 'd'],
    ]);
  });
});

describe('the alert rules', () => {
  it('are whole: a name of their own, a weight, a sentence and what to do', () => {
    const alerts = rules.filter(({ alert }) => alert);
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
    const keys = new Set(['alert', 'expr', 'for', 'labels', 'annotations', 'record']);
    for (const rule of rules) {
      expect(Object.keys(rule).filter((key) => !keys.has(key))).toEqual([]);
      expect(typeof rule.expr).toBe('string');
      if (rule.for !== undefined) expect(rule.for).toMatch(/^\d+[smh]$/);
      if (!rule.alert) continue;
      expect(Object.keys(rule.annotations ?? {})).toEqual(['summary', 'action']);
      expect(rule.labels).toEqual({ severity: expect.stringMatching(/^(info|warning|critical)$/) });
    }
  });

  it('read only what the server exposes, with labels that are there', () => {
    expect(rules.flatMap(({ expr }) => faultsOf(expr))).toEqual([]);
    expect(faultsOf('erp_bears_total{colour="brown"} > 1')).toEqual(['erp_bears_total is not exposed']);
    expect(faultsOf('erp_ready{colour="brown"} > 1')).toEqual(['erp_ready has no colour']);
  });

  it.each([
    ['PabrikErrorRate', '> 0.01'],
    ['PabrikSlow', '> 0.5'],
    ['PabrikConnectionsHigh', '> 0.8'],
    ['PabrikConnectionsExhausted', '> 0.95'],
    ['PabrikQueryLong', '> 30'],
    ['PabrikQueryVeryLong', '> 60'],
    ['PabrikDiskFilling', '> 0.8'],
    ['PabrikDiskFull', '> 0.9'],
    ['PabrikMemory', '> 0.8'],
    ['PabrikBackupOld', '> 26 * 3600'],
    ['PabrikPartitionMissing', '< 1'],
    ['PabrikPartitionsOld', '> 6'],
    ['PabrikPartitionsVeryOld', '> 12'],
    ['PabrikDrift', '> 0'],
    ['PabrikIntegrityRunOld', '> 26 * 3600'],
    ['PabrikBackupUnproven', '> 8 * 86400'],
  ])('%s stands at its threshold', (name, threshold) => {
    const rule = rules.find(({ alert }) => alert === name);
    expect(rule?.expr.endsWith(threshold)).toBe(true);
  });

  it('each have a unit test that has them fire and keep quiet', () => {
    const { tests } = load(read('prometheus/pabrik.rules.test.yml')) as {
      tests: { input_series: { series: string }[]; alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[];
    };
    const outcomes = tests.flatMap(({ alert_rule_test }) => alert_rule_test);
    for (const { alert } of rules.filter((rule) => rule.alert)) {
      const ofRule = outcomes.filter(({ alertname }) => alertname === alert);
      expect([
        alert,
        ofRule.some(({ exp_alerts }) => exp_alerts.length > 0),
        ofRule.some(({ exp_alerts }) => exp_alerts.length === 0),
      ]).toEqual([alert, true, true]);
    }
    expect(
      tests
        .flatMap(({ input_series }) => input_series.flatMap(({ series }) => metricsIn(series)))
        .filter((name) => !exposed.has(name)),
    ).toEqual([]);
  });

  (promtool ? it : it.skip)(
    'pass the checks and unit tests of promtool',
    () => {
      for (const args of [
        ['check', 'config', 'docker/prometheus/prometheus.yml'],
        ['check', 'rules', 'docker/prometheus/pabrik.rules.yml'],
        ['test', 'rules', 'docker/prometheus/pabrik.rules.test.yml'],
      ]) {
        const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: PROJECT_ROOT, encoding: 'utf8' });
        expect({ args, status, said: status === 0 ? '' : stdout + stderr }).toEqual({ args, status: 0, said: '' });
      }
    },
    120_000,
  );
});

it('what is scraped is what the server serves', async () => {
  const { scrape_configs } = load(read('prometheus/prometheus.yml')) as {
    scrape_configs: { metrics_path: string; job_name: string }[];
  };
  expect(scrape_configs).toHaveLength(1);
  expect((await app.as(null).get(`/${scrape_configs[0]!.metrics_path}`)).status).toBe(200);
  expect(scrape_configs[0]!.job_name).toBe('pabrik');
});

it('the summary for people is made only of what the server exposes', () => {
  const names = [...exposed.keys()];
  expect(SUMMARISED.filter((name) => !names.includes(name) && !names.includes(`${name}_bucket`))).toEqual([]);
});

it('every metric of Pabrik is on the dashboard or in an alert', () => {
  // Which build it is, and how the database was at the last look: labels to look at by hand.
  const elsewhere = new Set(['erp_build_info', 'erp_db_up']);
  const used = new Set([...queries, ...rules.map(({ expr }) => expr)].flatMap(metricsIn));
  const own = [...exposed.keys()].filter((name) => name.startsWith('erp_') && !/_(sum|count)$/.test(name));
  expect(own.length).toBeGreaterThan(50);
  expect(own.filter((name) => !used.has(name) && !elsewhere.has(name))).toEqual([]);
});

describe('the dashboard', () => {
  it('asks only for what the server exposes, with labels that are there', () => {
    expect(queries.length).toBeGreaterThan(30);
    expect(queries.flatMap(faultsOf)).toEqual([]);
  });

  it('has panels that do not lie upon each other, each with a name of its own', () => {
    const panels = dashboard.panels as (Panel & {
      id: number;
      gridPos: { x: number; y: number; w: number; h: number };
    })[];
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, n) => `${x + (n % w)}:${y + Math.floor(n / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
});
