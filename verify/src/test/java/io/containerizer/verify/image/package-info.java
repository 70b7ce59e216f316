/** Images from real registries, made and pushed by other programs. */
@NullMarked
package io.containerizer.verify.image;

import org.jspecify.annotations.NullMarked;
