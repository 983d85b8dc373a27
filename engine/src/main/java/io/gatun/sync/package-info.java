/**
 * Locks and the like that processes share by name, and that survive whoever dies with them.
 *
 * <p>Begin with {@link io.gatun.sync.SharedLock}. {@link io.gatun.sync.SharedReadWriteLock}, {@link io.gatun.sync.SharedSemaphore},
 * {@link io.gatun.sync.SharedCondition}, {@link io.gatun.sync.SharedEvent} and {@link io.gatun.sync.SharedBarrier} are the others, with the
 * meaning that Python's {@code multiprocessing} gives them; {@link io.gatun.sync.CellSegment} has many small ones in one segment.
 * {@link io.gatun.sync.Locks} tells from outside who has which, also when all of them are dead.
 *
 * <p><b>How it lies in memory.</b> A sync area is a header, 512 rows, and cells. Offsets count bytes; numbers are little-endian.
 *
 * <table class="striped">
 * <caption>A sync area</caption>
 * <thead><tr><th>offset</th><th>type</th><th>what</th></tr></thead>
 * <tbody>
 * <tr><td>0</td><td>8 bytes</td><td>{@code GATUNSYN}</td></tr>
 * <tr><td>8</td><td>int32</td><td>version, 1</td></tr>
 * <tr><td>12</td><td>int32</td><td>kind: {@link io.gatun.sync.SyncKind#code()}</td></tr>
 * <tr><td>16</td><td>int64</td><td>size of the area</td></tr>
 * <tr><td>24</td><td>int32</td><td>rows, 512; 0 if the cells have no locks, and then the rows are unused</td></tr>
 * <tr><td>28</td><td>int32</td><td>cells</td></tr>
 * <tr><td>32</td><td>int32</td><td>bytes from one cell to the next, a multiple of 128</td></tr>
 * <tr><td>36</td><td>int32</td><td>bytes of data in a cell</td></tr>
 * <tr><td>40</td><td>int64</td><td>where the first cell begins, 36864</td></tr>
 * <tr><td>48</td><td>int32</td><td>length of the text</td></tr>
 * <tr><td>52</td><td>int32</td><td>how many rows were claimed, ever</td></tr>
 * <tr><td>64</td><td>UTF-8</td><td>the text: what the data is</td></tr>
 * <tr><td>4096</td><td>512 rows of 64 bytes</td><td>who has attached it: incarnation (int32), pid (int32), start time (int64), and what
 * that one holds and waits for</td></tr>
 * <tr><td>36864</td><td>cells</td><td>each the 56 bytes of a lock, of which the first 8 say who has it, 0 nobody; then the data, from byte 56 of
 * the cell on</td></tr>
 * </tbody>
 * </table>
 *
 * <p><b>Who lives.</b> Each attachment holds an exclusive lock of its open file description on one byte of the file, {@code 2^62} plus its
 * row; the kernel drops it however the process ends. So neither pids, which are used again, nor time-outs say who is dead.
 *
 * <p><b>Whose it is.</b> All of it lies in the shared memory folder, with mode 0600, and is attached only by the user that created it.
 */
@NullMarked
package io.gatun.sync;

import org.jspecify.annotations.NullMarked;
