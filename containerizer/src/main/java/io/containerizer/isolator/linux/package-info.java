/** Privileges. */
@NullMarked
package io.containerizer.isolator.linux;

import org.jspecify.annotations.NullMarked;
