create table celers_workers (
  id           uuid             not null,
  name         text collate "C" not null,
  host         text collate "C" not null,
  process_id   bigint           not null,
  queues       text[]           not null,
  concurrency  integer          not null,
  started_at   timestamptz      not null default celers_clock(),
  heartbeat_at timestamptz      not null default celers_clock(),

  constraint celers_workers_pkey primary key (id),
  constraint celers_workers_name_length check (octet_length(name) between 1 and 255),
  constraint celers_workers_host_length check (octet_length(host) between 1 and 255),
  constraint celers_workers_concurrency_range check (concurrency >= 1)
) with (
  -- Few rows, each written again and again: room to do it in place.
  fillfactor = 50,
  autovacuum_vacuum_scale_factor = 0.01,
  autovacuum_vacuum_threshold = 500
);

comment on table celers_workers is 'Registry of running workers; written at most once in five seconds by each.';
comment on column celers_workers.id is 'Incarnation of the worker: fresh at every start.';
comment on column celers_workers.name is 'What the worker calls itself in the tasks that it claims.';
comment on column celers_workers.host is 'Where it runs.';
comment on column celers_workers.process_id is 'Its operating system process.';
comment on column celers_workers.queues is 'Queues that it claims from.';
comment on column celers_workers.concurrency is 'How many handlers it runs at once.';
comment on column celers_workers.started_at is 'When it started.';
comment on column celers_workers.heartbeat_at is 'When it last said that it lives.';

create table celers_sleepers (
  topic     text collate "C" not null,
  until     timestamptz      not null,
  sleeper   uuid             not null,

  constraint celers_sleepers_pkey primary key (topic, until, sleeper),
  -- The longest name of a queue, and a word before it.
  constraint celers_sleepers_topic_length check (octet_length(topic) between 1 and 270),
  constraint celers_sleepers_until_finite check (isfinite(until))
) with (
  -- Rows live for seconds and are swept together.
  autovacuum_vacuum_scale_factor = 0.01,
  autovacuum_vacuum_threshold = 500,
  autovacuum_analyze_scale_factor = 0.01
);

comment on table celers_sleepers is
  'Insert-only: somebody sleeps until then unless this topic comes up, so it is worth a notification.';
comment on column celers_sleepers.topic is 'What would wake the sleeper: "queue" and a queue''s name, or "result" and a task''s id.';
comment on column celers_sleepers.until is 'Until when the sleeper may sleep.';
comment on column celers_sleepers.sleeper is 'Who sleeps: a worker, or a wait for a result.';

-- pg_notify returns nothing, and so cannot be a column of a statement.
create function celers_notify(channel text, topic text) returns boolean
  language sql volatile
  return pg_notify(channel, topic) is null;

comment on function celers_notify(text, text) is 'Wakes those who listen on the channel, at the commit.';

revoke execute on function celers_notify(text, text) from public;

-- A worker that lost what it has claimed, because the server crashed, would find the tasks claimable again.
create function celers_commit_asynchronously() returns boolean
  language sql volatile
  return set_config('synchronous_commit', 'off', true) is not null;

comment on function celers_commit_asynchronously() is
  'Lets the current transaction commit before its WAL is on disk: for claims, and nothing else.';

revoke execute on function celers_commit_asynchronously() from public;
