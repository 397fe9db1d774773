-- Set-based verbs take one array for each column. These functions turn the arrays into rows that code generation makes
-- into typed table-valued functions; the planner inlines them.

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

revoke execute on function celers_lane_rows(smallint[], timestamptz[]) from public;
revoke execute on function celers_settlement_rows(uuid[], uuid[], text[], bigint[], text[]) from public;
revoke execute on function celers_after(bigint) from public;
