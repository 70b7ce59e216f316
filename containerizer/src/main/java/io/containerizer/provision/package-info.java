/** The way from an image to the root file system of a container. */
@NullMarked
package io.containerizer.provision;

import org.jspecify.annotations.NullMarked;
