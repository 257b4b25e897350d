import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { wholeWriter, type Samples } from './whole.ts';

/**
 * The floor: what a bare Fastify route costs that does the business SQL by hand, and nothing besides: no session, no
 * schema, no audit. Under `/whole` the same writes as the product's, in one transaction written by hand.
 */
export type FloorSettings = {
  readonly port: number;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly zoneId: string;
  readonly firmId: string;
  readonly samples: Samples;
};

type Body = Readonly<Record<string, unknown>>;

const { port, ownerUrl, appUrl, zoneId, firmId, samples } = JSON.parse(process.env['LIANXIN_FLOOR'] ?? '') as FloorSettings;
const pool = new pg.Pool({ connectionString: ownerUrl, max: 10 });
const app = fastify();

app.post<{ Body: Body }>('/firms', async ({ body }, reply) => {
  const { rows } = await pool.query(
    `INSERT INTO firms (zone_id, id, version, created_at, updated_at, name, short_name, status, employees, address, registered_on)
     VALUES ($1, $2, 1, now(), now(), $3, $4, $5, $6, $7, $8) RETURNING *`,
    [zoneId, uuidv7(), body['name'], body['shortName'], body['status'], body['employees'], body['address'], body['registeredOn']],
  );
  return reply.code(201).send(rows[0]);
});

app.get<{ Params: { id: string } }>('/firms/:id', async ({ params }) => {
  const { rows } = await pool.query('SELECT * FROM firms WHERE zone_id = $1 AND id = $2', [zoneId, params.id]);
  return rows[0];
});

app.get('/firms', async () => {
  const { rows } = await pool.query('SELECT * FROM firms WHERE zone_id = $1 AND ended_on IS NULL ORDER BY id LIMIT 50', [zoneId]);
  return { rows };
});

app.patch<{ Params: { id: string }; Body: Body }>('/firms/:id', async ({ params, body }) => {
  const { rows } = await pool.query(
    'UPDATE firms SET employees = $3, version = version + 1, updated_at = now() WHERE zone_id = $1 AND id = $2 RETURNING *',
    [zoneId, params.id, body['employees']],
  );
  return rows[0];
});

app.post<{ Body: Body }>('/service-requests', async ({ body }, reply) => {
  const { rows } = await pool.query(
    `WITH event AS (INSERT INTO case_events (zone_id, case_id, seq, case_name, move, at, actor_id, actor_name, actor_roles, input, status)
       VALUES ($1, $2, 1, 'serviceRequest', 'open', now(), $3, '联系人', '{enterpriseContact}', $4, 'submitted'))
     INSERT INTO service_requests (zone_id, id, version, created_at, updated_at, status, status_since, paused, ever_overdue, number, title, text,
       firm_id, level, channel, assist_ids, submitted_on, reopened, objections, supervised)
     VALUES ($1, $2, 1, now(), now(), 'submitted', now(), false, false, $6, left($5, 60), $5, $3, 'simple', 'self', '{}', now(), 0, 0, false) RETURNING *`,
    [zoneId, uuidv7(), firmId, body, body['text'], randomUUID()],
  );
  return reply.code(201).send(rows[0]);
});

app.post<{ Params: { id: string }; Body: Body }>('/service-requests/:id/moves/accept', async ({ params, body }) => {
  const { rows } = await pool.query(
    `WITH event AS (INSERT INTO case_events (zone_id, case_id, seq, case_name, move, at, actor_id, actor_name, actor_roles, input, status)
       VALUES ($1, $2, 2, 'serviceRequest', 'accept', now(), $3, '调度员', '{dispatcher}', $4, 'dispatched'))
     UPDATE service_requests SET status = 'dispatched', status_since = now(), level = $5, lead_id = $6, version = version + 1, updated_at = now()
     WHERE zone_id = $1 AND id = $2 RETURNING *`,
    [zoneId, params.id, firmId, body, body['level'], body['leadId']],
  );
  return rows[0];
});

const whole = wholeWriter(appUrl, zoneId, samples);
app.post('/whole/firms', async (_request, reply) => reply.code(201).send(await whole('createFirm', uuidv7())));
app.patch<{ Params: { id: string } }>('/whole/firms/:id', ({ params }) => whole('updateFirm', params.id));
app.post('/whole/service-requests', async (_request, reply) => reply.code(201).send(await whole('openRequest', uuidv7())));
app.post<{ Params: { id: string } }>('/whole/service-requests/:id/moves/accept', ({ params }) => whole('acceptRequest', params.id));

await app.listen({ host: '127.0.0.1', port });
process.stdout.write('ready\n');
