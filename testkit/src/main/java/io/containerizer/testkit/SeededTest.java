package io.containerizer.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A property test: the method takes a {@code long seed}, builds its input from {@code new Random(seed)} and checks what
 * must hold for every input. It runs {@link #count} times; a failure names its seed.
 *
 * <p>The seeds are the same in every run, so that a failure is never a matter of luck. {@code -Dtestkit.seed=42} runs one
 * seed alone, {@code -Dtestkit.seed=fresh} draws new ones.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "seed {0}")
@ArgumentsSource(Seeds.class)
@ExtendWith(SeedInFailure.class)
public @interface SeededTest {
    /** How many seeds to try. */
    int count() default 100;
}
