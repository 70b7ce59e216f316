/** The operator API: one class per group of calls. */
@NullMarked
package io.containerizer.agent.api;

import org.jspecify.annotations.NullMarked;
