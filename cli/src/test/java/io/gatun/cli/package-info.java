/** Tests of the {@code gatun} command in processes of its own, against the jars in {@code target/lib}. */
@NullMarked
package io.gatun.cli;

import org.jspecify.annotations.NullMarked;
