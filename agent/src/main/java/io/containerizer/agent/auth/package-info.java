/** Who asks, and what they may. */
@NullMarked
package io.containerizer.agent.auth;

import org.jspecify.annotations.NullMarked;
