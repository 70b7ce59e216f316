/** What goes into and comes out of containers while somebody is attached to them. */
@NullMarked
package io.containerizer.agent.streams;

import org.jspecify.annotations.NullMarked;
