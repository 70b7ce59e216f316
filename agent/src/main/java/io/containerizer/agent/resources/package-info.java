/** Sums and differences of resources. */
@NullMarked
package io.containerizer.agent.resources;

import org.jspecify.annotations.NullMarked;
