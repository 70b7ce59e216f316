/** The one thread on which tasks, their updates and their master are looked after. */
@NullMarked
package io.containerizer.agent.loop;

import org.jspecify.annotations.NullMarked;
