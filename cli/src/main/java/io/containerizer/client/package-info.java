/** An agent as seen by those who call it. */
@NullMarked
package io.containerizer.client;

import org.jspecify.annotations.NullMarked;
