/** Bare Fastify and `pg`, nothing else: no authentication, no validation, no log. The limit of what a Node server can do here. */
import Fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const app = Fastify();

app.get('/ready', async () => ({ ready: true }));

app.post('/postings', async (request, reply) => {
  const { lines } = request.body;
  const result = await pool.query({
    name: 'post',
    text: 'select bare.post($1::integer[], $2::bigint[])',
    values: [lines.map((line) => line.product), lines.map((line) => line.quantity)],
  });
  return reply.status(201).send({ lines: result.rows[0].post });
});

app.get('/balances/:product', async (request) => {
  const result = await pool.query({
    name: 'balance',
    text: 'select product, sum(on_hand)::bigint as on_hand from bare.balances where product = $1 group by product',
    values: [request.params.product],
  });
  return result.rows[0];
});

app.get('/orders', async () => {
  const result = await pool.query({
    name: 'orders',
    text: 'select id, number, customer, state, total, created_at from bare.orders order by created_at desc, id desc limit 50',
    values: [],
  });
  return { data: result.rows };
});

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
process.once('SIGTERM', async () => {
  await app.close();
  await pool.end();
});
