/** What is said over the wire: Mesos' v1 messages, the JSON form of them, and the framing of streams. */
@NullMarked
package io.containerizer.protocol;

import org.jspecify.annotations.NullMarked;
