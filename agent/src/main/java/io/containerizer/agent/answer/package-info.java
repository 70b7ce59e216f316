/** Answers that many endpoints have in common. */
@NullMarked
package io.containerizer.agent.answer;

import org.jspecify.annotations.NullMarked;
