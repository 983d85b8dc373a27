/**
 * Named shared memory, and typed arrays in it.
 *
 * <p>A {@link io.gatun.segment.SharedSegment} is a named mapping, a {@link io.gatun.segment.SharedArray} a segment with a
 * {@link io.gatun.segment.DType} and a shape; {@link io.gatun.segment.Segments} tells what there is on the machine. An array
 * is a valid {@code .npy} file, in shared memory as on disk, so that NumPy opens it by its path.
 * {@link io.gatun.segment.AtomicElements} are an array's elements where several processes change the same ones.
 *
 * <p><b>How a segment comes to be.</b> It is made under a temporary name, all its pages are reserved, its header is written,
 * and only then does it get its name, in one step that never replaces another. So nobody attaches a half-made one, and a
 * full {@code /dev/shm} is an exception rather than a crash at the first touch of a page.
 *
 * <p><b>Who keeps it.</b> {@code close()} ends the use here and touches nobody else; {@code unlink()} removes the name, and
 * those who are attached keep their memory. The creator holds a kernel lock on the file until it closes or dies, by which
 * others tell an abandoned segment from one in use. {@link io.gatun.segment.Segments#collect} removes what was abandoned.
 *
 * <p><b>Whose it is.</b> Anybody may put a file into shared memory: what is attached there is this user's and writable to nobody
 * else, unless {@link io.gatun.segment.Trust} says otherwise, and never a link, a FIFO or a device.
 *
 * <p><b>What it costs to start.</b> Attaching uses the JDK's {@code FileChannel.map} and no native call of our own, because
 * the first downcall of a cold JVM takes some 20 ms, unless the file is another user's; creating needs three calls the JDK does not have
 * ({@code fallocate}, {@code fcntl(F_OFD_SETLK)} and {@code renameat2}).
 *
 * <p>Everything here throws {@link io.gatun.segment.SegmentException}, a closed set, and nothing else for what goes wrong
 * outside the program.
 */
@NullMarked
package io.gatun.segment;

import org.jspecify.annotations.NullMarked;
