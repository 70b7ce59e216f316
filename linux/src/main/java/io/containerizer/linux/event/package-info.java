/** One thread that waits for descriptors. */
@NullMarked
package io.containerizer.linux.event;

import org.jspecify.annotations.NullMarked;
