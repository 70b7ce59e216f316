/** Readers of what the kernel tells in /proc. */
@NullMarked
package io.containerizer.linux.proc;

import org.jspecify.annotations.NullMarked;
