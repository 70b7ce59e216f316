/** What isolators share. */
@NullMarked
package io.containerizer.isolator;

import org.jspecify.annotations.NullMarked;
