/** Between the engine's records and messages. */
@NullMarked
package io.containerizer.protocol.convert;

import org.jspecify.annotations.NullMarked;
