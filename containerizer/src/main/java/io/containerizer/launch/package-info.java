/** From contributions to a running init: the plan, its wire form, the launchers. */
@NullMarked
package io.containerizer.launch;

import org.jspecify.annotations.NullMarked;
