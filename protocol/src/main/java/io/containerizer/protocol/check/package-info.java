/** Whether messages that can be read also make sense. */
@NullMarked
package io.containerizer.protocol.check;

import org.jspecify.annotations.NullMarked;
