package io.containerizer.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** The test runs this program, which must be on the {@code PATH}. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(RequiresTool.All.class)
@ExtendWith(RequirementCondition.class)
public @interface RequiresTool {
    /** The program's name, for example {@code "crun"}. */
    String value();

    /** Several programs. */
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(RequirementCondition.class)
    @interface All {
        /** The single requirements. */
        RequiresTool[] value();
    }
}
