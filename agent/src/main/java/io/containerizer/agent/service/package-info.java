/** The agent as a service of the host. */
@NullMarked
package io.containerizer.agent.service;

import org.jspecify.annotations.NullMarked;
