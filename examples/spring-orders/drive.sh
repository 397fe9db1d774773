#!/bin/bash
# Builds and starts the application, gives it the commands that examples/README.md shows, expects the answers that it shows,
# and stops it by SIGTERM. On a database of its own, or that of SPRING_DATASOURCE_URL if it is empty.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
log=$work/log
app=
trap '[ -z "$app" ] || kill -KILL "$app" 2> /dev/null || true; rm -rf "$work"' EXIT

fail() {
  echo "drive.sh: $*" >&2
  [ ! -f "$log" ] || tail -n 40 "$log" >&2
  exit 1
}

# The console block of examples/README.md: commands, and below each its answer.
shown() {
  awk '
    /^```console$/ { block = 1; next }
    /^```$/ { block = 0 }
    block { print }' examples/README.md
}

# What differs from run to run: lengths of time, the version of the server.
normalised() { sed -E 's/PT[0-9.]+S/<length>/g; s/"server":"[^"]*"/"server":"<version>"/g'; }

# check COMMAND EXPECTED: what changes something runs once; what only looks may look again, for the worker has its own pace.
check() {
  local command=$1 expected=$2 answer until=$((SECONDS + 30))
  while :; do
    answer=$(bash -c "${command//localhost:8080/localhost:$port}" | normalised)
    [ "$answer" != "$expected" ] || break
    if [[ $command == *' -d '* ]] || [ $SECONDS -ge $until ]; then
      fail "$command"$'\n'"answered: $answer"$'\n'"expected: $expected"
    fi
    sleep 0.2
  done
  printf '$ %s\n%s\n\n' "$command" "$answer"
}

mvn -q -B -ntp package -Dmaven.test.skip -Dmaven.javadoc.skip -pl examples/spring-orders -am

java -XX:TieredStopAtLevel=1 -jar examples/spring-orders/target/spring-orders.jar --server.port=0 > "$log" 2>&1 &
app=$!
until grep -q 'Started OrdersApplication' "$log"; do
  kill -0 "$app" 2> /dev/null || fail "the application did not start"
  sleep 0.2
done
port=$(sed -n 's/.*Tomcat started on port \([0-9]*\).*/\1/p' "$log")

command=
expected=
commands=0
while IFS= read -r line || [ -n "$line" ]; do
  case $line in
    '$ '*)
      command=${line#'$ '}
      expected=
      ;;
    '')
      [ -z "$command" ] || { check "$command" "$(normalised <<< "$expected")"; commands=$((commands + 1)); }
      command=
      ;;
    *) expected=${expected:+$expected$'\n'}$line ;;
  esac
done < <(shown; echo)
[ $commands -ge 6 ] || fail "examples/README.md shows only $commands commands"

kill -TERM "$app"
code=0
wait "$app" || code=$?
app=
[ $code = 143 ] || fail "ended with $code after SIGTERM"
if grep -nE ' (WARN|ERROR) |Exception' "$log"; then
  fail "the log has warnings"
fi
echo "$commands commands answered as in examples/README.md, stopped by SIGTERM without a warning"
