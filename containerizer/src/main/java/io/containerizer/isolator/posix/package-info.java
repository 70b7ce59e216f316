/** Isolators that only report, on any POSIX system. */
@NullMarked
package io.containerizer.isolator.posix;

import org.jspecify.annotations.NullMarked;
