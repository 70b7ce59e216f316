/** What a container sees as its file system. */
@NullMarked
package io.containerizer.isolator.filesystem;

import org.jspecify.annotations.NullMarked;
