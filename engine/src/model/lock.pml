/*
 * How a lock is taken, waited for, released, and taken from the dead: the protocol of io.gatun.sync.RobustLock, as a model for
 * Spin (https://spinroot.com), which tries every order in which the steps of all processes can come.
 *
 * Processes take the lock, each some times; the killer ends all but the last of them between any two steps, and has as many
 * die as KILLS says. The last one takes the lock once more when all others have finished or died. A statement is a step, and so
 * is an `atomic` block, which stands for one instruction: one load, one store, or one compare-and-set of the word; or for the
 * kernel's look at the word before it puts somebody to sleep. That a process has died is known to who looks, as the kernel knows it.
 *
 * What is checked: never do two that live have the lock; each death of a holder is told to one process, and counted once; and
 * every run ends, with nobody asleep for ever. LockModelTest checks it in several sizes, and with each of the mistakes that have an
 * #ifdef below, which must be found. By hand, in a folder for what Spin makes:
 *
 *   spin -a lock.pml && gcc -O2 -DSAFETY -o pan pan.c && ./pan -m100000
 */
#ifndef N
#define N 3
#endif
#ifndef ROUNDS
#define ROUNDS 1                    /* how often each takes the lock */
#endif
#ifndef KILLS
#define KILLS 2
#endif
#define LAST (N - 1)                /* it is never killed */

/* The word: who has it, plus 1, or 0, and its flags; and the record of deaths, with who counted the last. */
byte owner, uncounted;
bool waiters, inconsistent;
byte deaths, countedBy;

/* What only the model knows. */
bool dead[N], asleep[N], finished[N], inside[N], told[N];
byte kills, diedHolding;

inline freeWord() {
    owner = 0;
    waiters = false;
    inconsistent = false;
    uncounted = 0
}

/* One of those that sleep, if any does; which one is the kernel's choice. */
inline wakeOne() {
    if
    :: asleep[0] -> asleep[0] = false
    :: asleep[1] -> asleep[1] = false
#if N > 2
    :: asleep[2] -> asleep[2] = false
#endif
#if N > 3
    :: asleep[3] -> asleep[3] = false
#endif
    :: else -> skip
    fi
}

proctype Process(byte i) {
    byte round, sawOwner, sawUncounted, pending, count;
    bool sawWaiters, sawInconsistent, slept;
    {
        do
        :: round < ROUNDS ->
take:
            if
            :: atomic { owner == 0 -> owner = i + 1; if :: slept -> waiters = true :: else -> skip fi; }
#ifdef TAKE_WITHOUT_WAITERS
                waiters = false;
#endif
                goto critical
            :: else -> skip
            fi;
            atomic { sawOwner = owner; sawWaiters = waiters; sawInconsistent = inconsistent; sawUncounted = uncounted };
            if
            :: sawOwner == 0 -> goto take
            :: sawOwner != 0 && dead[sawOwner - 1] ->  /* who sleeps looks after a time, and may as well look at once */
#ifdef COUNT_FIRST
                deaths = deaths + 1;
#endif
                pending = 1;
#ifndef FORGET_UNCOUNTED
                atomic { if :: countedBy != sawOwner -> pending = pending + sawUncounted :: else -> skip fi };
#endif
                atomic {
                    if
#ifdef STORE_OVER_DEAD
                    :: true ->
#else
                    :: owner == sawOwner && waiters == sawWaiters && inconsistent == sawInconsistent && uncounted == sawUncounted ->
#endif
                        owner = i + 1;
                        waiters = true;
                        inconsistent = true;
                        uncounted = pending;
                        assert(!told[sawOwner - 1]);       /* each death once */
                        told[sawOwner - 1] = true
                    :: else -> goto take
                    fi
                };
#ifndef COUNT_FIRST
                count = deaths;
                atomic { deaths = count + pending; countedBy = i + 1 };
#endif
                skip;                                       /* the repair */
                atomic { inconsistent = false; uncounted = 0 };
                countedBy = 0;
                goto critical
            :: sawOwner != 0 && !dead[sawOwner - 1] -> skip
            fi;
            if
            :: sawWaiters -> skip
            :: !sawWaiters ->
                atomic {
                    if
                    :: owner == sawOwner && !waiters && inconsistent == sawInconsistent && uncounted == sawUncounted -> waiters = true
                    :: else -> goto take
                    fi
                }
            fi;
            slept = true;
            atomic { if :: owner == sawOwner && waiters -> asleep[i] = true :: else -> skip fi };
            if
            :: !asleep[i] -> skip
#ifndef NO_SLICES
            :: asleep[i] -> asleep[i] = false               /* it has slept long enough, and looks */
#endif
            fi;
            goto take;
critical:
            slept = false;
            inside[i] = true;
            assert(!inside[(i + 1) % N] || dead[(i + 1) % N]);
#if N > 2
            assert(!inside[(i + 2) % N] || dead[(i + 2) % N]);
#endif
#if N > 3
            assert(!inside[(i + 3) % N] || dead[(i + 3) % N]);
#endif
            inside[i] = false;
            if
            :: atomic { owner == i + 1 && !waiters -> freeWord() }
            :: atomic { owner == i + 1 && waiters -> freeWord() };
                atomic { wakeOne() }                        /* it may be killed before it comes to that */
            fi;
            round = round + 1
        :: round == ROUNDS && i == LAST && !finished[i] ->
            /* When nobody else is left, once more: then each death has been counted. */
            finished[i] = true;
            (finished[0] || dead[0]);
#if N > 2
            (finished[1] || dead[1]);
#endif
#if N > 3
            (finished[2] || dead[2]);
#endif
            round = round - 1
        :: round == ROUNDS && (i != LAST || finished[i]) -> break
        od;
        finished[i] = true
    } unless {
        dead[i]
    };
    if
    :: i == LAST -> assert(deaths == diedHolding)
    :: else -> skip
    fi
}

/* Who is dead neither sleeps nor finishes. */
proctype Killer() {
    byte victim;
    do
    :: kills < KILLS ->
        select (victim : 0 .. N - 2);
        atomic {
            if
            :: !dead[victim] && !finished[victim] ->
                dead[victim] = true;
                asleep[victim] = false;
                kills = kills + 1;
                if
                :: owner == victim + 1 -> diedHolding = diedHolding + 1
                :: else -> skip
                fi
            :: else -> skip
            fi
        }
    :: break                                                /* or it leaves it at that */
    od
}

init {
    byte i;
    atomic {
        for (i : 0 .. N - 1) {
            run Process(i)
        }
        run Killer()
    }
}
