/** Messages as JSON, the way Mesos maps them, which is not the way protobuf does. */
@NullMarked
package io.containerizer.protocol.json;

import org.jspecify.annotations.NullMarked;
