package io.gatun.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.posix.CrashPoint;
import io.gatun.segment.SegmentName;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Processes that hold a lock, wait for it or release it are killed at random, {@code -Dsoak.locks} of them, 500 with {@code -Psoak}: nobody
 * waits for ever, nobody has the lock while another has, and each death of a holder is told once.
 *
 * <p>Half are killed from outside, whenever it may be; the others by themselves, at a step of the lock's that was drawn.
 */
@ExtendWith(NothingLeftBehind.class)
@Timeout(1800)
class LockSoakTest {
    private static final int KILLS = Integer.getInteger("soak.locks", 12);
    private static final int AT_ONCE = 4;
    private static final SegmentName NAME = SegmentName.of("gatun-test-lock-soak");
    private static final List<CrashPoint> STEPS = List.of(
            CrashPoint.LOCK_TAKEN,
            CrashPoint.LOCK_WAITING,
            CrashPoint.LOCK_RELEASED,
            CrashPoint.LOCK_TAKEN_FROM_DEAD,
            CrashPoint.LOCK_DEATH_COUNTED,
            CrashPoint.LOCK_REPAIRED);

    private final Random random = new Random(Long.getLong("soak.seed", System.nanoTime()));
    private final Set<Long> killed = new HashSet<>();
    private final Map<Long, String> mortal = new HashMap<>(); // those that kill themselves, and where
    private final TreeMap<String, Integer> tally = new TreeMap<>();
    private int nextNumber;

    @Test
    void nobodyWaitsForEverAndEachDeathIsToldOnce() throws Exception {
        try (CellSegment cells = CellSegment.create(NAME, 1, Guarded.byteSize(KILLS))) {
            Guarded guarded = new Guarded(cells);
            List<ChildJvm> children = new ArrayList<>();
            try {
                while (killed.size() < KILLS) {
                    while (children.size() < AT_ONCE) {
                        children.add(start());
                    }
                    Thread.sleep(random.nextInt(20));
                    kill(children.remove(random.nextInt(AT_ONCE)));
                }
                long before = guarded.done();
                for (ChildJvm child : children) {
                    if (mortal.containsKey(child.pid())) {
                        kill(child);
                    } else {
                        child.send("end");
                        assertEquals(0, child.awaitExit());
                    }
                }
                assertTrue(guarded.done() >= before);
            } finally {
                children.forEach(ChildJvm::close);
            }
            judge(cells, guarded);
            cells.unlink();
        }
    }

    private ChildJvm start() {
        boolean byItself = random.nextBoolean();
        String at = STEPS.get(random.nextInt(STEPS.size())) + ":" + (1 + random.nextInt(8));
        List<String> flags = byItself ? List.of("-D" + CrashPoint.AT_PROPERTY + "=" + at) : List.of();
        ChildJvm child = ChildJvm.startWith(flags, SoakedChild.class, NAME, nextNumber++);
        if (byItself) {
            mortal.put(child.pid(), at.replaceFirst(":.*", ""));
        }
        child.expect("ready");
        return child;
    }

    private void kill(ChildJvm child) throws InterruptedException {
        String step = mortal.getOrDefault(child.pid(), "");
        for (int i = 0; i < 20 && !step.isEmpty() && isAlive(child); i++) {
            Thread.sleep(5); // it may be about to do it itself
        }
        tally.merge(isAlive(child) ? "from outside" : step, 1, Integer::sum);
        child.killAndReap();
        killed.add(child.pid());
    }

    private static boolean isAlive(ChildJvm child) {
        return ProcessHandle.of(child.pid()).filter(ProcessHandle::isAlive).isPresent();
    }

    private void judge(CellSegment cells, Guarded guarded) {
        SharedLock lock = cells.lock(0).onOwnerDeath(guarded::repair);
        lock.lock();
        try {
            guarded.requireConsistent();
        } finally {
            lock.unlock();
        }
        List<Long> told = guarded.told(lock.deaths());
        assertTrue(killed.containsAll(told.stream().filter(pid -> pid != 0).toList()), "told of one that lives");
        assertEquals(told.size(), lock.deaths());
        tally.put("deaths told", lock.deaths());
        System.out.printf("%d killed in %,d turns: %s%n", killed.size(), guarded.done(), tally);
    }
}
