/** The removal of sandboxes that nobody has use for any more. */
@NullMarked
package io.containerizer.agent.gc;

import org.jspecify.annotations.NullMarked;
