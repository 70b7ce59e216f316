/** RecordIO: records in a stream, each after its length in decimal and a line feed. */
@NullMarked
package io.containerizer.protocol.recordio;

import org.jspecify.annotations.NullMarked;
