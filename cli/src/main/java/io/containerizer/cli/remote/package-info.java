/** An agent as seen by those who call it. */
@NullMarked
package io.containerizer.cli.remote;

import org.jspecify.annotations.NullMarked;
