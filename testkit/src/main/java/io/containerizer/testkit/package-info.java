/** For tests only: what a test needs from its host, seeded randomness, and the suites every implementation must pass. */
@NullMarked
package io.containerizer.testkit;

import org.jspecify.annotations.NullMarked;
