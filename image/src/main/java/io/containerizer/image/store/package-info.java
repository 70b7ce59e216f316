/** Images that were pulled, unpacked. */
@NullMarked
package io.containerizer.image.store;

import org.jspecify.annotations.NullMarked;
