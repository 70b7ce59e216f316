/** The kernel's calls: the only place that uses foreign functions. */
@NullMarked
package io.containerizer.linux.syscall;

import org.jspecify.annotations.NullMarked;
