# Arguments: a directory, shown as /release, and a script, run by root on a copy of this machine that ends with it.
set -euo pipefail
outside=$(mktemp -d)
mount -t tmpfs tmpfs "$outside"
mkdir "$outside/upper" "$outside/work" "$outside/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$outside/upper,workdir=$outside/work" "$outside/root"
root=$outside/root
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mkdir -p "$root/release" "$root/tmp"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount --bind -o ro "$1" "$root/release"
mount -t tmpfs tmpfs "$root/home"
mount -t tmpfs tmpfs "$root/root"
ip link set lo up

functions='
set -euo pipefail
cd /
# no_java: as on a machine without Java.
no_java() {
    [ ! -d /usr/lib/jvm ] || mount -t tmpfs tmpfs /usr/lib/jvm
    rm -f /usr/bin/java /usr/local/bin/java
}
# person NAME: makes a user with an empty home.
person() { useradd --create-home --shell /bin/bash "$1"; }
# as NAME COMMAND...: runs it as a user who has logged in.
as() {
    local name=$1
    shift
    setpriv --reuid "$name" --regid "$name" --init-groups env -i HOME="/home/$name" USER="$name" LANG=C.UTF-8 \
        PATH="/home/$name/.local/bin:/usr/local/bin:/usr/bin:/bin" "$@"
}
# until_shown PATTERN FILE: waits for a line of a process that runs as $relay.
until_shown() {
    until grep -q "$1" "$2" 2>/dev/null; do
        kill -0 "$relay" 2>/dev/null || { cat "$2" /tmp/err >&2; exit 1; }
        sleep 0.1
    done
}
# manager NAME: starts a user manager of systemd for a user, as a login does; needs sandboxedWithManager. After it, managed NAME
# COMMAND... runs a command as the user who has logged in.
manager() {
    local id
    id=$(id -u "$1")
    mkdir -p /run/systemd/system /sys/fs/cgroup
    mountpoint -q /sys/fs/cgroup || mount -t cgroup2 cgroup2 /sys/fs/cgroup
    chown -R "$1" /sys/fs/cgroup
    install -d -m 0700 -o "$1" -g "$1" "/run/user/$id"
    managed "$1" /lib/systemd/systemd --user --log-target=console >/tmp/manager 2>&1 &
    until [ -S "/run/user/$id/systemd/private" ]; do
        kill -0 $! 2>/dev/null || { cat /tmp/manager >&2; exit 1; }
        sleep 0.1
    done
}
managed() {
    local name=$1
    shift
    as "$name" XDG_RUNTIME_DIR="/run/user/$(id -u "$name")" "$@"
}
# answers URL: waits until it answers, and shows how.
answers() { curl --silent --show-error --retry 100 --retry-connrefused --retry-delay 1 --max-time 60 "$1"; }
# demo COMMAND...: starts a demo, types the command that it prints, says which Java serves, and stops it.
demo() {
    "$@" serve --demo --port 0 >/tmp/out 2>/tmp/err &
    relay=$!
    until_shown "^curl " /tmp/out
    serving=$(pgrep -o -x java)
    # Up to the next empty line, where the next command begins.
    sed -n "/^curl/,/^\$/p" /tmp/out | sed "s/^curl/curl -s/" >/tmp/ask
    bash /tmp/ask
    echo
    echo "java: $(readlink "/proc/$serving/exe")"
    kill "$serving"
    wait "$relay" || true
    cat /tmp/err >&2
}
'
exec env -i PATH=/usr/local/bin:/usr/local/sbin:/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8 ${VERSION:+VERSION="$VERSION"} \
    chroot "$root" bash -c "$functions$2"
