/** Facts about processes that any POSIX system tells. */
@NullMarked
package io.containerizer.posix;

import org.jspecify.annotations.NullMarked;
