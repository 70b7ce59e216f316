/** The isolators for images in Docker's and OCI's formats. */
@NullMarked
package io.containerizer.isolator.docker;

import org.jspecify.annotations.NullMarked;
