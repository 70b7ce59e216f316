/** The daemon as a whole. */
@NullMarked
package io.containerizer.agent;

import org.jspecify.annotations.NullMarked;
