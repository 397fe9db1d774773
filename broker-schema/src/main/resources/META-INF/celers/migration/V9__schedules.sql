create table celers_schedules (
  name         text collate "C" not null,
  expression   text collate "C" not null,
  zone         text collate "C" not null,
  queue        text collate "C" not null,
  task_name    text collate "C" not null,
  task_version integer          not null default 1,
  codec        text collate "C" not null,
  payload      bytea            not null,
  priority     smallint         not null default 4,
  max_retries  integer          not null default 3,
  retry_policy text collate "C",
  missed_ticks text collate "C" not null default 'one',
  metadata     jsonb            not null default '{}',
  next_at      timestamptz,
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
  constraint celers_schedules_metadata_object check (jsonb_typeof(metadata) = 'object'),
  constraint celers_schedules_metadata_length check (pg_column_size(metadata) <= 131072),
  constraint celers_schedules_times_finite check (
    isfinite(next_at) and isfinite(last_at) and isfinite(paused_at) and isfinite(created_at)),
  constraint celers_schedules_priority_range check (priority between 0 and 9),
  constraint celers_schedules_missed_ticks check (missed_ticks in ('skip', 'one', 'all'))
);

comment on table celers_schedules is 'Recurring tasks.';
comment on column celers_schedules.name is 'Name of the schedule.';
comment on column celers_schedules.expression is 'Cron expression, or an ISO 8601 duration for a fixed interval.';
comment on column celers_schedules.zone is 'Time zone in which the expression is read.';
comment on column celers_schedules.queue is 'Queue of the tasks it makes.';
comment on column celers_schedules.task_name is 'Name of the tasks it makes.';
comment on column celers_schedules.task_version is 'Version of their payload''s shape.';
comment on column celers_schedules.codec is 'Codec of their payload.';
comment on column celers_schedules.payload is 'Payload of the tasks it makes.';
comment on column celers_schedules.priority is 'Priority of the tasks it makes.';
comment on column celers_schedules.max_retries is 'Retry limit of the tasks it makes.';
comment on column celers_schedules.retry_policy is 'Back-off of the tasks it makes; null means the broker''s default.';
comment on column celers_schedules.missed_ticks is 'What is done about ticks that passed while nothing ran: skip, one or all of them.';
comment on column celers_schedules.metadata is 'Headers and tags of the tasks it makes.';
comment on column celers_schedules.next_at is 'When it next ticks; null means never again.';
comment on column celers_schedules.last_at is 'The last tick that was enqueued.';
comment on column celers_schedules.paused_at is 'Since when it is paused; null means it runs.';
comment on column celers_schedules.created_at is 'When it was made.';
