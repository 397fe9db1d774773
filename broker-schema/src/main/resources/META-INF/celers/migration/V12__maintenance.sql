create function celers_before(micros bigint) returns timestamptz
  language sql stable parallel safe
  return celers_now() - micros * interval '1 microsecond';

comment on function celers_before(bigint) is
  'The moment that many microseconds ago, for conditions: what is older has reached an age.';

create table celers_maintenance (
  job         text        collate "C" not null,
  last_run_at timestamptz             not null,

  constraint celers_maintenance_pkey primary key (job),
  constraint celers_maintenance_job_length check (octet_length(job) between 1 and 255),
  constraint celers_maintenance_last_run_at_finite check (isfinite(last_run_at))
);

comment on table celers_maintenance is
  'When each job of the maintenance plan last began: several processes that run the plan share the work.';
comment on column celers_maintenance.job is 'Name of the job.';
comment on column celers_maintenance.last_run_at is 'When it last began; written once for each run.';

create function celers_try_maintenance(schema_name text) returns boolean
  language sql volatile
  return pg_try_advisory_xact_lock(hashtextextended('celers_maintenance.' || schema_name, 0));

comment on function celers_try_maintenance(text) is
  'Takes, until the transaction ends, the lock under which one process at a time maintains a schema; false if another one has it.';

revoke execute on function celers_before(bigint) from public;
revoke execute on function celers_try_maintenance(text) from public;
