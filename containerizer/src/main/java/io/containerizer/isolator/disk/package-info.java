/** Accounting of disk space, and limits for it. */
@NullMarked
package io.containerizer.isolator.disk;

import org.jspecify.annotations.NullMarked;
