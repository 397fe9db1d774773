-- Set-based verbs take one array for each column. These functions turn the arrays into rows that code generation makes
-- into typed table-valued functions; the planner inlines them.

create function celers_task_rows(
  ids uuid[], queues text[], task_names text[], task_versions integer[], codecs text[], payloads bytea[],
  content_hashes bigint[], priorities smallint[], max_retries integer[], retry_policies text[],
  delays_micros bigint[], due_ats timestamptz[], ttls_micros bigint[], expiries timestamptz[], metadatas jsonb[],
  idempotency_keys text[], idempotency_ttls_micros bigint[])
returns table (
  id uuid, queue text, task_name text, task_version integer, codec text, payload bytea,
  content_hash bigint, priority smallint, max_retries integer, retry_policy text,
  scheduled_at timestamptz, visible_at timestamptz, expires_at timestamptz, metadata jsonb,
  idempotency_key text, idempotency_expires_at timestamptz)
language sql stable parallel safe
begin atomic
  select r.id, r.queue, r.task_name, r.task_version, r.codec, r.payload,
    r.content_hash, r.priority, r.max_retries, r.retry_policy,
    coalesce(r.due_at, celers_now() + r.delay_micros * interval '1 microsecond'),
    greatest(coalesce(r.due_at, celers_now() + r.delay_micros * interval '1 microsecond'), celers_now()),
    coalesce(r.expiry, celers_now() + r.ttl_micros * interval '1 microsecond'),
    r.metadata,
    r.idempotency_key, celers_now() + r.idempotency_ttl_micros * interval '1 microsecond'
  from unnest(
    ids, queues, task_names, task_versions, codecs, payloads,
    content_hashes, priorities, max_retries, retry_policies,
    delays_micros, due_ats, ttls_micros, expiries, metadatas,
    idempotency_keys, idempotency_ttls_micros)
  as r (
    id, queue, task_name, task_version, codec, payload,
    content_hash, priority, max_retries, retry_policy,
    delay_micros, due_at, ttl_micros, expiry, metadata,
    idempotency_key, idempotency_ttl_micros);
end;

comment on function celers_task_rows(
  uuid[], text[], text[], integer[], text[], bytea[], bigint[], smallint[], integer[], text[],
  bigint[], timestamptz[], bigint[], timestamptz[], jsonb[], text[], bigint[]) is
  'The rows of an enqueue: a due time or a delay, an expiry or a time to live, by the clock of the database.';

create function celers_lane_rows(priorities smallint[], floors timestamptz[])
returns table (priority smallint, floor timestamptz)
language sql immutable parallel safe
begin atomic
  select r.priority, r.floor from unnest(priorities, floors) as r (priority, floor);
end;

comment on function celers_lane_rows(smallint[], timestamptz[]) is
  'The lanes of a claim in the order in which they are visited.';

create function celers_settlement_rows(
  ids uuid[], receipts uuid[], verdicts text[], delays_micros bigint[], errors text[])
returns table (id uuid, receipt uuid, verdict text, delay_micros bigint, error text)
language sql immutable parallel safe
begin atomic
  select r.id, r.receipt, r.verdict, r.delay_micros, r.error
  from unnest(ids, receipts, verdicts, delays_micros, errors)
  as r (id, receipt, verdict, delay_micros, error);
end;

comment on function celers_settlement_rows(uuid[], uuid[], text[], bigint[], text[]) is
  'The rows of an ack, a reject or a lease extension: what each holder says of its delivery.';

create function celers_after(micros bigint) returns timestamptz
  language sql volatile parallel safe
  return celers_clock() + micros * interval '1 microsecond';

comment on function celers_after(bigint) is 'The moment that many microseconds from now: end of a lease, time of a retry.';

revoke execute on function celers_task_rows(
  uuid[], text[], text[], integer[], text[], bytea[], bigint[], smallint[], integer[], text[],
  bigint[], timestamptz[], bigint[], timestamptz[], jsonb[], text[], bigint[]) from public;
revoke execute on function celers_lane_rows(smallint[], timestamptz[]) from public;
revoke execute on function celers_settlement_rows(uuid[], uuid[], text[], bigint[], text[]) from public;
revoke execute on function celers_after(bigint) from public;
