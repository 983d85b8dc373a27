/*
 * How chunks are claimed, committed and, when somebody was killed, done again: the protocol of io.gatun.job.control, as a
 * model for Spin (https://spinroot.com), which tries every order in which the steps of all processes can come.
 *
 * A coordinator and two workers share the words below, which survive them all. The killer ends workers, and the coordinator,
 * between any two steps; a dead coordinator has a successor, on the same words. A statement is a step, and so is an `atomic`
 * block: it has at most one access to the shared words by which what comes before can be told from what comes after. All see
 * all steps in the same order, so that nothing is shown of memory ordering; that is what src/jcstress is for. There is no
 * limit on attempts: a chunk is tried for as long as there is somebody to kill.
 *
 * What is checked: the assertions, and that every run ends with all jobs complete: there is no cycle, and no end at which the
 * coordinator still waits. ClaimModelTest checks it in several sizes, and with each of the mistakes that have an #ifdef
 * below, which must be found. By hand, in a folder for what Spin makes:
 *
 *   spin -a claim.pml && gcc -O2 -DSAFETY -o pan pan.c && ./pan -m100000
 *   spin -a -DDONE_FIRST claim.pml && gcc -DSAFETY -o pan pan.c && ./pan -m100000; spin -t -p -g -DDONE_FIRST claim.pml
 */
#ifndef JOBS
#define JOBS 1                      /* one after the other, over the same array */
#endif
#ifndef CHUNKS
#define CHUNKS 2
#endif
#ifndef RUN
#define RUN 1                       /* chunks that a claim takes */
#endif
#ifndef KILLS
#define KILLS 1                     /* of workers; besides those that die since their coordinator did */
#endif
#ifndef COORDINATOR_KILLS
#define COORDINATOR_KILLS 1
#endif
#define WORKERS 2
#define BLOCKS 2                    /* in a chunk */
#define ALL (CHUNKS * BLOCKS)

/* The board. The claim word has a round and its next chunk; all chunks beyond the last mean the same, hence are one here. */
byte claimRound, claimNext;
#define CLOSED CHUNKS
byte posted, published, completed, remaining, unfinished;
bit retry;                          /* one of the job's numbers, which are read and written with `posted` */
bit inside[WORKERS];

/* The ledger has a word for each chunk. That of a free one tells how many of its blocks are done. */
byte ledger[CHUNKS];
#define FREE(blocks) (blocks)
#define CLAIMED(worker) (10 + (worker))
#define IS_CLAIMED(entry) ((entry) >= 10 && (entry) < 20)
#define SLOT(entry) ((entry) - 10)
#define DONE 20
#ifndef REDO_DONE
#define IS_KEPT(entry) (again && (entry) == DONE)       /* by a round that does a job again */
#else
#define IS_KEPT(entry) false
#endif

byte undo[WORKERS];                 /* a block << 1 | whether its content is saved: one word */
byte saved[WORKERS];                /* that content */
#define UNDO(block, valid) ((block) << 1 | (valid))

/* A job is x := f(x) in place, for each block. f adds 2, in two steps, so that an odd number is a torn block. */
byte x[ALL], partial[ALL];
#define ORIGINAL(block) (10 * (block))
#define TORN 255

/* No words of the protocol: who is dead, and what the assertions need to know. */
bit killed[WORKERS], dead[WORKERS], coordinatorKilled;
byte job;                           /* the last that was begun */
bit handedOut;                      /* the coordinator considers it complete */

inline save() {                     /* block b, before it is computed */
#ifdef UNDO_IN_TWO_WORDS
    undo[w] = UNDO(b, undo[w] & 1);
#endif
    atomic { undo[w] = UNDO(b, 0); saved[w] = TORN };       /* who finds it invalid does not look at what is saved */
#ifdef VALID_BEFORE_COPIED
    undo[w] = UNDO(b, 1);
#endif
    saved[w] = x[b];
    undo[w] = UNDO(b, 1)
}

inline compute() {                  /* chunk c, from block b on */
#ifdef CLAIMED_BEFORE_SAVED
    ledger[c] = CLAIMED(w);
    save();
#else
    save();
    ledger[c] = CLAIMED(w);
#endif
    do
    ::
#ifdef DONE_FIRST
        if :: b % BLOCKS == BLOCKS - 1 -> ledger[c] = DONE :: else fi;
#endif
        atomic { assert(!handedOut); x[b] = x[b] + 1 };
        atomic { assert(!handedOut); x[b] = x[b] + 1 };
        atomic { partial[b] = x[b]; if :: b % BLOCKS == BLOCKS - 1 -> break :: else -> b++ fi };
        save()
    od;
    ledger[c] = DONE
}

#define FORGET round = 0; mine = 0; c = 0; end = 0; b = 0; reported = 0; again = 0

active [WORKERS] proctype Worker() {
    byte w = _pid, seen, round, mine, c, end, b, reported;
    bit again;
#ifdef SLICES
    byte lastSlice;
#endif
end_asleep:
    do
    :: {
        atomic { published != seen -> seen = published };
#ifndef INSIDE_AFTER_CLAIM
        inside[w] = 1;
#endif
        do
        ::
            atomic { round = posted; again = retry; if :: round == 0 -> break :: else fi };
#ifdef SLICES
            /* The static schedule: a worker has its own chunk, once in a round, and needs no claim. */
            atomic { mine = round; c = (lastSlice == round -> CHUNKS : w); end = (c < CHUNKS -> c + 1 : c); lastSlice = round };
#else
            atomic { mine = claimRound; c = claimNext; end = (c + RUN < CHUNKS -> c + RUN : CHUNKS); claimNext = end };
#endif
#ifdef INSIDE_AFTER_CLAIM
            inside[w] = 1;
#endif
            if
            :: atomic { mine != round -> round = posted; again = retry }    /* another was posted since */
            :: else
            fi;
            atomic {
                if
                :: mine == round && c < end -> reported = reported + end - c
                :: mine == round && c == end -> break       /* nothing is left */
                :: else -> end = c                          /* the round of the claim is withdrawn by now: look again */
                fi
            };
            do
            :: atomic { c < end && posted == round && IS_KEPT(ledger[c]) -> c++ }
            :: atomic { c < end && posted == round && !IS_KEPT(ledger[c]) ->
                    b = c * BLOCKS + (again && ledger[c] < BLOCKS -> ledger[c] : 0) };
                compute();
                atomic { b = 0; c++ }
            :: atomic { c == end || posted != round -> c = 0; end = 0; break }
            od
        od;
#ifdef INSIDE_UNTIL_REPORT
        inside[w] = 0;
#endif
        if
        :: reported > 0 ->
            atomic { remaining = remaining - reported; reported = (remaining == 0) };
            if :: reported -> completed = mine :: else fi
        :: else
        fi;
        atomic { inside[w] = 0; FORGET }
    } unless {
        atomic { killed[w] -> dead[w] = 1; seen = 0; FORGET };
end_dead:
        !dead[w]                    /* another process takes its place */
    }
    od
}

/* Starts a process in a dead one's place; its row is emptied first. */
inline restart(worker) {
    atomic {
        if
        :: dead[worker] -> inside[worker] = 0; undo[worker] = 0; saved[worker] = TORN; killed[worker] = 0; dead[worker] = 0
        :: else
        fi
    }
}

active proctype Coordinator() {
    byte n, w, c;
    d_step { for (c : 0 .. ALL - 1) { x[c] = ORIGINAL(c) }; c = 0 };
    do
    :: {
        if
#ifdef SUCCESSOR_LEAVES_POSTED
        :: unfinished -> goto recover
#else
        :: unfinished -> goto withdraw      /* a successor; all workers are dead */
#endif
        :: else
        fi;
make_ready:
#ifndef LEDGER_FREED_FIRST
        unfinished = 0;
#endif
        if
        :: job == JOBS -> break
        :: else
        fi;
        d_step { for (c : 0 .. CHUNKS - 1) { ledger[c] = FREE(0) }; c = 0 };
        atomic { unfinished = 1; retry = 0; job++; handedOut = 0 };
post:
        atomic { n = claimRound + 1; posted = 0 };
        atomic { claimRound = n; claimNext = CLOSED };
#ifndef OPEN_BEFORE_COUNTED
        remaining = CHUNKS;
#endif
        posted = n;
        claimNext = 0;
#ifdef OPEN_BEFORE_COUNTED
        remaining = CHUNKS;
#endif
        published = n;
        if
        :: completed == n -> goto complete
        :: dead[0] || dead[1]
        fi;
withdraw:
        posted = 0;
        claimNext = CLOSED;
#ifndef NO_WAIT
        !inside[0] || dead[0];
        !inside[1] || dead[1];
#endif
recover:
        do
        :: atomic { c < CHUNKS && IS_CLAIMED(ledger[c]) ->
                w = SLOT(ledger[c]); assert(dead[w] && undo[w] / 2 / BLOCKS == c) };
#ifndef NO_RESTORE
            if
            :: undo[w] & 1 -> x[undo[w] / 2] = TORN; x[undo[w] / 2] = saved[w]
            :: else
            fi;
#endif
            atomic { ledger[c] = FREE(undo[w] / 2 % BLOCKS); c++; w = 0 }
        :: atomic { c < CHUNKS && !IS_CLAIMED(ledger[c]) -> c++ }
        :: atomic { c == CHUNKS -> c = 0; break }
        od;
        atomic {
            n = 0;
            for (c : 0 .. CHUNKS - 1) { n = n + (ledger[c] == DONE) };
            c = 0; retry = 1;
            if :: n == CHUNKS -> goto complete :: else fi
        };
        restart(0);
        restart(1);
        goto post;
complete:
        atomic {
            for (c : 0 .. ALL - 1) { assert(x[c] == ORIGINAL(c) + 2 * job && partial[c] == x[c]) };
            c = 0; handedOut = 1
        };
        goto make_ready
    } unless {
        atomic { coordinatorKilled -> n = 0; w = 0; c = 0 };
        atomic { dead[0] && dead[1] -> coordinatorKilled = 0 }      /* then a successor gets the lock */
    }
    od
}

active proctype Killer() {
    byte workers = KILLS, coordinators = COORDINATOR_KILLS;
end:
    do
    :: atomic { workers > 0 && !killed[0] -> killed[0] = 1; workers-- }
    :: atomic { workers > 0 && !killed[1] -> killed[1] = 1; workers-- }
    :: atomic { coordinators > 0 -> coordinatorKilled = 1; coordinators-- }
    :: atomic { coordinatorKilled && !killed[0] -> killed[0] = 1 }  /* workers see it by the lock, some time, and end */
    :: atomic { coordinatorKilled && !killed[1] -> killed[1] = 1 }
    od
}
