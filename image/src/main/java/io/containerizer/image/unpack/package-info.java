/**
 * Layers become trees of files. Archives come from anybody: what a name means is decided by the kernel, which does not
 * leave the directory given, and every size, count and length has a limit.
 */
@NullMarked
package io.containerizer.image.unpack;

import org.jspecify.annotations.NullMarked;
