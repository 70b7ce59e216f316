/** What the program's commands ask an agent for, and Mesos' API has no call for. */
@NullMarked
package io.containerizer.agent.manage;

import org.jspecify.annotations.NullMarked;
