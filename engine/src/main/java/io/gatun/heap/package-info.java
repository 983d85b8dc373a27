/**
 * Memory that collections share, and that a process killed at any instruction leaves as it was before its last change, or after it.
 *
 * <p>{@link io.gatun.heap.SharedHeap} is a segment with a lock, within which {@link io.gatun.heap.Transaction}s change words and take and give
 * blocks, and readers look without any lock. {@link io.gatun.heap.UndoLog} is what takes a change back, {@code Blocks} finds room.
 */
@NullMarked
package io.gatun.heap;

import org.jspecify.annotations.NullMarked;
