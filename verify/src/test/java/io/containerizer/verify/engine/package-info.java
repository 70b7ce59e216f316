/** The engine on the real kernel: on the host as root, and in the lab on other cgroup layouts. */
@NullMarked
package io.containerizer.verify.engine;

import org.jspecify.annotations.NullMarked;
