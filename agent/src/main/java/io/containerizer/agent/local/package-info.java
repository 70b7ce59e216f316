/** An agent that is its own master: it offers what it has to frameworks that speak the v1 scheduler API. */
@NullMarked
package io.containerizer.agent.local;

import org.jspecify.annotations.NullMarked;
