/** What must outlive the engine, and where it is kept. */
@NullMarked
package io.containerizer.checkpoint;

import org.jspecify.annotations.NullMarked;
