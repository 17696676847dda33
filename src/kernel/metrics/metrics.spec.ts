import { Metrics, UNKNOWN_ROUTE, countLostRace, countRequest } from './index.js';

const linesOf = async (name: string): Promise<string[]> =>
  (await Metrics.render()).split('\n').filter((line) => line.startsWith(name));

it('counts, sets and observes what a module declares', async () => {
  const bears = Metrics.counter({ name: 'test_bears_total', help: 'Bears', labels: ['colour'] });
  bears.inc({ colour: 'brown' });
  bears.inc({ colour: 'brown' }, 2);
  const honey = Metrics.gauge({ name: 'test_honey_ratio', help: 'Honey', labels: ['jar'] });
  honey.set(0.5, { jar: 'a' });
  expect(await linesOf('test_bears_total')).toEqual(['test_bears_total{colour="brown"} 3']);
  expect(await honey.values()).toEqual([{ name: 'test_honey_ratio', labels: { jar: 'a' }, value: 0.5 }]);
  expect(await Metrics.read('test_bears_total')).toEqual(await bears.values());
  honey.reset();
  expect(await honey.values()).toEqual([]);
  const plain = Metrics.gauge({ name: 'test_plain_ratio', help: 'Without labels' });
  plain.set(0.5);
  expect(await linesOf('test_plain_ratio')).toEqual(['test_plain_ratio 0.5']);
  plain.reset();
  expect(await linesOf('test_plain_ratio')).toEqual([]);
  plain.set(0);
  expect(await linesOf('test_plain_ratio')).toEqual(['test_plain_ratio 0']);
  expect(await Metrics.read('test_nothing')).toEqual([]);
});

it('refuses a label that was not declared, and a name that is taken', () => {
  const gauge = Metrics.gauge({ name: 'test_once', help: 'Once', labels: ['a'] });
  expect(() => gauge.set(1, { b: 'x' })).toThrow();
  expect(() => Metrics.gauge({ name: 'test_once', help: 'Again' })).toThrow(/already been registered/);
});

it('looks things up when it is asked, and goes on when one look fails', async () => {
  const gauge = Metrics.gauge({ name: 'test_asked', help: 'How often it was asked' });
  let asked = 0;
  const stop = Metrics.onCollect(() => gauge.set((asked += 1)));
  const stopFailing = Metrics.onCollect(() => Promise.reject(new Error('away')));
  expect(await linesOf('test_asked')).toEqual(['test_asked 1']);
  stop();
  stopFailing();
  expect(await linesOf('test_asked')).toEqual(['test_asked 1']);
});

it('watches the process once, however often it is told to', async () => {
  Metrics.watchProcess();
  Metrics.watchProcess();
  const text = await Metrics.render();
  for (const name of [
    'nodejs_eventloop_lag_p99_seconds',
    'process_resident_memory_bytes',
    'nodejs_gc_duration_seconds',
  ])
    expect(text).toContain(`# TYPE ${name}`);
});

it('knows a route by its template and everything else by one name', async () => {
  countRequest('GET', '/api/v1/bears/:id/paws/:paw_id', 200, 0.2);
  countRequest('GET', '/api/v1/bears/:id/paws/:paw_id', 200, undefined);
  countRequest('BREW', undefined, 404, 0.001);
  const counted = await linesOf('erp_http_requests_total');
  expect(counted).toContain(
    'erp_http_requests_total{method="GET",route="/api/v1/bears/{id}/paws/{paw_id}",status="200"} 2',
  );
  expect(counted).toContain(`erp_http_requests_total{method="OTHER",route="${UNKNOWN_ROUTE}",status="404"} 1`);
  const timed = await linesOf('erp_http_request_duration_seconds_count');
  expect(timed).toContain(
    'erp_http_request_duration_seconds_count{method="GET",route="/api/v1/bears/{id}/paws/{paw_id}"} 1',
  );
});

it('tells lost races apart, and those that were run again from those that were not', async () => {
  countLostRace('40P01', true);
  countLostRace('55P03', false);
  countLostRace('99999', false);
  expect(await linesOf('erp_deadlocks_total')).toEqual(['erp_deadlocks_total 1']);
  expect(await linesOf('erp_transaction_retries_total')).toContain(
    'erp_transaction_retries_total{reason="deadlock"} 1',
  );
  const lost = await linesOf('erp_transactions_given_up_total');
  expect(lost).toContain('erp_transactions_given_up_total{reason="lock_timeout"} 1');
  expect(lost).toContain('erp_transactions_given_up_total{reason="other"} 1');
});
