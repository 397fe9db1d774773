# Sourced: finds PostgreSQL's own programs, or installs them. Sets bin to their folder, or leaves it empty.

newest_programs() {
  local folder
  for folder in $(ls -dv /usr/lib/postgresql/*/bin 2> /dev/null | tac); do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_dump" ]; then
      echo "$folder"
      return
    fi
  done
}

# without_server COMMAND..: the package would start a server of its own, on the usual port
without_server() {
  local policy=/usr/sbin/policy-rc.d
  if [ -e "$policy" ]; then
    "$@"
  else
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod +x "$policy"
    "$@" || { rm -f "$policy"; return 1; }
    rm -f "$policy"
  fi
}

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; }

# install_packages NAME..: one at a time, since checks run beside each other
install_packages() (
  exec 8> /var/lock/celers-packages
  flock 8
  apt-get -qq update &&
    DEBIAN_FRONTEND=noninteractive without_server apt-get -qq install -y --no-install-recommends "$@" > /dev/null
)

bin=$(newest_programs)
if [ -z "$bin" ] && can_install; then
  install_packages postgresql
  bin=$(newest_programs)
fi
