/**
 * What shared memory's atomic operations lack where the JDK's access to memory segments has none; for this module only.
 */
@NullMarked
package io.gatun.memory;

import org.jspecify.annotations.NullMarked;
