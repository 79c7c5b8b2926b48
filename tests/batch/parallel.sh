#!/bin/bash
# batch-parallel over two machines (each an sshd of its own on this one): one of them gone midway, then the controller.
. "$(dirname "$0")/farm.sh"
for tool in parallel /usr/sbin/sshd ssh-keygen ssh pgrep; do
    command -v $tool >/dev/null || skip "no $tool"
done

# machine NAME PORT
machine() {
    cat >"$1.conf" <<END
Port $2
ListenAddress 127.0.0.1
HostKey $folder/host
AuthorizedKeysFile $folder/key.pub
PidFile $folder/$1.pid
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication no
SetEnv MACHINE=$1 STIPPLE_NETS=${STIPPLE_NETS:-} LSAN_OPTIONS=${LSAN_OPTIONS:-}
END
    cat >>ssh.conf <<END
Host $1
    HostName 127.0.0.1
    Port $2
    User $(id -un)
    IdentityFile $folder/key
    IdentitiesOnly yes
    BatchMode yes
    StrictHostKeyChecking no
    UserKnownHostsFile $folder/known
    LogLevel ERROR
END
    /usr/sbin/sshd -D -f "$folder/$1.conf" -E "$folder/$1.log" &
    started="$started $!"
}
[ "$(id -u)" -ne 0 ] || [ -d /run/sshd ] || mkdir /run/sshd || skip "sshd has no /run/sshd"
ssh-keygen -q -t ed25519 -N '' -f host && ssh-keygen -q -t ed25519 -N '' -f key || skip "no keys"
read -r -d '' first second < <(free_ports)
machine alpha "$first"
machine beta "$second"
beta=$!
export PARALLEL_SSH="ssh -F $folder/ssh.conf" PARALLEL_HOME=$folder/parallel
mkdir parallel
for name in alpha beta; do
    for try in 1 2 3 4 5 6 7 8 9 10; do
        ssh -F ssh.conf "$name" true 2>ssh.log && continue 2
        sleep 0.3
    done
    skip "no way in by ssh: $(tail -n 1 ssh.log) $(tail -n 1 "$name.log")"
done

gone="$folder/gone' {} out"
# One machine's plug is pulled while it is at a photo; the other, and what is missing then here, do the rest.
touch hold
"$examples/batch-parallel" 1/alpha,1/beta "$photos" "$gone" "${options[@]}" >gone.log 2>&1 &
run=$!
both_work() {
    has_pictures "$gone" 1 && grep -q '^alpha' work.log && grep -q '^beta' work.log
}
wait_for 120 "both machines at work" both_work
kill_tree "$beta"
wait $run
[ $? -eq 4 ] || fail "a machine gone"
check_all "$gone"

# The controller is killed while a photo is worked at; the same command again finishes it.
machine beta "$second"
setsid "$examples/batch-parallel" 1/alpha,1/beta "$photos" cut "${options[@]}" >cut.log 2>&1 &
run=$!
wait_for 120 "the first picture" has_pictures cut 1
kill_tree $run
rm hold
has_pictures cut $((count - 1)) && fail "it was done before it was killed"
"$examples/batch-parallel" 1/alpha,1/beta "$photos" cut "${options[@]}" >again.log 2>&1
[ $? -eq 4 ] || fail "again after the controller was killed"
check_all cut
