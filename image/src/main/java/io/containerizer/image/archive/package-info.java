/** Images in files: archives of {@code docker save}, layouts of OCI, and directories of both. */
@NullMarked
package io.containerizer.image.archive;

import org.jspecify.annotations.NullMarked;
