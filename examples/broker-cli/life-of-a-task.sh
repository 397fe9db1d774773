#!/bin/sh
# The life of a task, with the command line alone: two failures, the dead letters, back into the queue, success.
# Needs `broker` on the PATH and BROKER_URL set; the database may be empty.
set -u

# Prints a command before it is run; a failing one is part of the story.
run() {
  printf '\n$'
  for word in "$@"; do
    case $word in
      *[!A-Za-z0-9_./:=,-]* | '') printf " '%s'" "$word" ;;
      *) printf ' %s' "$word" ;;
    esac
  done
  printf '\n'
  "$@"
}

run broker migrate
run broker history enable

printf '\n$ id=$(broker enqueue send-mail %s --queue mail --max-retries 1)\n' "'{\"to\": \"ada@example.org\"}'"
id=$(broker enqueue send-mail '{"to": "ada@example.org"}' --queue mail --max-retries 1)
run broker stats

run broker work --queue mail --max 1 --retry-after 0s --worker mailer -- sh -c 'echo "mail server is down" >&2; exit 1'
run broker work --queue mail --max 1 --retry-after 0s --worker mailer -- sh -c 'echo "mail server is down" >&2; exit 1'
run broker dlq list

run broker dlq requeue --queue mail
run broker work --queue mail --until-empty --worker mailer -- sed 's|.to.:|"sent":|'
run broker show "$id"
