create table celers_deduplication (
  queue      text collate "C" not null,
  key        text collate "C" not null,
  task_id    uuid             not null,
  created_at timestamptz      not null default celers_now(),
  expires_at timestamptz      not null,

  constraint celers_deduplication_pkey primary key (queue, key),
  constraint celers_deduplication_queue_length check (octet_length(queue) between 1 and 255),
  constraint celers_deduplication_key_length check (octet_length(key) between 1 and 255),
  constraint celers_deduplication_times_finite check (isfinite(created_at) and isfinite(expires_at))
) with (
  fillfactor = 90,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.02
);

-- Serves the sweep of expired keys.
create index celers_deduplication_expires_at_idx on celers_deduplication (expires_at);

comment on table celers_deduplication is
  'Idempotency keys. A key lives until its expiry whatever happens to its task, hence no foreign key.';
comment on column celers_deduplication.queue is 'Queue in which the key is unique.';
comment on column celers_deduplication.key is 'The caller''s idempotency key.';
comment on column celers_deduplication.task_id is 'The task that was created under the key.';
comment on column celers_deduplication.created_at is 'When the key was taken.';
comment on column celers_deduplication.expires_at is 'When the key may be taken again.';
