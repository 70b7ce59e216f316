/** Root file systems of containers, made of unpacked layers. */
@NullMarked
package io.containerizer.image.rootfs;

import org.jspecify.annotations.NullMarked;
