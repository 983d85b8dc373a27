/** Recorded histories of collections, and whether they can be explained. */
@NullMarked
package io.gatun.collection.history;

import org.jspecify.annotations.NullMarked;
