/**
 * How threads wait for words in shared memory: they spin as long as that is worth it, then sleep on a futex, and look for themselves
 * every so often, since who was to wake them may have been killed.
 */
@NullMarked
package io.gatun.waiting;

import org.jspecify.annotations.NullMarked;
