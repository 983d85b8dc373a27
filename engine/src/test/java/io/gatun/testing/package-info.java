/**
 * What the tests share: a folder of shared memory per class that must end up empty, real child JVMs, Python and C.
 *
 * <p>Everything that waits has a watchdog, and nothing here asserts how fast anything is.
 */
@NullMarked
package io.gatun.testing;

import org.jspecify.annotations.NullMarked;
