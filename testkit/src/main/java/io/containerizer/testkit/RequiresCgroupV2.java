package io.containerizer.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** The test needs a cgroup v2 mount, and the named controllers offered by it. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequirementCondition.class)
public @interface RequiresCgroupV2 {
    /** The controllers that the v2 mount must offer; empty when the mount alone is enough. */
    String[] value() default {};
}
