package io.gatun.sync;

/**
 * Those who take part in a sync area, as one of them sees it: what a lock, and all that is made of locks, needs to know of who uses it.
 *
 * <p>An attachment is named by the low half of its words ({@link LockLayout}), which has its row and that row's incarnation.
 *
 * <p><b>Threads:</b> any.
 */
interface Peers {
    /** Returns the low half of the words of this attachment's threads. */
    int low();

    /** Returns this attachment's row. */
    int row();

    /** Tells whether an attachment lives. */
    boolean isAlive(int low);

    /** Tells whether anybody has a row, this attachment or another. */
    boolean isTaken(int row);

    /** Returns which process an attachment was of. */
    Participant.Identity identity(int low);

    /** Notes, for those who look, that a thread waits for a cell; returns where, -1 if there is no room for it. */
    int beginWaiting(int cell);

    /** Takes back what {@link #beginWaiting} noted. */
    void endWaiting(int where);
}
