/** Control groups of both versions behind one abstraction. */
@NullMarked
package io.containerizer.linux.cgroup;

import org.jspecify.annotations.NullMarked;
