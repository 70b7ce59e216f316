/** The program: one class per command. */
@NullMarked
package io.containerizer.cli;

import org.jspecify.annotations.NullMarked;
