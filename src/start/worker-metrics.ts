import cluster from 'node:cluster';
import type { Worker } from 'node:cluster';
import { Metrics } from '../kernel/metrics/index.js';
import type { ProcessMetrics } from '../kernel/metrics/index.js';

/** A process that does not answer in this time is left out, rather than keeping the others' figures back. */
const PATIENCE_MS = 3_000;

/** What the processes of one server say to each other. */
type Message =
  | { metrics: 'all?'; question: number }
  | { metrics: 'own?'; question: number }
  | { metrics: 'own'; question: number; own: ProcessMetrics }
  | { metrics: 'all'; question: number; all: [number, ProcessMetrics][] };

const isMessage = (message: unknown): message is Message =>
  typeof message === 'object' && message !== null && 'metrics' in message;

/** In a worker: `/metrics` shows all processes, whichever of them is asked; alone when the first process does not answer. */
export function tellWorkerMetrics(): void {
  const waiting = new Map<number, (text: Promise<string>) => void>();
  let asked = 0;
  process.on('message', (message: unknown) => {
    if (!isMessage(message)) return;
    if (message.metrics === 'own?')
      void Metrics.own().then((own) => send({ metrics: 'own', question: message.question, own }));
    else if (message.metrics === 'all') waiting.get(message.question)?.(Metrics.merged(new Map(message.all)));
  });
  Metrics.renderAs(async () => {
    const question = ++asked;
    try {
      return await new Promise<string>((resolve) => {
        const alone = async (): Promise<string> => Metrics.merged(new Map([[0, await Metrics.own()]]));
        setTimeout(() => resolve(alone()), 2 * PATIENCE_MS).unref();
        waiting.set(question, resolve);
        send({ metrics: 'all?', question });
      });
    } finally {
      waiting.delete(question);
    }
  });
}

function send(message: Message): void {
  if (process.connected) process.send?.(message);
}

/**
 * In the first process: asks each worker for its own and gives all of them to who asked.
 * @param workers by their place, which stays the same when one is replaced
 */
export function answerWorkerMetrics(workers: () => ReadonlyMap<number, Worker>): void {
  const answers = new Map<number, (worker: Worker, own: ProcessMetrics) => void>();
  let asked = 0;
  cluster.on('message', (from, message: unknown) => {
    if (!isMessage(message)) return;
    if (message.metrics === 'own') answers.get(message.question)?.(from, message.own);
    if (message.metrics !== 'all?') return;
    const question = ++asked;
    const places = new Map([...workers()].map(([place, worker]) => [worker, place]));
    const all: [number, ProcessMetrics][] = [];
    const finish = (): void => {
      clearTimeout(timer);
      answers.delete(question);
      if (from.isConnected()) from.send({ metrics: 'all', question: message.question, all } satisfies Message);
    };
    const timer = setTimeout(finish, PATIENCE_MS);
    answers.set(question, (worker, own) => {
      const place = places.get(worker);
      if (place === undefined) return;
      places.delete(worker);
      all.push([place, own]);
      if (places.size === 0) finish();
    });
    for (const worker of places.keys())
      if (worker.isConnected()) worker.send({ metrics: 'own?', question } satisfies Message);
  });
}
