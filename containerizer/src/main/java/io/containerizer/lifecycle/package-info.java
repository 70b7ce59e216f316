/** The engine: containers and their lives. */
@NullMarked
package io.containerizer.lifecycle;

import org.jspecify.annotations.NullMarked;
