/** Images by name, as the flags say where they come from and for how long they are kept. */
@NullMarked
package io.containerizer.image.supply;

import org.jspecify.annotations.NullMarked;
