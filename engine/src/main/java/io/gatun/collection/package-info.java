/** Collections that processes share by their names, and how their elements become bytes. */
@NullMarked
package io.gatun.collection;

import org.jspecify.annotations.NullMarked;
