/** The documents that images consist of besides their layers: manifests, indexes, configurations. */
@NullMarked
package io.containerizer.image.manifest;

import org.jspecify.annotations.NullMarked;
