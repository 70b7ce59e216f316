/** Parts of the host that a container is given. */
@NullMarked
package io.containerizer.isolator.volume;

import org.jspecify.annotations.NullMarked;
