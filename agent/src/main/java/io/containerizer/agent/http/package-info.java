/** Requests and answers, and the server that carries them. Nothing else of the agent knows the server's library. */
@NullMarked
package io.containerizer.agent.http;

import org.jspecify.annotations.NullMarked;
