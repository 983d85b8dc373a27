package io.gatun.cli.demo;

import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.SegmentName;
import io.gatun.sync.SharedLock;
import io.gatun.value.SharedStruct;
import java.lang.foreign.StructLayout;

/** A process is killed while it holds a lock and has half moved money: who locks next is told, mends it, and goes on. */
public final class OwnerDeathDemo {
    private static final StructLayout ACCOUNTS = structLayout(JAVA_LONG.withName("mine"), JAVA_LONG.withName("yours"));

    /** Without arguments this is the demo; with the name of the accounts, it is the process that is killed. */
    public static void main(String[] arguments) throws Exception {
        Stage.run(OwnerDeathDemo.class, arguments, OwnerDeathDemo::play, OwnerDeathDemo::moveHalf);
    }

    private static void play(Stage stage) throws Exception {
        SegmentName name = stage.name();
        try (SharedStruct accounts = SharedStruct.create(name, ACCOUNTS, memory -> memory.set(JAVA_LONG, 0, 1000))) {
            Process victim = stage.start(name);
            victim.waitFor();
            show(accounts, "process " + victim.pid() + " was killed when it had half moved 300");
            // @start region=owner-death
            SharedLock lock = accounts.lock().onOwnerDeath(death -> {
                show(accounts, "told that process " + death.pid() + " died holding the lock");
                long mine = accounts.longField("mine").get();
                accounts.longField("yours").set(1000 - mine); // you know what is right for your data
            });
            lock.lock(); // waits for nobody: its owner is dead, and what that left is repaired first
            try {
                show(accounts, "this process has the lock, deaths: " + lock.deaths());
            } finally {
                lock.unlock();
            }
            // @end
            stage.require(accounts.longField("yours").get() == 300, "what it left was not repaired");
        }
    }

    @SuppressWarnings("LockNotBeforeTry") // it never comes to unlock it
    private static void moveHalf(SegmentName... shared) throws Exception {
        try (SharedStruct accounts = SharedStruct.attach(shared[0], ACCOUNTS)) {
            accounts.lock().lock();
            accounts.longField("mine").getAndAdd(-300);
            Stage.killThisProcess(); // before yours gets the 300: no finally block is run, no shutdown hook, nothing
        }
    }

    private static void show(SharedStruct accounts, String what) {
        long mine = accounts.longField("mine").get();
        long yours = accounts.longField("yours").get();
        System.out.println(what + "; mine " + mine + ", yours " + yours);
    }
}
