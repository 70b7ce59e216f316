/** A framework's side of the v1 scheduler API. */
@NullMarked
package io.containerizer.protocol.scheduler;

import org.jspecify.annotations.NullMarked;
