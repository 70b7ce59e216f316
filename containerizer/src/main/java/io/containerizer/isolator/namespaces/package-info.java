/** Separate views of processes and of System V objects. */
@NullMarked
package io.containerizer.isolator.namespaces;

import org.jspecify.annotations.NullMarked;
