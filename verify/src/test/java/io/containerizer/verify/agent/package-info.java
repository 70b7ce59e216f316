/** Suites on a real agent in a process of its own. */
@NullMarked
package io.containerizer.verify.agent;

import org.jspecify.annotations.NullMarked;
