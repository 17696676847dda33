/** Load from a number of clients, and the arithmetic of what came out. */
import autocannon from 'autocannon';
import { cpuSeconds } from './environment.mjs';

/**
 * Sends requests for some seconds and counts only answers of success.
 * @param makeRequest called for each request; returns { method, path, headers, body }
 * @param watch whose CPU time is divided by the requests
 */
export async function load({ base, clients, seconds, makeRequest, watch }) {
  const before = watch ? cpuSeconds(watch) : 0;
  const result = await autocannon({
    url: base,
    connections: clients,
    duration: seconds,
    requests: [{ setupRequest: (request) => ({ ...request, ...makeRequest() }) }],
  });
  const cpu = watch ? cpuSeconds(watch) - before : 0;
  const ok = result['2xx'];
  return {
    per_second: ok / result.duration,
    p50_ms: result.latency.p50,
    p95_ms: result.latency.p97_5,
    failed: result.non2xx + result.errors,
    ...(watch && { cpu_ms_per_request: (cpu * 1000) / ok }),
  };
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Runs the measures in turn, several rounds, so that a machine that slows down slows all of them. Medians per measure. */
export async function inTurn(rounds, measures) {
  const runs = Object.fromEntries(Object.keys(measures).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries(measures)) runs[name].push(await measure());
  }
  return Object.fromEntries(Object.entries(runs).map(([name, results]) => [name, medians(results)]));
}

function medians(results) {
  const keys = new Set(results.flatMap((result) => Object.keys(result)));
  return Object.fromEntries([...keys].map((key) => [key, median(results.map((result) => result[key] ?? 0))]));
}

/** A number like the ones random() gives, the same in every run. */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `count` different whole numbers below `below`. */
export function pick(random, count, below) {
  const chosen = new Set();
  while (chosen.size < count) chosen.add(Math.floor(random() * below));
  return [...chosen];
}
