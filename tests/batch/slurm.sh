#!/bin/bash
# batch-slurm under a Slurm of its own (munged, slurmctld and one slurmd on this machine): a task killed, then the
# controller and the waiting command killed midway.
PATH=$PATH:/usr/sbin
. "$(dirname "$0")/farm.sh"
for tool in munged slurmctld slurmd sbatch scontrol pgrep; do
    command -v $tool >/dev/null || skip "no $tool"
done
read -r -d '' control node < <(free_ports)
machine=$(hostname -s) me=$(id -un)

mkdir munge spool state
chmod 711 "$folder" munge
head -c 64 /dev/urandom >munge/key
chmod 400 munge/key
cat >slurm.conf <<END
ClusterName=test
SlurmctldHost=$machine(127.0.0.1)
SlurmctldPort=$control
SlurmdPort=$node
SlurmUser=$me
SlurmdUser=$me
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerParameters=batch_sched_delay=0,sched_min_interval=1000,sched_interval=1
ReturnToService=2
MinJobAge=4
MessageTimeout=5
NodeName=$machine NodeAddr=127.0.0.1 CPUs=2 RealMemory=1500 State=UNKNOWN
PartitionName=all Nodes=$machine Default=YES MaxTime=10 State=UP
END
export SLURM_CONF=$folder/slurm.conf EACH=1 SBATCH_TIMELIMIT=5

munged --foreground --key-file=munge/key --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
    --log-file="$folder/munge/log" --seed-file="$folder/munge/seed" >munge.log 2>&1 &
started="$started $!"
control() {
    slurmctld -D "$@" >control.log 2>&1 &
    controller=$!
    started="$started $controller"
}
node() {
    slurmd -D >node.log 2>&1 &
    worker=$!
    started="$started $worker"
}
# Steps outlive their slurmd; ours are told by their environment.
kill_steps() {
    for step in $(pgrep slurmstepd); do
        ! grep -qz "^SLURM_CONF=$SLURM_CONF$" "/proc/$step/environ" 2>/dev/null || kill_tree "$step"
    done
}
is_idle() {
    timeout 2 scontrol show node "$machine" 2>/dev/null | grep -q 'State=IDLE '
}
for try in $(seq 20); do
    munge -n --socket="$folder/munge/socket" >/dev/null 2>&1 && break
    sleep 0.1
done
munge -n --socket="$folder/munge/socket" >/dev/null 2>&1 || skip "munge does not start here: $(tail -n 1 munge.log)"
control -c
node
for try in $(seq 40); do
    is_idle && break
    sleep 0.25
done
is_idle || skip "Slurm does not start here: $(tail -n 2 slurmctld.log slurmd.log control.log node.log 2>/dev/null | tr '\n' ' ')"

# The controller is killed when the first pictures are there, and the command that waits for it.
setsid "$examples/batch-slurm" "$photos" out "${options[@]}" >cut.log 2>&1 &
run=$!
wait_for 120 "the first picture" has_pictures out 1
kill_tree $controller
kill_tree $run
kill_tree $worker
kill_steps
has_pictures out $((count - 1)) && fail "it was done before it was killed"
grep -q . work.log || fail "no task ran"

# A controller that begins anew; the same command again finishes it.
control -c
node
wait_for 60 "Slurm again" is_idle
"$examples/batch-slurm" "$photos" out "${options[@]}" >again.log 2>&1
[ $? -eq 4 ] || fail "again after the controller was killed"
check_all out
for number in $(seq $count); do
    grep -q "^here $number$" work.log || fail "no task was given photo $number"
done
