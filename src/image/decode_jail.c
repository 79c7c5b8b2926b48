#include "image/decode_jail.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#define IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED 0
#endif

enum { MOST_CPU_S = 60, MOST_OPEN_FILES = 16 };
#define MOST_MEMORY_BYTES ((rlim_t)1792 << 20) // 64 MP of 16 bits, what a library holds meanwhile, and the file

#ifdef NDEBUG
#define START_CPU_S 1.5
#else
#define START_CPU_S 8.0 // builds with checks
#endif
#define CPU_S_PER_MEGAPIXEL 0.03

// The process's own, as the jail is, on the clock that tells its processor time: ITIMER_PROF counts ticks instead, and
// lags behind on a busy machine and with many short threads.
static timer_t timer;
static bool has_timer;

static void set_timer(double seconds)
{
    time_t whole = (time_t)seconds;
    struct itimerspec left = {.it_value = {whole, (long)((seconds - (double)whole) * 1e9)}};
    timer_settime(timer, 0, &left, NULL);
}

void decode_jail_bound_time(void)
{
    struct sigevent end = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGPROF};
    has_timer = has_timer || timer_create(CLOCK_PROCESS_CPUTIME_ID, &end, &timer) == 0;
    if (has_timer)
        set_timer(START_CPU_S);
}

double decode_jail_left_s(void)
{
    struct itimerspec left;
    bool is_bound = has_timer && timer_gettime(timer, &left) == 0;
    return is_bound ? (double)left.it_value.tv_sec + 1e-9 * (double)left.it_value.tv_nsec : 0.0;
}

void decode_jail_more_time(double megapixels)
{
    if (has_timer)
        set_timer(decode_jail_left_s() + CPU_S_PER_MEGAPIXEL * megapixels);
}

static bool limit(__rlimit_resource_t what, rlim_t most)
{
    struct rlimit both = {most, most};
    return setrlimit(what, &both) == 0;
}

static bool set_limits(void)
{
    bool is_set = limit(RLIMIT_CORE, 0);
    is_set &= limit(RLIMIT_CPU, MOST_CPU_S);
    is_set &= limit(RLIMIT_NOFILE, MOST_OPEN_FILES);
    if (!IS_SANITIZED) {
        is_set &= limit(RLIMIT_FSIZE, 0); // pipes and memory are no files
        is_set &= limit(RLIMIT_AS, MOST_MEMORY_BYTES);
    }
    return is_set && prctl(PR_SET_DUMPABLE, 0) == 0;
}

// All rights that this kernel knows are taken away; no rule gives any back.
static bool set_landlock(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return false;
    uint64_t rights = LANDLOCK_ACCESS_FS_MAKE_SYM * 2 - 1; // version 1: the thirteen from EXECUTE on
    if (version >= 2)
        rights |= 1u << 13; // linking across folders
    if (version >= 3)
        rights |= 1u << 14; // truncating by name
    struct landlock_ruleset_attr rules = {.handled_access_fs = rights};
    int fd = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
    bool is_set = fd >= 0 && syscall(SYS_landlock_restrict_self, fd, 0) == 0;
    if (fd >= 0)
        close(fd);
    return is_set;
}

#define ALLOW(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define REFUSE(call, error)                                                                                            \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
// Allowed unless, or only if, a bit of the argument's low half is set.
#define ALLOW_UNLESS(call, argument, bit)                                                                              \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 4), LOAD(args[argument]),                                       \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bit, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),         \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define ALLOW_IF(call, argument, bit)                                                                                  \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 4), LOAD(args[argument]),                                       \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bit, 1, 0), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),         \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

static bool set_seccomp(void)
{
    struct sock_filter filter[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
        ALLOW(read),
        ALLOW(pread64),
        ALLOW(write),
        ALLOW(lseek),
        ALLOW(close),
        ALLOW(fstat),
        ALLOW(munmap),
        ALLOW(mremap),
        ALLOW(madvise),
        ALLOW(brk),
        ALLOW(futex),
        ALLOW(sched_yield),
        ALLOW(exit),
        ALLOW(exit_group),
        ALLOW(rt_sigreturn),
        ALLOW(rt_sigaction),
        ALLOW(rt_sigprocmask),
        ALLOW(sigaltstack),
        ALLOW(timer_settime),
        ALLOW(timer_gettime),
        ALLOW(clock_gettime),
        ALLOW(getrandom),
        ALLOW(gettid),
        ALLOW(getpid),
        ALLOW(set_robust_list),
        ALLOW(rseq),
        ALLOW(sched_getaffinity),
        ALLOW(tgkill),
        ALLOW_UNLESS(mmap, 2, PROT_EXEC),
        ALLOW_UNLESS(mprotect, 2, PROT_EXEC),
        ALLOW_IF(clone, 0, CLONE_THREAD),
        REFUSE(clone3, ENOSYS), // its flags lie behind a pointer; the C library then takes clone
        REFUSE(get_mempolicy, EACCES),
        REFUSE(set_mempolicy, EACCES),
        REFUSE(openat, EACCES),
        REFUSE(open, EACCES),
        REFUSE(newfstatat, EACCES),
        REFUSE(prlimit64, EPERM),
        REFUSE(prctl, EPERM),
        REFUSE(readlink, EACCES),
        REFUSE(ioctl, ENOTTY),
        REFUSE(sysinfo, EPERM),
        BPF_STMT(BPF_RET | BPF_K, IS_SANITIZED ? SECCOMP_RET_ERRNO | EPERM : SECCOMP_RET_KILL_PROCESS),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

unsigned decode_jail_enter(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!IS_SANITIZED)
        dup2(STDOUT_FILENO, STDERR_FILENO); // to /dev/null: what a library says as it breaks is told by the parent
    bool has_no_more_rights = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    unsigned holds = set_limits() ? JAIL_LIMITS : 0;
    if (has_no_more_rights && set_landlock())
        holds |= JAIL_LANDLOCK;
    if (has_no_more_rights && set_seccomp())
        holds |= JAIL_SECCOMP;
    return holds;
}
