package io.gatun.sync;

/**
 * One who takes part, in memory of one process. Of the others that one is dead whose row it was told; that is what the kernel tells of
 * processes.
 */
final class Party implements Peers {
    /** Two that live, and know that who has row {@value #GONE} does not. */
    static final Party FIRST = new Party(0, Party.GONE);

    static final Party SECOND = new Party(1, Party.GONE);

    /** The row of one that is dead. */
    static final int GONE = 2;

    private static final int NOBODY = -1;
    private static final int PIDS = 100; // a pid is so much and its incarnation

    private final int row;
    private volatile int dead;

    private Party(int row, int dead) {
        this.row = row;
        this.dead = dead;
    }

    /** Returns one that has that row, and knows of nobody who is dead. */
    static Party of(int row) {
        return new Party(row, NOBODY);
    }

    /** Says that who has a row has died. */
    void hasDied(int its) {
        dead = its;
    }

    /** Returns the word of a thread of who is dead. */
    static long wordOfDead(int thread, int incarnation) {
        return (long) thread << Integer.SIZE | LockLayout.low(GONE, incarnation);
    }

    /** Returns the word of one of this party's threads. */
    long word() {
        return 1L << Integer.SIZE | low();
    }

    @Override
    public int low() {
        return LockLayout.low(row, 1);
    }

    @Override
    public int row() {
        return row;
    }

    @Override
    public boolean isAlive(int low) {
        return isTaken(LockLayout.row(low));
    }

    @Override
    public boolean isTaken(int its) {
        return its != dead;
    }

    @Override
    public Participant.Identity identity(int low) {
        return new Participant.Identity(PIDS + LockLayout.incarnation(low), 1);
    }

    @Override
    public int beginWaiting(int cell) {
        return -1;
    }

    @Override
    public void endWaiting(int where) {
        // nobody looks
    }
}
