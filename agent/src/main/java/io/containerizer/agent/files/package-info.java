/** Files of containers and of the agent, served under virtual paths. */
@NullMarked
package io.containerizer.agent.files;

import org.jspecify.annotations.NullMarked;
