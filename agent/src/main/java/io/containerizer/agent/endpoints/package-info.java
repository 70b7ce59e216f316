/** The agent's endpoints besides its API: what each tells, in the shapes that Mesos has. */
@NullMarked
package io.containerizer.agent.endpoints;

import org.jspecify.annotations.NullMarked;
