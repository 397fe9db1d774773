create table celers_schedules (
  name         text collate "C" not null,
  expression   text collate "C" not null,
  zone         text collate "C",
  queue        text collate "C" not null,
  task_name    text collate "C" not null,
  task_version integer          not null default 1,
  codec        text collate "C" not null,
  payload      bytea            not null,
  content_hash bigint           not null,
  priority     smallint,
  max_retries  integer          not null default 3,
  retry_policy text collate "C",
  ttl_micros   bigint,
  missed_ticks text collate "C" not null default 'one',
  metadata     jsonb            not null default '{}',
  next_at      timestamptz      not null,
  last_at      timestamptz,
  paused_at    timestamptz,
  created_at   timestamptz      not null default celers_now(),

  constraint celers_schedules_pkey primary key (name),
  constraint celers_schedules_name_length check (octet_length(name) between 1 and 255),
  constraint celers_schedules_expression_length check (octet_length(expression) between 1 and 255),
  constraint celers_schedules_zone_length check (octet_length(zone) between 1 and 255),
  constraint celers_schedules_queue_length check (octet_length(queue) between 1 and 255),
  constraint celers_schedules_task_name_length check (octet_length(task_name) between 1 and 255),
  constraint celers_schedules_task_version_range check (task_version >= 0),
  constraint celers_schedules_codec_length check (octet_length(codec) between 1 and 63),
  constraint celers_schedules_payload_length check (octet_length(payload) <= 67108864),
  constraint celers_schedules_max_retries_range check (max_retries between 0 and 1000000),
  constraint celers_schedules_retry_policy_length check (octet_length(retry_policy) <= 255),
  constraint celers_schedules_ttl_range check (ttl_micros > 0),
  constraint celers_schedules_metadata_object check (jsonb_typeof(metadata) = 'object'),
  constraint celers_schedules_metadata_length check (pg_column_size(metadata) <= 131072),
  constraint celers_schedules_times_finite check (
    isfinite(next_at) and isfinite(last_at) and isfinite(paused_at) and isfinite(created_at)),
  constraint celers_schedules_priority_range check (priority between 0 and 9),
  constraint celers_schedules_missed_ticks check (missed_ticks ~ '^(skip PT[0-9.HMS]+|one|all [0-9]{1,3})$')
) with (
  -- Each tick rewrites its row.
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.05
);

-- Serves the look for schedules that are due, which every process takes every second.
create index celers_schedules_next_at_idx on celers_schedules (next_at, name) where paused_at is null;

comment on table celers_schedules is 'Recurring tasks.';
comment on column celers_schedules.name is 'Name of the schedule.';
comment on column celers_schedules.expression is 'Cron expression, or an ISO 8601 duration: an interval counted from 1970.';
comment on column celers_schedules.zone is 'Time zone in which a cron expression is read; null for an interval.';
comment on column celers_schedules.queue is 'Queue of the tasks it makes.';
comment on column celers_schedules.task_name is 'Name of the tasks it makes.';
comment on column celers_schedules.task_version is 'Version of their payload''s shape.';
comment on column celers_schedules.codec is 'Codec of their payload.';
comment on column celers_schedules.payload is 'Payload of the tasks it makes.';
comment on column celers_schedules.content_hash is 'Digest of name, version, codec and payload of the tasks it makes.';
comment on column celers_schedules.priority is 'Priority of the tasks it makes; null means that of their queue.';
comment on column celers_schedules.max_retries is 'Retry limit of the tasks it makes.';
comment on column celers_schedules.retry_policy is 'Back-off of the tasks it makes; null means the broker''s default.';
comment on column celers_schedules.ttl_micros is 'How long after its tick was enqueued a task may be delivered, in microseconds; null means for ever.';
comment on column celers_schedules.missed_ticks is 'What is done about ticks that passed while nothing ran, in the text form of MissedTicks.';
comment on column celers_schedules.metadata is 'Headers and tags of the tasks it makes.';
comment on column celers_schedules.next_at is 'When it next ticks.';
comment on column celers_schedules.last_at is 'The last tick that was enqueued.';
comment on column celers_schedules.paused_at is 'Since when it is paused; null means it runs.';
comment on column celers_schedules.created_at is 'When it was made.';

-- What the broker computed for schedules that it found due, and from what: a row stands only for a schedule that is still so.
create function celers_schedule_rows(
  names text[], expressions text[], zones text[], missed_ticks text[],
  next_ats timestamptz[], following_ats timestamptz[], last_ats timestamptz[])
returns table (
  name text, expression text, zone text, missed_ticks text,
  next_at timestamptz, following_at timestamptz, last_at timestamptz)
language sql immutable parallel safe
begin atomic
  select r.name, r.expression, r.zone, r.missed_ticks, r.next_at, r.following_at, r.last_at
  from unnest(names, expressions, zones, missed_ticks, next_ats, following_ats, last_ats)
  as r (name, expression, zone, missed_ticks, next_at, following_at, last_at);
end;

comment on function celers_schedule_rows(
  text[], text[], text[], text[], timestamptz[], timestamptz[], timestamptz[]) is
  'The rows of a step of the schedules: what was found due, and when each ticks next.';

-- The tasks of ticks: the task of the schedule, with the tick in its headers. Never claimable before its tick.
create function celers_tick_rows(schedules text[], ids uuid[], ticks timestamptz[])
returns table (
  schedule text, id uuid, queue text, task_name text, task_version integer, codec text, payload bytea,
  content_hash bigint, priority smallint, max_retries integer, retry_policy text,
  scheduled_at timestamptz, visible_at timestamptz, expires_at timestamptz, metadata jsonb)
language sql stable parallel safe
begin atomic
  select s.name, r.id, s.queue, s.task_name, s.task_version, s.codec, s.payload, s.content_hash,
    coalesce(s.priority, (select q.default_priority from celers_queues q where q.queue = s.queue), 4::smallint),
    s.max_retries, s.retry_policy,
    r.tick, greatest(r.tick, celers_now()), celers_now() + s.ttl_micros * interval '1 microsecond',
    s.metadata || jsonb_build_object(
      'headers', coalesce(s.metadata -> 'headers', '{}') || jsonb_build_object(
        'celers-tick', to_char(r.tick at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
  from unnest(schedules, ids, ticks) as r (schedule, id, tick)
  join celers_schedules s on s.name = r.schedule;
end;

comment on function celers_tick_rows(text[], uuid[], timestamptz[]) is
  'The tasks of ticks: those of their schedules, each with its id and its tick.';

revoke execute on function celers_schedule_rows(
  text[], text[], text[], text[], timestamptz[], timestamptz[], timestamptz[]) from public;
revoke execute on function celers_tick_rows(text[], uuid[], timestamptz[]) from public;
