package io.containerizer.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test needs these cgroup controllers, each mounted as a v1 hierarchy or offered by the v2 mount. The names are the
 * kernel's, in either dialect: {@code blkio} is also satisfied by v2's {@code io}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequirementCondition.class)
public @interface RequiresCgroup {
    /** The controllers, for example {@code "memory"}. */
    String[] value();
}
