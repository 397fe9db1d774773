-- The only clock that decides anything. Every statement and every column default asks these two functions, so that a
-- test can replace them in its own throw-away schema and move time.

create function celers_now() returns timestamptz
  language sql stable parallel safe
  return statement_timestamp();

comment on function celers_now() is
  'The time for conditions: stable within a statement, so that the planner can use it as an index condition.';

create function celers_clock() returns timestamptz
  language sql volatile parallel safe
  return clock_timestamp();

comment on function celers_clock() is
  'The time for leases: moves on inside a statement and inside a long transaction.';

create function celers_day(moment timestamptz) returns text
  language sql stable parallel safe
  return to_char(moment at time zone 'UTC', 'YYYY-MM-DD');

comment on function celers_day(timestamptz) is 'The day of a moment in UTC, whatever the time zone of the session.';

revoke execute on function celers_day(timestamptz) from public;
revoke execute on function celers_now() from public;
revoke execute on function celers_clock() from public;
