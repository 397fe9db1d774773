# Sourced: runs parts of a check one after the other and keeps their times.

step_names=()
step_seconds=()
step_results=()

# step NAME COMMAND..: stops at the first part that fails, still with a summary.
step() {
  local name=$1 before=$SECONDS rc=0
  shift
  printf '\n=== %s\n' "$name"
  # in a process of its own: bash ignores -e in what stands before ||
  (set -e; "$@") & wait $! || rc=$?
  step_names+=("$name")
  step_seconds+=($((SECONDS - before)))
  if [ "$rc" = 0 ]; then
    step_results+=("ok")
  else
    step_results+=("FAILED ($rc)")
    summary
    exit 1
  fi
}

summary() {
  local i
  printf '\n=== summary\n'
  for i in "${!step_names[@]}"; do
    printf '%-24s %4d s  %s\n' "${step_names[$i]}" "${step_seconds[$i]}" "${step_results[$i]}"
  done
  printf '%-24s %4d s\n' total "$SECONDS"
}
