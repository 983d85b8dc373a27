/* Locks, atomic additions and hand-offs in C, by one process or by two over shared memory. The protocol is that of peer.py;
 * SIZE is how often each process does it. gatun bench sync builds it and tells it which way to do it:
 *
 *     robust-mutex    glibc's mutex, process-shared and robust, as one that outlives its owner must be
 *     mutex           glibc's mutex, process-shared and not robust: whoever waits for a dead owner waits for ever
 *     atomic          atomic_fetch_add
 *     futex           hand-off: two words; one is set, and who sleeps on it woken; the other slept on while it is not set
 *     futex-spin N    the same, but for a look N times before it sleeps; who sets a word wakes only if somebody sleeps
 *     condition       hand-off: a process-shared condition variable with a robust mutex
 *
 * The works:
 *
 *     lock-uncontended      lock and unlock, one process
 *     lock-contended        lock, counter++, unlock, two processes at once
 *     locked-increment[-two]  the same, one process or two at once
 *     atomic-add[-two]      add 1, one process or two at once
 *     hand-off-...          set the other's event, wait for one's own and clear it, in turn; SIZE round trips
 *
 * With two processes a call begins when both are there and ends when both are done. The other process is forked at the start,
 * sleeps between calls on a pipe, and dies with this one. Whatever is counted is compared with what it must be, each call. */
#define _GNU_SOURCE
#include <errno.h>
#include <gnu/libc-version.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef BUILT_WITH
#define BUILT_WITH "flags unknown"
#endif

enum { APART = 128 }; /* bytes between what different processes write: processors fetch cache lines in pairs */

/* What both processes see. */
struct shared {
    alignas(APART) pthread_mutex_t mutex;
    alignas(APART) long counter; /* whoever has the lock or the turn counts */
    alignas(APART) atomic_long total;
    alignas(APART) atomic_uint ping;
    alignas(APART) atomic_uint pong;
    alignas(APART) pthread_cond_t turned;
    int turn;
    alignas(APART) atomic_long arrived; /* the call that the other process is ready for */
    alignas(APART) atomic_long begun;   /* the call that both may begin */
    alignas(APART) atomic_long done;    /* the call that the other process has done */
};

static struct shared *shared;
static long spins;

enum side { LEADER, OTHER };

static void check(const char *call, int error) {
    if (error != 0) {
        fprintf(stderr, "%s: %s\n", call, strerror(error));
        exit(1);
    }
}

static void lock_and_unlock(enum side side, long count) {
    (void)side;
    for (long i = 0; i < count; i++) {
        check("pthread_mutex_lock", pthread_mutex_lock(&shared->mutex));
        check("pthread_mutex_unlock", pthread_mutex_unlock(&shared->mutex));
    }
    shared->counter += count;
}

static void count_locked(enum side side, long count) {
    (void)side;
    for (long i = 0; i < count; i++) {
        check("pthread_mutex_lock", pthread_mutex_lock(&shared->mutex));
        shared->counter++;
        check("pthread_mutex_unlock", pthread_mutex_unlock(&shared->mutex));
    }
}

static void add(enum side side, long count) {
    (void)side;
    for (long i = 0; i < count; i++)
        atomic_fetch_add(&shared->total, 1);
}

static void futex(atomic_uint *word, int operation, unsigned value) {
    syscall(SYS_futex, word, operation, value, NULL, NULL, 0);
}

/* A word is one of these; only who spins tells that he sleeps. */
enum { CLEAR, SET, SLEPT_ON };

static void set(atomic_uint *event) {
    if (spins == 0)
        atomic_store(event, SET);
    else if (atomic_exchange(event, SET) != SLEPT_ON)
        return;
    futex(event, FUTEX_WAKE, 1);
}

static void await_and_clear(atomic_uint *event) {
    unsigned clear = CLEAR;
    for (long spin = 0; spin < spins && atomic_load(event) != SET; spin++) {
#ifdef __x86_64__
        __builtin_ia32_pause();
#endif
    }
    if (spins > 0 && atomic_compare_exchange_strong(event, &clear, SLEPT_ON))
        clear = SLEPT_ON;
    while (atomic_load(event) != SET)
        futex(event, FUTEX_WAIT, clear);
    atomic_store(event, CLEAR);
}

static void hand_off_by_futex(enum side side, long count) {
    for (long i = 0; i < count; i++) {
        if (side == LEADER) {
            set(&shared->ping);
            await_and_clear(&shared->pong);
        } else {
            await_and_clear(&shared->ping);
            shared->counter++;
            set(&shared->pong);
        }
    }
}

static void hand_off_by_condition(enum side side, long count) {
    for (long i = 0; i < count; i++) {
        check("pthread_mutex_lock", pthread_mutex_lock(&shared->mutex));
        if (side == LEADER) {
            shared->turn = OTHER;
            check("pthread_cond_signal", pthread_cond_signal(&shared->turned));
        }
        while (shared->turn != (int)side)
            check("pthread_cond_wait", pthread_cond_wait(&shared->turned, &shared->mutex));
        if (side == OTHER) {
            shared->counter++;
            shared->turn = LEADER;
            check("pthread_cond_signal", pthread_cond_signal(&shared->turned));
        }
        check("pthread_mutex_unlock", pthread_mutex_unlock(&shared->mutex));
    }
}

/* What is done, under the names of way and work. */
static const struct task {
    const char *way, *work;
    int processes;
    void (*loop)(enum side side, long count);
} tasks[] = {
    {"robust-mutex", "lock-uncontended", 1, lock_and_unlock},
    {"robust-mutex", "lock-contended", 2, count_locked},
    {"robust-mutex", "locked-increment", 1, count_locked},
    {"robust-mutex", "locked-increment-two", 2, count_locked},
    {"mutex", "lock-uncontended", 1, lock_and_unlock},
    {"mutex", "lock-contended", 2, count_locked},
    {"atomic", "atomic-add", 1, add},
    {"atomic", "atomic-add-two", 2, add},
    {"futex", "hand-off-event", 2, hand_off_by_futex},
    {"futex", "hand-off-condition", 2, hand_off_by_futex},
    {"futex-spin", "hand-off-event", 2, hand_off_by_futex},
    {"futex-spin", "hand-off-condition", 2, hand_off_by_futex},
    {"condition", "hand-off-condition", 2, hand_off_by_condition},
};

/* What the other process is asked for. */
struct request {
    const struct task *task;
    long count, call;
};

static int requests; /* the pipe's writing end */

static void await_call(atomic_long *word, long call) {
    while (atomic_load_explicit(word, memory_order_acquire) != call)
        sched_yield();
}

static void serve_leader(int pipe) {
    struct request request;
    while (read(pipe, &request, sizeof request) == sizeof request) {
        atomic_store(&shared->arrived, request.call);
        await_call(&shared->begun, request.call);
        request.task->loop(OTHER, request.count);
        atomic_store(&shared->done, request.call);
    }
    exit(0);
}

static void prepare(bool robust) {
    pthread_mutexattr_t mutex;
    pthread_condattr_t condition;
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    check("mmap", shared == MAP_FAILED ? errno : 0);
    check("pthread_mutexattr_init", pthread_mutexattr_init(&mutex));
    check("pthread_mutexattr_setpshared", pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED));
    if (robust)
        check("pthread_mutexattr_setrobust", pthread_mutexattr_setrobust(&mutex, PTHREAD_MUTEX_ROBUST));
    check("pthread_mutex_init", pthread_mutex_init(&shared->mutex, &mutex));
    check("pthread_condattr_init", pthread_condattr_init(&condition));
    check("pthread_condattr_setpshared", pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED));
    check("pthread_cond_init", pthread_cond_init(&shared->turned, &condition));
}

static void fork_other(void) {
    int ends[2];
    pid_t leader = getpid();
    check("pipe", pipe(ends) == 0 ? 0 : errno);
    pid_t other = fork();
    check("fork", other >= 0 ? 0 : errno);
    if (other == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != leader)
            exit(0);
        close(ends[1]);
        serve_leader(ends[0]);
    }
    close(ends[0]);
    requests = ends[1];
}

static double nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e9 + now.tv_nsec;
}

/* Does a task once and returns how long it took. */
static double call(const struct task *task, long count) {
    static long calls;
    double begin;
    shared->counter = 0;
    atomic_store(&shared->total, 0);
    if (task->processes == 1) {
        begin = nanos();
        task->loop(LEADER, count);
        return nanos() - begin;
    }
    struct request request = {task, count, ++calls};
    check("write", write(requests, &request, sizeof request) == sizeof request ? 0 : errno);
    await_call(&shared->arrived, calls);
    begin = nanos();
    atomic_store(&shared->begun, calls);
    task->loop(LEADER, count);
    await_call(&shared->done, calls);
    return nanos() - begin;
}

static long counted(void) {
    return shared->counter + atomic_load(&shared->total);
}

static void run(const struct task *task, long count, long calls, double millis) {
    double *times = malloc(calls * sizeof *times), began = nanos();
    bool trips = strncmp(task->work, "hand-off", 8) == 0;
    long done = 0, expected = trips ? count : count * task->processes;
    do
        times[done++] = call(task, count);
    while (counted() == expected && done < calls && nanos() - began < millis * 1e6);
    if (counted() == expected) {
        printf("done %ld", expected);
        for (long i = 0; i < done; i++)
            printf(" %.0f", times[i]);
        printf("\n");
    } else {
        printf("error WRONG COUNT: %ld, %ld is right\n", counted(), expected);
    }
    free(times);
}

static const struct task *find(const char *way, const char *work) {
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
        if (strcmp(tasks[i].way, way) == 0 && strcmp(tasks[i].work, work) == 0)
            return &tasks[i];
    return NULL;
}

int main(int argc, char **argv) {
    char line[256], work[32];
    long size, calls;
    double millis;
    if (argc < 2) {
        fprintf(stderr, "usage: sync WAY [N]\n");
        return 2;
    }
    const char *way = argv[1];
    spins = argc > 2 ? atol(argv[2]) : 0;
    signal(SIGINT, SIG_IGN); /* the terminal sends it to all; the runner ends its peers itself */
    setvbuf(stdout, NULL, _IOLBF, 1 << 16);
    prepare(strcmp(way, "mutex") != 0);
    fork_other();
    printf("ready gcc %s, glibc %s, %s\n", __VERSION__, gnu_get_libc_version(), BUILT_WITH);
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (sscanf(line, "run %31s %ld %ld %lf", work, &size, &calls, &millis) == 4) {
            const struct task *task = find(way, work);
            if (task != NULL)
                run(task, size, calls, millis);
            else
                printf("error %s does not do %s\n", way, work);
        } else if (strncmp(line, "drop", 4) == 0) {
            printf("dropped\n");
        } else {
            printf("error unknown request: %s", line);
        }
    }
    return 0;
}
