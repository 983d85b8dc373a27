package io.gatun.sync;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A cell of a sync area, and who asks: all that its lock, and what lies behind that, is made of.
 *
 * @param path of the segment, for messages
 * @param memory in which the cell lies
 * @param at where in it the cell begins: with its lock
 * @param number which one it is of the area's
 * @param peers those who use it, as this attachment sees them
 */
record Cell(Path path, MemorySegment memory, long at, int number, Peers peers) {}
