/** Limits and figures by control groups of either version. */
@NullMarked
package io.containerizer.isolator.cgroups;

import org.jspecify.annotations.NullMarked;
