/** The kernels that come with Gatun; each is an example of how to write one. */
@NullMarked
package io.gatun.workers.kernel;

import org.jspecify.annotations.NullMarked;
