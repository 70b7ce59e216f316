/** Images from registries that speak the distribution API. */
@NullMarked
package io.containerizer.image.registry;

import org.jspecify.annotations.NullMarked;
